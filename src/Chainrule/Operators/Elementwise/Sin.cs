using Chainrule.Catalog;
using Chainrule.Kernels.Keys;

namespace Chainrule.Operators;

/// <summary>The sine of x in radians.</summary>
internal sealed class Sin : UnaryOperator
{
    public static FunctionEntry Entry { get; } = FunctionEntry.OfElements("sin", Functions.Sin) with
    {
        NumPy = "np.sin",
        PyTorch = "torch.sin",
        LatexName = @"\sin",
    };

    public override FunctionEntry CatalogEntry => Entry;

    public override Tensor?[] Gradient(Tensor[] x, Tensor y, Tensor dy) => [dy * Functions.Cos(x[0])];

    public override string Reason => "The derivative of sin is cos.";

    public override Tensor[][] Samples() => [[SampleValues.AnyReal]];

    public override ElementKey KernelKey => new(ElementFunction.Sin);
}
