using Chainrule.Kernels.Keys;

namespace Chainrule.Operators;

/// <summary>The logistic function 1 / (1 + exp(−x)), stable for large |x|.</summary>
internal sealed class Sigmoid : UnaryOperator
{
    public override string Name => "sigmoid";

    public override Tensor?[] Gradient(Tensor[] x, Tensor y, Tensor dy) => [dy * y * (1 - y)];

    public override string Reason =>
        "sigmoid acts on each element alone, so its Jacobian is diagonal: multiply elementwise by y(1 − y).";

    public override Tensor[][] Samples() => [[SampleValues.AnyReal]];

    public override ElementKey KernelKey => new(ElementFunction.Sigmoid);
}
