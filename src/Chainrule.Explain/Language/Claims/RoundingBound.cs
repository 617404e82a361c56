using Chainrule.Operators;

namespace Chainrule.Language;

/// <summary>
/// A bound of what rounding may have changed in a value, by running error analysis to first order: each operation adds
/// an error of its own, and passes on those of its operands as it passes on any small change of them. Where terms
/// cancel, the bound is large against the value.
/// </summary>
internal sealed class RoundingBound
{
    // Errors are in units of 2⁻⁵² of a result; long sums add up a few hundred of them.
    private const double Share = 512 * 2.220446049250313e-16;

    // A claim may not buy itself room with large terms that cancel.
    private const double MaxRoom = 1e3;

    private readonly Dictionary<Node, Tensor> errors = [];

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
        foreach (Node node in Traversal.Below([Node.Of(tensor)], node => !errors.ContainsKey(node)))
            if (!errors.ContainsKey(node)) errors[node] = Error(node);
        return errors[Node.Of(tensor)].ToArray<double>().DefaultIfEmpty(0).Max();
    }

    private Tensor Error(Node node)
    {
        if (!node.DType.IsFloating()) return node.Tensor;
        Tensor own = Amount(node);
        if (node.Inputs.Length == 0) return own;
        Tensor[] passed = Array.ConvertAll(node.Inputs, input => errors[input]);
        Tensor[] amounts = Array.ConvertAll(node.Inputs, Amount);
        switch (node.Operator)
        {
            case Add or Subtract:
                return own + passed[0] + passed[1];
            case Multiply:
                return own + (passed[0] * amounts[1]) + (amounts[0] * passed[1]);
            case Divide:
                return own + ((passed[0] + (own * passed[1])) / amounts[1]);
            case MatrixProduct product:
                return product.On(amounts) + product.On(passed[0], amounts[1]) + product.On(amounts[0], passed[1]);
            case Operators.Sum or Mean or Trace:
                return node.Operator.On(amounts) + node.Operator.On(passed);
            case Negate or BroadcastTo or Permute or Reshape or Slice or Concat:
                return node.Operator.On(passed);
            case UnaryOperator when Slope(node) is { } slope:
                return own + (slope * passed[0]);
            default:
                return own;
        }
    }

    private static Tensor Amount(Node node) => node.DType.IsFloating() ? Functions.Abs(node.Tensor) : node.Tensor;

    // Where a slope is infinite, as that of a root at 0, nothing is passed on.
    private static Tensor? Slope(Node node)
    {
        Tensor? slope = node.Operator.Gradient(
            [node.Inputs[0].Tensor], node.Tensor, Functions.Number(1, node.DType))[0];
        return slope is not null && NonFinite.IsFinite(slope) ? Functions.Abs(slope) : null;
    }
}
