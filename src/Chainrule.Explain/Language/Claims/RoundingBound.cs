using Chainrule.Operators;

namespace Chainrule.Language;

/// <summary>
/// How large the terms are that cancel in a value: the value again with all that is added or subtracted taken by its
/// amount. What is lost by rounding is of the order of 10⁻¹⁶ of that, however small the value itself is.
/// </summary>
internal sealed class RoundingBound
{
    // Terms of 2⁻⁵² of the amount; a few hundred of them may add up.
    private const double Share = 512 * 2.220446049250313e-16;

    // A claim may not buy itself room with large terms that cancel.
    private const double MaxRoom = 1e3;

    private readonly Dictionary<Node, Tensor> amounts = [];

    /// <summary>The greatest difference of two values that rounding alone may make.</summary>
    public static double Of(Tensor truth, Tensor claimed)
    {
        var bound = new RoundingBound();
        double due = bound.Largest(truth), given = bound.Largest(claimed);
        double room = Share * (due + Math.Min(given, MaxRoom * due));
        return double.IsFinite(room) ? room : 0;
    }

    private double Largest(Tensor tensor)
    {
        foreach (Node node in Traversal.Below([Node.Of(tensor)], node => !amounts.ContainsKey(node)))
            if (!amounts.ContainsKey(node)) amounts[node] = Amount(node);
        return amounts[Node.Of(tensor)].ToArray<double>().DefaultIfEmpty(0).Max();
    }

    private Tensor Amount(Node node)
    {
        Tensor[] inputs = Array.ConvertAll(node.Inputs, input => amounts[input]);
        return node.Operator switch
        {
            _ when !node.DType.IsFloating() => node.Tensor,
            Add or Subtract => inputs[0] + inputs[1],
            Multiply => inputs[0] * inputs[1],
            Divide => inputs[0] / Functions.Abs(node.Inputs[1].Tensor),
            Negate => inputs[0],
            Operators.Sum or Mean or MatrixProduct or Trace or BroadcastTo or Permute or Reshape or Slice or Concat =>
                node.Operator.On(inputs),
            _ => Functions.Abs(node.Tensor),
        };
    }
}
