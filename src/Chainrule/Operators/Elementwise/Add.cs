using Chainrule.Kernels.Keys;

namespace Chainrule.Operators;

/// <summary>a + b.</summary>
internal sealed class Add : ElementwiseOperator
{
    public override string Name => "add";

    public override Notation Write(Notation[] inputs, Node node) =>
        Notation.Infix(inputs[0], "+", inputs[1], Binding.Sum);

    public override Tensor?[] Gradient(Tensor[] x, Tensor y, Tensor dy) => [dy, dy];

    public override string Reason => "A sum passes its gradient to each term.";

    public override Tensor[][] Samples() => [[SampleValues.AnyReal, SampleValues.OtherReal]];

    public override ElementKey KernelKey => new(ElementFunction.Add);
}
