using Chainrule.Kernels.Keys;

namespace Chainrule.Operators;

/// <summary>The hyperbolic tangent.</summary>
internal sealed class Tanh : UnaryOperator
{
    public override string Name => "tanh";

    public override Tensor?[] Gradient(Tensor[] x, Tensor y, Tensor dy) => [dy * (1 - Functions.Pow(y, 2))];

    public override string Reason =>
        "tanh acts on each element alone, so its Jacobian is diagonal: multiply elementwise by 1 − y².";

    public override Tensor[][] Samples() => [[SampleValues.AnyReal]];

    public override ElementKey KernelKey => new(ElementFunction.Tanh);
}
