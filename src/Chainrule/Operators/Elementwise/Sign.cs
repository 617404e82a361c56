using Chainrule.Catalog;
using Chainrule.Kernels.Keys;

namespace Chainrule.Operators;

/// <summary>−1, 0 or 1 by the sign of x; NaN stays NaN.</summary>
internal sealed class Sign : ElementwiseOperator
{
    public static FunctionEntry Entry { get; } = FunctionEntry.OfElements("sign", Functions.Sign) with
    {
        NumPy = "np.sign",
        PyTorch = "torch.sign",
    };

    public override FunctionEntry CatalogEntry => Entry;

    public override Tensor?[] Gradient(Tensor[] x, Tensor y, Tensor dy) => [null];

    public override string Reason => "sign is flat, so nothing flows back.";

    public override double[] Kinks => [0];

    public override Tensor[][] Samples() => [[SampleValues.AwayFromZero]];

    public override ElementKey KernelKey => new(ElementFunction.Sign);
}
