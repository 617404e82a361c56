using Chainrule.Catalog;
using Chainrule.Kernels.Keys;

namespace Chainrule.Operators;

/// <summary>The larger of a and b; where they are equal the gradient goes to a.</summary>
internal sealed class Maximum : ElementwiseOperator
{
    public static FunctionEntry Entry { get; } = Max.Entry with
    {
        NumPy = "np.maximum",
        PyTorch = "torch.maximum",
        CSharp = "Maximum",
    };

    public override string RegisteredName => "maximum";

    public override FunctionEntry CatalogEntry => Entry;

    public override Tensor?[] Gradient(Tensor[] x, Tensor y, Tensor dy) => [dy * (x[0] >= x[1]), dy * (x[1] > x[0])];

    public override string Reason => "The gradient goes to the larger operand, which alone moves the result.";

    public override Tensor[][] Samples() => [[SampleValues.AnyReal, SampleValues.OtherReal]];

    public override ElementKey KernelKey => new(ElementFunction.Maximum);
}
