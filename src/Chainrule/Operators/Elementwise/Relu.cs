using Chainrule.Kernels.Keys;

namespace Chainrule.Operators;

/// <summary>The rectifier max(x, 0); its derivative at 0 is taken as 0.</summary>
internal sealed class Relu : UnaryOperator
{
    public override string Name => "relu";

    public override Tensor?[] Gradient(Tensor[] x, Tensor y, Tensor dy) => [dy * (x[0] > 0)];

    public override string Reason =>
        "relu passes positive elements and stops the others, so it passes and stops their gradients.";

    public override double[] Kinks => [0];

    public override Tensor[][] Samples() => [[SampleValues.AwayFromZero]];

    public override ElementKey KernelKey => new(ElementFunction.Relu);
}
