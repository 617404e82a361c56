using Chainrule.Operators;

namespace Chainrule;

public static partial class Functions
{
    /// <summary>exp(x) divided by its sum along an axis; stable for large |x|.</summary>
    public static Tensor Softmax(Tensor x, int axis = -1) => AlongLastAxis(x, axis, new Softmax());

    /// <summary>The logarithm of <see cref="Softmax"/>, computed without the logarithm of small numbers.</summary>
    public static Tensor LogSoftmax(Tensor x, int axis = -1) => AlongLastAxis(x, axis, new LogSoftmax());

    /// <summary>
    /// The loss −log p of each sample (m), where p is the softmax probability of its class, from logits (m, classes)
    /// and labels: int32 class indices (m) or probabilities (m, classes).
    /// </summary>
    public static Tensor CrossEntropy(Tensor logits, Tensor labels) =>
        new CrossEntropy().On(logits, labels.DType == DType.Int32 ? labels : labels.As(logits.DType));

    /// <summary>
    /// The loss −t·log p − (1 − t)·log(1 − p) of each element, with p = sigmoid(logit) and t the target in [0, 1].
    /// </summary>
    public static Tensor BinaryCrossEntropy(Tensor logits, Tensor targets) =>
        new BinaryCrossEntropy().On(logits, targets.As(logits.DType));

    /// <summary>One row per int32 label, with 1 at the label's index: (m) → (m, classes).</summary>
    public static Tensor OneHot(Tensor labels, int classes, DType dtype = DType.Float32) =>
        new OneHot(classes, dtype).On(labels);

    /// <summary>The mean cross-entropy of a batch, from logits (m, classes) and labels or probabilities.</summary>
    public static Tensor MeanCrossEntropy(Tensor logits, Tensor labels) => Mean(CrossEntropy(logits, labels));

    /// <summary>The mean binary cross-entropy over all elements, from logits and targets in [0, 1].</summary>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    public static Tensor MeanBinaryCrossEntropy(Tensor logits, Tensor targets) =>
        Mean(BinaryCrossEntropy(logits, Fit(Chainrule.Operators.BinaryCrossEntropy.Entry.Name, logits, targets)));

    // A target of shape (m) fits an output of shape (m, 1); otherwise the shapes must be equal.
    private static Tensor Fit(string loss, Tensor output, Tensor target)
    {
        if (target.Shape == output.Shape) return target.As(output.DType);
        if (output.Shape.Rank == target.Rank + 1 && output.Shape[^1] == 1 && output.Length == target.Length)
            return Reshape(target.As(output.DType), output.Shape);
        throw new ShapeException(
            $"{loss}: the output has shape {output.Shape} and the target {target.Shape}: they must be equal.");
    }

    private static Tensor AlongLastAxis(Tensor x, int axis, Operator @operator)
    {
        if (x.Rank == 0 || x.Shape.Axis(axis) == x.Rank - 1) return @operator.On(x);
        int[] swap = [.. Enumerable.Range(0, x.Rank)];
        int at = x.Shape.Axis(axis);
        (swap[at], swap[^1]) = (swap[^1], swap[at]);
        return Permute(@operator.On(Permute(x, swap)), swap);
    }
}
