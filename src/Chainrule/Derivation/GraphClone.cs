namespace Chainrule;

/// <summary>The same graph with computed nodes of its own; leaves are shared, so the values stay in step.</summary>
internal sealed class GraphClone
{
    private readonly Dictionary<Node, Node> clones = [];

    public Tensor Of(Tensor tensor)
    {
        foreach (Node node in Traversal.Below(Node.Of(tensor)))
        {
            if (clones.ContainsKey(node)) continue;
            clones[node] = node.Operator is Leaf
                ? node
                : new Node(node.Operator, Array.ConvertAll(node.Inputs, input => clones[input]), node.Shape, node.DType) { Name = node.Name };
        }
        return clones[Node.Of(tensor)].Tensor;
    }
}
