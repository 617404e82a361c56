using Chainrule.Catalog;
using Chainrule.Kernels.Keys;

namespace Chainrule.Operators;

/// <summary>e to the power of x.</summary>
internal sealed class Exp : UnaryOperator
{
    public static FunctionEntry Entry { get; } = FunctionEntry.OfElements("exp", Functions.Exp) with
    {
        Curve = new() { To = 3 },
        NumPy = "np.exp",
        PyTorch = "torch.exp",
        LatexName = @"\exp",
    };

    public override FunctionEntry CatalogEntry => Entry;

    public override Tensor?[] Gradient(Tensor[] x, Tensor y, Tensor dy) => [dy * y];

    public override string Reason => "exp is its own derivative.";

    public override Tensor[][] Samples() => [[SampleValues.AnyReal]];

    public override ElementKey KernelKey => new(ElementFunction.Exp);
}
