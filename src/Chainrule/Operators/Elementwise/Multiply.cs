using Chainrule.Kernels.Keys;

namespace Chainrule.Operators;

/// <summary>a · b, element by element (the Hadamard product).</summary>
internal sealed class Multiply : ElementwiseOperator
{
    public override string Name => "multiply";

    public override Notation Write(Notation[] inputs, Node node) =>
        Notation.Infix(inputs[0], "*", inputs[1], Binding.Product);

    public override Tensor?[] Gradient(Tensor[] x, Tensor y, Tensor dy) => [dy * x[1], dy * x[0]];

    public override string Reason => "Each factor receives the gradient times the other factor.";

    public override Tensor[][] Samples() => [[SampleValues.AnyReal, SampleValues.OtherReal]];

    public override ElementKey KernelKey => new(ElementFunction.Multiply);
}
