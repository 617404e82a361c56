using Chainrule.Kernels.Keys;

namespace Chainrule.Operators;

/// <summary>1 where a &gt; b, else 0, in the type of the operands.</summary>
internal sealed class Greater : ElementwiseOperator
{
    public override string Name => "greater";

    public override Notation Write(Notation[] inputs, Node node) =>
        Notation.Infix(inputs[0], ">", inputs[1], Binding.Comparison);

    public override Tensor?[] Gradient(Tensor[] x, Tensor y, Tensor dy) => [null, null];

    public override string Reason => "A comparison is flat, so nothing flows back.";

    public override Tensor[][] Samples() => [[SampleValues.AnyReal, SampleValues.OtherReal]];

    public override ElementKey KernelKey => new(ElementFunction.Greater);
}
