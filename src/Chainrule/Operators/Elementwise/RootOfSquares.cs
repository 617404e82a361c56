using Chainrule.Catalog;
using Chainrule.Kernels.Keys;

namespace Chainrule.Operators;

/// <summary>The root of a sum of squares, as in a norm, a standard deviation or |x|.</summary>
/// <remarks>
/// Where the sum is 0 so is its own gradient, 2x: with any finite slope of the root the product is 0, which is the
/// least of the norm's subgradients there. Only the infinite slope of the plain root would make it 0 · ∞.
/// </remarks>
internal sealed class RootOfSquares : UnaryOperator
{
    // Sums of more terms than a few are sums of vectors; a bound keeps shared subexpressions from being walked anew.
    private const int Deepest = 10;

    public static FunctionEntry Entry { get; } = Sqrt.Entry with
    {
        PyTorch = new("root_of_squares")
        {
            Definition = """
                def root_of_squares(x):
                    return torch.where(x != 0, torch.sqrt(torch.where(x != 0, x, torch.ones_like(x))), x / 2)
                """,
        },
    };

    public override string RegisteredName => "root_of_squares";

    public override FunctionEntry CatalogEntry => Entry;

    public override Tensor?[] Gradient(Tensor[] x, Tensor y, Tensor dy) => [dy / (2 * new NonZero().On(y))];

    public override string Reason =>
        "The derivative of the root is one over twice the root; " +
        "where a sum of squares is 0, the gradient is taken as 0.";

    public override double[] Kinks => [0];

    public override Tensor[][] Samples() => [[SampleValues.Positive]];

    public override ElementKey KernelKey => new(ElementFunction.Sqrt);

    /// <summary>Whether a value is a sum of squares by the way it is computed.</summary>
    public static bool Fits(Node x, int depth = 0)
    {
        if (depth > Deepest) return false;
        Node[] inputs = x.Inputs;
        return x.Operator switch
        {
            Power power => power.Exponent > 0 && power.Exponent % 2 == 0,
            Multiply when inputs[0] == inputs[1] => true,
            Multiply => (IsPositive(inputs[0]) && Fits(inputs[1], depth + 1))
                || (IsPositive(inputs[1]) && Fits(inputs[0], depth + 1)),
            Divide => IsPositive(inputs[1]) && Fits(inputs[0], depth + 1),
            Add => Fits(inputs[0], depth + 1) && Fits(inputs[1], depth + 1),
            Sum or Mean or Reshape or BroadcastTo or Permute or Cast => Fits(inputs[0], depth + 1),
            // trace(A·Aᵀ)
            Trace => inputs[0] is { Operator: MatrixProduct product, Inputs: [var a, var b] } && a == b
                && product.TransposeA != product.TransposeB,
            _ => false,
        };
    }

    private static bool IsPositive(Node node) => node.Operator is Constant { Uniform: > 0 };
}
