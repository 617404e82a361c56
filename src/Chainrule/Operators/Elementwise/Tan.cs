using Chainrule.Catalog;
using Chainrule.Kernels.Keys;

namespace Chainrule.Operators;

/// <summary>The tangent of x in radians.</summary>
internal sealed class Tan : UnaryOperator
{
    public static FunctionEntry Entry { get; } = FunctionEntry.OfElements("tan", Functions.Tan) with
    {
        Curve = new() { From = -1.5, To = 1.5 },
        NumPy = "np.tan",
        PyTorch = "torch.tan",
        LatexName = @"\tan",
    };

    public override FunctionEntry CatalogEntry => Entry;

    public override Tensor?[] Gradient(Tensor[] x, Tensor y, Tensor dy) => [dy * (1 + Functions.Pow(y, 2))];

    public override string Reason => "The derivative of tan is 1 + tan².";

    public override Tensor[][] Samples() => [[SampleValues.Fractions]];

    public override ElementKey KernelKey => new(ElementFunction.Tan);
}
