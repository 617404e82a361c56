using Chainrule.Kernels.Keys;

namespace Chainrule.Operators;

/// <summary>x·sigmoid(x), also called swish.</summary>
internal sealed class Silu : UnaryOperator
{
    public override string Name => "silu";

    public override Tensor?[] Gradient(Tensor[] x, Tensor y, Tensor dy) =>
        [dy * (Functions.Sigmoid(x[0]) * (1 + x[0] - y))];

    public override string Reason =>
        "By the product rule the slope is s + x·s(1 − s) = s(1 + x − y) with s = sigmoid(x).";

    public override Tensor[][] Samples() => [[SampleValues.AnyReal]];

    public override ElementKey KernelKey => new(ElementFunction.Silu);
}
