using Chainrule.Kernels.Keys;

namespace Chainrule.Operators;

/// <summary>x − log Σ exp(x) along the last axis, with the maximum subtracted first.</summary>
internal sealed class LogSoftmax : Operator
{
    public override string Name => "log_softmax";

    public override Shape InferShape(Node[] inputs) => inputs[0].Shape.Rank > 0
        ? inputs[0].Shape
        : throw new ShapeException("log_softmax needs at least one axis; its operand is a scalar.");

    public override Tensor?[] Gradient(Tensor[] x, Tensor y, Tensor dy) =>
        [dy - (new Softmax().On(x[0]) * Functions.Sum(dy, -1, keepDims: true))];

    public override string Reason => "x moves its own output one for one, and log Σ exp(x) by the softmax.";

    public override Tensor[][] Samples() => [[SampleValues.AnyReal]];

    public override KernelKey KernelKey => new SoftmaxKey(IsLogarithm: true);
}
