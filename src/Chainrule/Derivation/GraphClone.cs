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
            Node[] inputs = Array.ConvertAll(node.Inputs, input => clones[input]);
            clones[node] = node.Operator is Leaf
                ? node
                : new Node(node.Operator, inputs, node.Shape, node.DType) { Name = node.Name };
        }
        return clones[Node.Of(tensor)].Tensor;
    }
}
