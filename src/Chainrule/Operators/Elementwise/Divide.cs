using Chainrule.Kernels.Keys;

namespace Chainrule.Operators;

/// <summary>a / b, element by element.</summary>
internal sealed class Divide : ElementwiseOperator
{
    public override string Name => "divide";

    public override Notation Write(Notation[] inputs, Node node) =>
        Notation.Infix(inputs[0], "/", inputs[1], Binding.Product);

    public override Tensor?[] Gradient(Tensor[] x, Tensor y, Tensor dy) => [dy / x[1], -(dy * y / x[1])];

    public override string Reason =>
        "The numerator receives the gradient over b; the denominator receives it times −(a/b)/b.";

    public override Tensor[][] Samples() => [[SampleValues.AnyReal, SampleValues.Positive]];

    public override ElementKey KernelKey => new(ElementFunction.Divide);
}
