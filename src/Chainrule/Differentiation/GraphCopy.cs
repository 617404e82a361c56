using Chainrule.Operators;

namespace Chainrule;

/// <summary>
/// The same graph once more with other leaves: its floating-point numbers in another type, and chosen values cut off
/// from what computes them, so that they become variables of their own.
/// </summary>
internal sealed class GraphCopy
{
    private readonly Dictionary<Node, Node> copies = [];
    private readonly DType floating;
    private readonly HashSet<Node> cuts;

    /// <summary>Begins a copy; <see cref="Of"/> makes it.</summary>
    /// <param name="floating">The type that floating-point values take.</param>
    /// <param name="cuts">Values that become variables, which start from what they are now.</param>
    public GraphCopy(DType floating, params IEnumerable<Tensor> cuts)
    {
        this.floating = floating;
        this.cuts = [.. cuts.Select(Node.Of)];
    }

    /// <summary>The copy of a tensor; what several tensors share is copied once.</summary>
    public Tensor Of(Tensor tensor)
    {
        Node target = Node.Of(tensor);
        foreach (Node node in Traversal.Below([target], node => !copies.ContainsKey(node) && !cuts.Contains(node)))
            if (!copies.ContainsKey(node)) copies[node] = Copy(node);
        return copies[target].Tensor;
    }

    private DType TypeOf(Node node) => node.DType.IsFloating() ? floating : node.DType;

    private Node Copy(Node node)
    {
        DType dtype = TypeOf(node);
        if (cuts.Contains(node) || node.Operator is Variable)
        {
            bool isParameter = node.Operator is Variable { IsParameter: true };
            return Leaf(node, new Variable(Values(node), isParameter));
        }
        if (node.Operator is Constant constant)
            return node.DType == dtype
                ? node
                : Leaf(node, new Constant(constant.Value.Cast(dtype)) { Symbol = constant.Symbol });
        Node[] inputs = Array.ConvertAll(node.Inputs, input => copies[input]);
        // A conversion between floating-point types has nothing left to do.
        if (node.Operator is Cast && inputs[0].DType == dtype) return inputs[0];
        Operator @operator = node.DType == dtype ? node.Operator : node.Operator.In(dtype);
        return new Node(@operator, inputs, @operator.InferShape(inputs), @operator.InferDType(inputs))
        {
            Name = node.Name,
        };
    }

    private NDArray Values(Node node)
    {
        NDArray value = node.Evaluate();
        NDArray result = NDArray.Uninitialized(node.Shape, TypeOf(node));
        value.CastTo(result);
        return result;
    }

    private static Node Leaf(Node node, Leaf leaf) =>
        new(leaf, [], node.Shape, leaf.Value.DType) { Name = node.Name };
}
