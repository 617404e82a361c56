using System.Numerics.Tensors;

namespace Chainrule.Operators;

/// <summary>The smaller of a and b; where they are equal the gradient goes to a.</summary>
internal sealed class Minimum : BinaryOperator
{
    public override string Name => "min";

    public override Tensor?[] Gradient(Tensor[] x, Tensor y, Tensor dy) => [dy * (x[0] <= x[1]), dy * (x[1] < x[0])];

    public override string Reason => "The gradient goes to the smaller operand, which alone moves the result.";

    public override Tensor[][] Samples() => [[SampleValues.AnyReal, SampleValues.OtherReal]];

    protected override void Apply<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y) => TensorPrimitives.Min(a, b, y);
}
