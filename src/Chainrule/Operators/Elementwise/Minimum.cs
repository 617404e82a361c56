using Chainrule.Catalog;
using Chainrule.Kernels.Keys;

namespace Chainrule.Operators;

/// <summary>The smaller of a and b; where they are equal the gradient goes to a.</summary>
internal sealed class Minimum : ElementwiseOperator
{
    public static FunctionEntry Entry { get; } = Min.Entry with
    {
        NumPy = "np.minimum",
        PyTorch = "torch.minimum",
        CSharp = "Minimum",
    };

    public override string RegisteredName => "minimum";

    public override FunctionEntry CatalogEntry => Entry;

    public override Tensor?[] Gradient(Tensor[] x, Tensor y, Tensor dy) => [dy * (x[0] <= x[1]), dy * (x[1] < x[0])];

    public override string Reason => "The gradient goes to the smaller operand, which alone moves the result.";

    public override Tensor[][] Samples() => [[SampleValues.AnyReal, SampleValues.OtherReal]];

    public override ElementKey KernelKey => new(ElementFunction.Minimum);
}
