using Chainrule.Operators;

namespace Chainrule;

public static partial class Functions
{
    /// <summary>
    /// The value of a named function as a node that remembers it: computed by the formula, read as f(x).
    /// </summary>
    internal static Tensor Called(NamedFunction function, Tensor x, Tensor value)
    {
        Node node = Node.Of(value);
        // f(x) = x is a value of its own too.
        if (node == Node.Of(x)) node = new BroadcastTo(value.Shape).On(node);
        return new Node(node.Operator, node.Inputs, node.Shape, node.DType) { Call = new(function, Node.Of(x)) }.Tensor;
    }
}
