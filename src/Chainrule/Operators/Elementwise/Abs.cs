using Chainrule.Catalog;
using Chainrule.Kernels.Keys;

namespace Chainrule.Operators;

/// <summary>|x|; its derivative at 0 is taken as 0.</summary>
internal sealed class Abs : ElementwiseOperator
{
    public static FunctionEntry Entry { get; } = FunctionEntry.OfElements("abs", Functions.Abs) with
    {
        Aliases = ["fabs", "absolute"],
        NumPy = "np.abs",
        PyTorch = "torch.abs",
        Latex = x => $@"\left|{x}\right|",
        MathMl = x => $"<mrow><mo>|</mo>{x}<mo>|</mo></mrow>",
    };

    public override FunctionEntry CatalogEntry => Entry;

    public override Tensor?[] Gradient(Tensor[] x, Tensor y, Tensor dy) => [dy * Functions.Sign(x[0])];

    public override string Reason => "|x| rises with slope 1 for positive x and falls with slope 1 for negative x.";

    public override double[] Kinks => [0];

    public override Tensor[][] Samples() => [[SampleValues.AwayFromZero]];

    public override ElementKey KernelKey => new(ElementFunction.Abs);
}
