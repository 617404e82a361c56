using Chainrule.Kernels.Keys;

namespace Chainrule.Operators;

/// <summary>
/// −log softmax(x) at the right class of each sample, from logits (m, classes): labels are class indices (m) as int32,
/// or probabilities (m, classes) such as one-hot rows. The result is a loss for each sample (m).
/// </summary>
internal sealed class CrossEntropy : Operator
{
    public override string Name => "cross_entropy";

    public override Shape InferShape(Node[] inputs)
    {
        Shape logits = inputs[0].Shape, labels = inputs[1].Shape;
        bool fits = logits.Rank == 2 && (inputs[1].DType == DType.Int32
            ? labels.Rank == 1 && labels[0] == logits[0]
            : labels == logits);
        if (fits) return logits.Without(-1);
        throw new ShapeException(
            $"cross_entropy: logits of shape {logits} need int32 class indices of shape " +
            $"({(logits.Rank > 0 ? logits[0] : 1)},) or probabilities of shape {logits}; " +
            $"the labels are {inputs[1].DType.Name()} of shape {labels}.");
    }

    public override Tensor?[] Gradient(Tensor[] x, Tensor y, Tensor dy)
    {
        Tensor weight = Functions.ExpandDims(dy, -1);
        Tensor probabilities = new Softmax().On(x[0]);
        if (x[1].DType != DType.Int32)
        {
            return [
                ((probabilities * Functions.Sum(x[1], -1, keepDims: true)) - x[1]) * weight,
                -(new LogSoftmax().On(x[0]) * weight)];
        }
        return [(probabilities - new OneHot(x[0].Shape[1], x[0].DType).On(x[1])) * weight, null];
    }

    public override string Reason =>
        "Softmax and logarithm cancel: the slope at the logits is p − y, probability minus truth.";

    public override Tensor[][] Samples() =>
        [[SampleValues.AnyReal, Tensor.FromArray<int>([2, 0])],
            [SampleValues.AnyReal, SampleValues.Matrix(0.2, 0.3, 0.5, 1, 0, 0)]];

    public override KernelKey KernelKey => new CrossEntropyKey();
}
