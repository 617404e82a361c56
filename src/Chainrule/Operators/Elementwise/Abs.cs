using Chainrule.Kernels.Keys;

namespace Chainrule.Operators;

/// <summary>|x|; its derivative at 0 is taken as 0.</summary>
internal sealed class Abs : ElementwiseOperator
{
    public override string Name => "abs";

    public override Tensor?[] Gradient(Tensor[] x, Tensor y, Tensor dy) => [dy * Functions.Sign(x[0])];

    public override string Reason => "|x| rises with slope 1 for positive x and falls with slope 1 for negative x.";

    public override double[] Kinks => [0];

    public override Tensor[][] Samples() => [[SampleValues.AwayFromZero]];

    public override ElementKey KernelKey => new(ElementFunction.Abs);
}
