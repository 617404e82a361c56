using Chainrule.Operators;

namespace Chainrule;

/// <summary>
/// The same graph with computed nodes of its own, in which a call of a named function is one node; leaves are shared,
/// so the values stay in step.
/// </summary>
internal sealed class GraphClone
{
    private readonly Dictionary<Node, Node> clones = [];
    private int masks;

    public Tensor Of(Tensor tensor) => Of(Node.Of(tensor)).Tensor;

    public Node Of(Node target)
    {
        Add(target);
        return clones[target];
    }

    /// <summary>Clones several values at once, so that the clones come in the order of the originals.</summary>
    public void Add(params IEnumerable<Node> targets)
    {
        foreach (Node node in Traversal.Below(targets, node => !clones.ContainsKey(node)))
            if (!clones.ContainsKey(node)) clones[node] = Clone(node);
    }

    private Node Clone(Node node)
    {
        if (node.Operator is Leaf) return node;
        (Operator @operator, Node[] inputs) = node.Call is { } call
            ? (new DefinedFunction(call.Function), [call.Argument])
            : (node.Operator, node.Inputs);
        return new Node(@operator, Array.ConvertAll(inputs, input => clones[input]), node.Shape, node.DType)
        {
            Name = node.Operator is DropoutMask ? NameOfMask(node) : node.Name,
        };
    }

    // A mask is drawn anew in each run: a derivation and its programs take it as a value with a name.
    private string NameOfMask(Node mask)
    {
        if (mask.Name is not null) return mask.Name;
        string name;
        do name = "mask" + ++masks;
        while (clones.Keys.Any(node => node.Name == name));
        return name;
    }
}
