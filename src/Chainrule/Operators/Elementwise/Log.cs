using Chainrule.Kernels.Keys;

namespace Chainrule.Operators;

/// <summary>The natural logarithm.</summary>
internal sealed class Log : UnaryOperator
{
    public override string Name => "log";

    public override Tensor?[] Gradient(Tensor[] x, Tensor y, Tensor dy) => [dy / x[0]];

    public override string Reason => "The derivative of log x is 1/x.";

    public override Tensor[][] Samples() => [[SampleValues.Positive]];

    public override ElementKey KernelKey => new(ElementFunction.Log);
}
