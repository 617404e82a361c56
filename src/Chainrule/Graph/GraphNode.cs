namespace Chainrule;

/// <summary>What a node of a graph is.</summary>
public enum GraphNodeKind
{
    /// <summary>Values that training adjusts.</summary>
    Parameter,

    /// <summary>Values that data is fed to.</summary>
    Input,

    /// <summary>Values that never change.</summary>
    Constant,

    /// <summary>An operator applied to other nodes.</summary>
    Operation,
}

/// <summary>One value of a <see cref="Graph"/>, to be read.</summary>
public sealed class GraphNode
{
    private readonly Node node;
    private readonly List<GraphNode> users = [];

    internal GraphNode(Node node, int index, GraphNode[] inputs)
    {
        this.node = node;
        Index = index;
        Inputs = inputs;
        foreach (GraphNode input in inputs.Distinct()) input.users.Add(this);
    }

    /// <summary>The place in <see cref="Graph.Nodes"/>: larger than those of the inputs.</summary>
    public int Index { get; }

    /// <summary>What a person calls the value; null without a name.</summary>
    public string? Name => node.Name;

    /// <summary>What the node is.</summary>
    public GraphNodeKind Kind => node.Operator switch
    {
        Variable { IsParameter: true } => GraphNodeKind.Parameter,
        Variable => GraphNodeKind.Input,
        Leaf => GraphNodeKind.Constant,
        _ => GraphNodeKind.Operation,
    };

    /// <summary>The operator, such as <c>matmul</c>; for the others their kind, such as <c>parameter</c>.</summary>
    public string Operator => node.Operator.RegisteredName;

    /// <summary>What distinguishes the operator from others of its name.</summary>
    public AttributeList Attributes => node.Operator.Attributes;

    /// <summary>What the operator reads, in order.</summary>
    public IReadOnlyList<GraphNode> Inputs { get; }

    /// <summary>The nodes of the graph that read this one, each once, in their order.</summary>
    public IReadOnlyList<GraphNode> Users => users;

    /// <summary>The lengths of the axes, with their names where they have some.</summary>
    public Shape Shape => node.Shape;

    /// <summary>The type of the elements.</summary>
    public DType DType => node.DType;

    /// <summary>The value itself, as a tensor of the graph.</summary>
    public Tensor Tensor => node.Tensor;

    internal Node Node => node;

    /// <summary>As in <c>z1 = add(v2, b1) : float32 (4,3)</c>; <c>v2</c> is node 2, which has no name.</summary>
    public override string ToString()
    {
        IEnumerable<string> arguments = Inputs.Select(input => input.Title).Concat(Attributes.Select(one => $"{one}"));
        string made = Kind == GraphNodeKind.Operation ? $"{Operator}({string.Join(", ", arguments)})" : Operator;
        return $"{Title} = {made} : {DType.Name()} {Shape}";
    }

    private string Title => Name ?? $"v{Index}";
}
