using Chainrule.Kernels.Keys;

namespace Chainrule.Operators;

/// <summary>−x.</summary>
internal sealed class Negate : ElementwiseOperator
{
    public override string Name => "negate";

    public override Notation Write(Notation[] inputs, Node node) =>
        new($"-{inputs[0].In(Binding.Negation)}", Binding.Negation);

    public override Tensor?[] Gradient(Tensor[] x, Tensor y, Tensor dy) => [-dy];

    public override string Reason => "A change of sign changes the sign of the gradient.";

    public override Tensor[][] Samples() => [[SampleValues.AnyReal]];

    public override ElementKey KernelKey => new(ElementFunction.Negate);
}
