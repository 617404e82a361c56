using Chainrule.Kernels.Keys;

namespace Chainrule.Operators;

/// <summary>a where the condition is not 0, else b.</summary>
internal sealed class Where : ElementwiseOperator
{
    public override string Name => "where";

    public override Tensor?[] Gradient(Tensor[] x, Tensor y, Tensor dy) =>
        [null, Functions.Where(x[0], dy, 0), Functions.Where(x[0], 0, dy)];

    public override string Reason => "The gradient goes to whichever branch was taken.";

    public override Tensor[][] Samples() => [[SampleValues.AnyReal > 0, SampleValues.AnyReal, SampleValues.OtherReal]];

    public override ElementKey KernelKey => new(ElementFunction.Where);
}
