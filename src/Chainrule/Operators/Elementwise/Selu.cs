using Chainrule.Catalog;
using Chainrule.Kernels.Keys;

namespace Chainrule.Operators;

/// <summary>The self-normalizing λ·elu(x, α), with λ = 1.0507… and α = 1.6732… (Klambauer et al. 2017).</summary>
internal sealed class Selu : UnaryOperator
{
    public static FunctionEntry Entry { get; } = FunctionEntry.OfElements("selu", Functions.Selu) with
    {
        Weights = Initializer.LeCunNormal,
        NumPy = new("selu")
        {
            Definition = """
                def selu(x):
                    return 1.0507009873554805 * np.where(x > 0, x, 1.6732632423543772 * np.expm1(np.minimum(x, 0)))
                """,
        },
        PyTorch = "torch.selu",
    };

    public override FunctionEntry CatalogEntry => Entry;

    public override Tensor?[] Gradient(Tensor[] x, Tensor y, Tensor dy) =>
        [dy * Functions.Where(x[0] > 0, Lambda, y + (Lambda * Alpha))];

    public override string Reason => "The slope of selu is λ for positive x, and y + λα for the others.";

    public override double[] Kinks => [0];

    public const double Lambda = 1.0507009873554804934193349852946;
    public const double Alpha = 1.6732632423543772848170429916717;

    public override Tensor[][] Samples() => [[SampleValues.AwayFromZero]];

    public override ElementKey KernelKey => new(ElementFunction.Elu, Lambda * Alpha, Lambda);
}
