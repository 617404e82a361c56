using Chainrule.Operators;

namespace Chainrule.Inference;

/// <summary>Parameters and buffers as they were, in graphs that would otherwise read what they are.</summary>
internal sealed class ParameterSnapshot
{
    private readonly Dictionary<Operator, Node> kept = [];

    /// <summary>The same function of x, with copies of the parameters: those known from before, or new ones.</summary>
    public Tensor Of(Tensor x, Tensor y)
    {
        var made = new Dictionary<Node, Node> { [Node.Of(x)] = Node.Of(x) };
        foreach (Node node in Traversal.Below(Node.Of(y)))
            if (!made.ContainsKey(node)) made[node] = Copy(node, made);
        return made[Node.Of(y)].Tensor;
    }

    private Node Copy(Node node, Dictionary<Node, Node> made)
    {
        if (node.Operator is Variable variable)
        {
            if (!kept.TryGetValue(variable, out Node? constant))
                kept.Add(variable, constant = Node.Of(new Tensor(variable.Storage.Copy())));
            return constant;
        }
        return node.Inputs.Length == 0 ? node : node.Operator.On(Array.ConvertAll(node.Inputs, input => made[input]));
    }
}
