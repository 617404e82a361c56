using System.Numerics;

namespace Chainrule.Kernels;

internal static partial class Rows
{
    // One pass gives, for each row i of m×n logits x with p = softmax(x): the loss, log p, and its gradient at x. An
    // empty span asks for nothing; `gradient` and `logProbabilities` may each be x itself, but not both.

    /// <summary>lossᵢ = −log p[labelᵢ], gradient = scale·(p − one-hot(label)).</summary>
    public static void SoftmaxCrossEntropy<T>(
        int m, int n, ReadOnlySpan<T> x, ReadOnlySpan<int> labels,
        Span<T> loss, Span<T> logProbabilities, Span<T> gradient, T scale)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        labels = labels[..m];
        for (int i = 0; i < labels.Length; i++)
        {
            if ((uint)labels[i] < (uint)n) continue;
            throw new DataException(
                $"The label of row {i} is {labels[i]}, but there are {n} classes: use labels from 0 to {n - 1}.");
        }
        Run(m, n, x, labels, default, loss, logProbabilities, gradient, scale);
    }

    /// <summary>lossᵢ = −Σⱼ tᵢⱼ log pᵢⱼ, gradient = scale·(p·Σⱼ tᵢⱼ − t): t one-hot or probabilities.</summary>
    public static void SoftmaxCrossEntropy<T>(
        int m, int n, ReadOnlySpan<T> x, ReadOnlySpan<T> targets,
        Span<T> loss, Span<T> logProbabilities, Span<T> gradient, T scale)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Run(m, n, x, default, targets, loss, logProbabilities, gradient, scale);

    /// <summary>
    /// Element by element, for logits x and targets t in [0, 1]: loss = max(x,0) − x·t + log(1+e^−|x|),
    /// gradient = scale·(sigmoid(x) − t). One that is empty is not wanted; the gradient alone may be x itself.
    /// </summary>
    public static void BinaryCrossEntropy<T>(
        ReadOnlySpan<T> x, ReadOnlySpan<T> targets, Span<T> loss, Span<T> gradient, T scale)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (!loss.IsEmpty) VectorLoop.Map(x, targets, loss, default(BinaryCrossEntropyFunction));
        if (gradient.IsEmpty) return;
        BinaryCrossEntropyGradient slope = new(double.CreateTruncating(scale));
        VectorLoop.Map(x, targets, gradient, slope);
    }
}
