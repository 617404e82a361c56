using Chainrule.Kernels.Keys;

namespace Chainrule.Operators;

/// <summary>The square root.</summary>
internal sealed class Sqrt : UnaryOperator
{
    public override string Name => "sqrt";

    public override Tensor?[] Gradient(Tensor[] x, Tensor y, Tensor dy) => [dy / (2 * y)];

    public override string Reason => "The derivative of the root is one over twice the root.";

    public override Tensor[][] Samples() => [[SampleValues.Positive]];

    public override ElementKey KernelKey => new(ElementFunction.Sqrt);
}
