using Chainrule.Kernels.Keys;

namespace Chainrule.Operators;

/// <summary>
/// exp(x) over its sum along the last axis, with the maximum subtracted first so that nothing overflows.
/// </summary>
internal sealed class Softmax : Operator
{
    public override string Name => "softmax";

    public override Shape InferShape(Node[] inputs) => inputs[0].Shape.Rank > 0
        ? inputs[0].Shape
        : throw new ShapeException("softmax needs at least one axis; its operand is a scalar.");

    public override Tensor?[] Gradient(Tensor[] x, Tensor y, Tensor dy) =>
        [y * (dy - Functions.Sum(dy * y, -1, keepDims: true))];

    public override string Reason =>
        "Raising one input raises its own output and lowers the others: dx = p ⊙ (dy − Σ dy ⊙ p) in each row.";

    public override Tensor[][] Samples() => [[SampleValues.AnyReal]];

    public override KernelKey KernelKey => new SoftmaxKey(IsLogarithm: false);
}
