using Chainrule.Kernels.Keys;

namespace Chainrule.Operators;

/// <summary>a − b.</summary>
internal sealed class Subtract : ElementwiseOperator
{
    public override string Name => "subtract";

    public override Notation Write(Notation[] inputs, Node node) =>
        Notation.Infix(inputs[0], "-", inputs[1], Binding.Sum);

    public override Tensor?[] Gradient(Tensor[] x, Tensor y, Tensor dy) => [dy, -dy];

    public override string Reason =>
        "A difference passes its gradient to the first term, and with the opposite sign to the second.";

    public override Tensor[][] Samples() => [[SampleValues.AnyReal, SampleValues.OtherReal]];

    public override ElementKey KernelKey => new(ElementFunction.Subtract);
}
