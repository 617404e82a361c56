using Chainrule.Kernels.Keys;

namespace Chainrule.Operators;

/// <summary>log(1 + exp x), stable for large |x|.</summary>
internal sealed class Softplus : UnaryOperator
{
    public override string Name => "softplus";

    public override Tensor?[] Gradient(Tensor[] x, Tensor y, Tensor dy) => [dy * Functions.Sigmoid(x[0])];

    public override string Reason => "The derivative of softplus is the sigmoid.";

    public override Tensor[][] Samples() => [[SampleValues.AnyReal]];

    public override ElementKey KernelKey => new(ElementFunction.Softplus);
}
