using Chainrule.Catalog;
using Chainrule.Kernels.Keys;

namespace Chainrule.Operators;

/// <summary>The error function, 2/√π ∫₀ˣ exp(−t²) dt.</summary>
internal sealed class Erf : UnaryOperator
{
    public static FunctionEntry Entry { get; } = FunctionEntry.OfElements("erf", Functions.Erf) with
    {
        NumPy = new("erf")
        {
            Definition = """
                erf = np.vectorize(math.erf, otypes=[float])
                """,
        },
        PyTorch = "torch.erf",
    };

    public override FunctionEntry CatalogEntry => Entry;

    public override Tensor?[] Gradient(Tensor[] x, Tensor y, Tensor dy) =>
        [dy * (2 / Math.Sqrt(Math.PI) * Functions.Exp(-Functions.Pow(x[0], 2)))];

    public override string Reason => "The derivative of erf is 2/√π exp(−x²), the bell curve that it integrates.";

    public override Tensor[][] Samples() => [[SampleValues.AnyReal]];

    public override ElementKey KernelKey => new(ElementFunction.Erf);
}
