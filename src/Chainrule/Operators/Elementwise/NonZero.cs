using Chainrule.Catalog;
using Chainrule.Kernels.Keys;

namespace Chainrule.Operators;

/// <summary>x, but 1 where x is 0: the divisor of a norm's slope x/‖x‖, whose numerator is 0 there too.</summary>
internal sealed class NonZero : UnaryOperator
{
    public static FunctionEntry Entry { get; } = new("nonzero")
    {
        NumPy = new("nonzero")
        {
            Definition = """
                def nonzero(norm):
                    return np.where(norm != 0, norm, 1)
                """,
        },
        PyTorch = new("nonzero")
        {
            Definition = """
                def nonzero(norm):
                    return torch.where(norm != 0, norm, torch.ones_like(norm))
                """,
        },
        CSharp = new("NonZero")
        {
            Definition = """
                // A norm as a divisor: where it is 0, its numerator is 0 too.
                static Tensor NonZero(Tensor norm) => Where(norm, norm, 1.0);
                """,
        },
    };

    public override FunctionEntry CatalogEntry => Entry;

    public override Tensor?[] Gradient(Tensor[] x, Tensor y, Tensor dy) => [dy * Functions.NotEqual(x[0], 0)];

    public override string Reason =>
        "A divisor that is 0 only where its numerator is 0 counts as 1 there, and is written a.";

    public override double[] Kinks => [0];

    public override Tensor[][] Samples() => [[SampleValues.AwayFromZero]];

    public override ElementKey KernelKey => new(ElementFunction.NonZero);
}
