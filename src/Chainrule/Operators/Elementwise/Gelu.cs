using Chainrule.Catalog;
using Chainrule.Kernels.Keys;

namespace Chainrule.Operators;

/// <summary>
/// x·Φ(x), Φ the normal distribution function, by the exact error function (Hendrycks and Gimpel 2016).
/// </summary>
internal sealed class Gelu : UnaryOperator
{
    public static FunctionEntry Entry { get; } = FunctionEntry.OfElements("gelu", Functions.Gelu) with
    {
        Weights = Initializer.HeUniform,
        NumPy = new("gelu")
        {
            Needs = [Erf.Entry],
            Definition = """
                def gelu(x):
                    return 0.5 * x * (1 + erf(x * 0.5 ** 0.5))
                """,
        },
        PyTorch = "torch.nn.functional.gelu",
    };

    public override FunctionEntry CatalogEntry => Entry;

    public override Tensor?[] Gradient(Tensor[] x, Tensor y, Tensor dy) =>
        [dy * (Distribution(x[0]) + (x[0] * Density(x[0])))];

    public override string Reason => "By the product rule on x·Φ(x), the slope is Φ(x) + x·φ(x), φ the normal density.";

    private static Tensor Distribution(Tensor x) => 0.5 * (1 + Functions.Erf(x * Math.Sqrt(0.5)));

    private static Tensor Density(Tensor x) => Functions.Exp(-0.5 * Functions.Pow(x, 2)) * (1 / Math.Sqrt(2 * Math.PI));

    public override Tensor[][] Samples() => [[SampleValues.AnyReal]];

    public override ElementKey KernelKey => new(ElementFunction.Gelu);
}
