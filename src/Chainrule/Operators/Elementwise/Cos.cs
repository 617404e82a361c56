using Chainrule.Catalog;
using Chainrule.Kernels.Keys;

namespace Chainrule.Operators;

/// <summary>The cosine of x in radians.</summary>
internal sealed class Cos : UnaryOperator
{
    public static FunctionEntry Entry { get; } = FunctionEntry.OfElements("cos", Functions.Cos) with
    {
        NumPy = "np.cos",
        PyTorch = "torch.cos",
        LatexName = @"\cos",
    };

    public override FunctionEntry CatalogEntry => Entry;

    public override Tensor?[] Gradient(Tensor[] x, Tensor y, Tensor dy) => [-(dy * Functions.Sin(x[0]))];

    public override string Reason => "The derivative of cos is −sin.";

    public override Tensor[][] Samples() => [[SampleValues.AnyReal]];

    public override ElementKey KernelKey => new(ElementFunction.Cos);
}
