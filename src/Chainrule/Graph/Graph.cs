namespace Chainrule;

/// <summary>
/// The computation of some tensors, to be read: all values that they depend on, in an order in which each comes after
/// what it reads. It is a picture of what is there; tensors that are made later do not change it.
/// </summary>
public sealed class Graph
{
    private readonly Dictionary<Node, GraphNode> known = [];
    private readonly List<GraphNode> nodes = [];

    private Graph(Node[] outputs)
    {
        foreach (Node node in Traversal.Below(outputs))
        {
            var seen = new GraphNode(node, nodes.Count, Array.ConvertAll(node.Inputs, input => known[input]));
            known.Add(node, seen);
            nodes.Add(seen);
        }
        Outputs = Array.ConvertAll(outputs, output => known[output]);
    }

    /// <summary>All values, inputs before what uses them.</summary>
    public IReadOnlyList<GraphNode> Nodes => nodes;

    /// <summary>The values of the tensors that were asked for, in their order.</summary>
    public IReadOnlyList<GraphNode> Outputs { get; }

    /// <summary>The node of a tensor.</summary>
    /// <exception cref="ChainruleException">The tensor is no value of the graph.</exception>
    public GraphNode this[Tensor tensor] => Find(tensor) ?? throw new ChainruleException(
        $"{tensor.Name ?? $"A tensor of shape {tensor.Shape}"} is no value of this graph: take it from Graph.Nodes.");

    /// <summary>The graph below some tensors.</summary>
    public static Graph Of(params IEnumerable<Tensor> outputs) => new([.. outputs.Select(Node.Of)]);

    /// <summary>The node of a tensor, or null where it is no value of the graph.</summary>
    public GraphNode? Find(Tensor tensor) => tensor.Source is Node node ? known.GetValueOrDefault(node) : null;

    /// <summary>A line for each node.</summary>
    public override string ToString() => string.Join('\n', nodes);
}
