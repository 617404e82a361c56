using System.Numerics;
using System.Numerics.Tensors;

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
        for (int i = 0; i < m; i++)
        {
            int label = labels[i];
            if ((uint)label >= (uint)n)
            {
                throw new DataException(
                    $"The label of row {i} is {label}, but there are {n} classes: use labels from 0 to {n - 1}.");
            }
            ReadOnlySpan<T> row = x.Slice(i * n, n);
            (T max, T logSum) = LogSumExp(row);
            if (!loss.IsEmpty) loss[i] = logSum - (row[label] - max);
            Outputs(row, max, logSum, Row(logProbabilities, i, n), Row(gradient, i, n), scale);
            if (!gradient.IsEmpty) gradient[(i * n) + label] -= scale;
        }
    }

    /// <summary>lossᵢ = −Σⱼ tᵢⱼ log pᵢⱼ, gradient = scale·(p·Σⱼ tᵢⱼ − t): t one-hot or probabilities.</summary>
    public static void SoftmaxCrossEntropy<T>(
        int m, int n, ReadOnlySpan<T> x, ReadOnlySpan<T> targets,
        Span<T> loss, Span<T> logProbabilities, Span<T> gradient, T scale)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = 0; i < m; i++)
        {
            ReadOnlySpan<T> row = x.Slice(i * n, n), target = targets.Slice(i * n, n);
            (T max, T logSum) = LogSumExp(row);
            T total = Reductions.Sum(target);
            if (!loss.IsEmpty)
            {
                // A target of 0 weighs nothing, even where log p is −∞.
                T sum = T.Zero;
                for (int j = 0; j < n; j++)
                    if (target[j] != T.Zero) sum += target[j] * (logSum - (row[j] - max));
                loss[i] = sum;
            }
            Span<T> slope = Row(gradient, i, n);
            Outputs(row, max, logSum, Row(logProbabilities, i, n), slope, scale * total);
            for (int j = 0; j < slope.Length; j++) slope[j] -= scale * target[j];
        }
    }

    /// <summary>
    /// Element by element, for logits x and targets t in [0, 1]: loss = max(x,0) − x·t + log(1+e^−|x|),
    /// gradient = scale·(sigmoid(x) − t).
    /// </summary>
    public static void BinaryCrossEntropy<T>(
        ReadOnlySpan<T> x, ReadOnlySpan<T> targets, Span<T> loss, Span<T> gradient, T scale)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = 0; i < x.Length; i++)
        {
            T logit = x[i], target = targets[i];
            if (!loss.IsEmpty)
            {
                T log = T.CreateTruncating(
                    ScalarFunctions.LogOfOnePlus(Math.Exp(-Math.Abs(double.CreateTruncating(logit)))));
                loss[i] = T.Max(logit, T.Zero) - (logit * target) + log;
            }
            if (!gradient.IsEmpty)
            {
                T p = T.CreateTruncating(ScalarFunctions.Sigmoid(double.CreateTruncating(logit)));
                gradient[i] = scale * (p - target);
            }
        }
    }

    // log Σ exp(x) = max + logSum
    private static (T Max, T LogSum) LogSumExp<T>(ReadOnlySpan<T> row) where T : unmanaged, IFloatingPointIeee754<T>
    {
        T max = Reductions.Max(row);
        return (max, T.Log(SumOfShiftedExponentials(row, max)));
    }

    private static T SumOfShiftedExponentials<T>(ReadOnlySpan<T> x, T max)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        const int Chunk = 512;
        if (x.Length > Chunk)
        {
            int half = Chunk << BitOperations.Log2((uint)((x.Length - 1) / Chunk));
            return SumOfShiftedExponentials(x[..half], max) + SumOfShiftedExponentials(x[half..], max);
        }
        Span<T> e = stackalloc T[x.Length];
        TensorPrimitives.Subtract(x, max, e);
        VectorMath.Exp<T>(e, e);
        return Reductions.Sum<T>(e);
    }

    // log p = (x − max) − logSum; gradient = scale·p
    private static void Outputs<T>(
        ReadOnlySpan<T> row, T max, T logSum, Span<T> logProbabilities, Span<T> gradient, T scale)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (logProbabilities.IsEmpty && gradient.IsEmpty) return;
        Span<T> logs = logProbabilities.IsEmpty ? gradient : logProbabilities;
        TensorPrimitives.Subtract(row, max, logs);
        TensorPrimitives.Subtract(logs, logSum, logs);
        if (gradient.IsEmpty) return;
        VectorMath.Exp(logs, gradient);
        TensorPrimitives.Multiply(gradient, scale, gradient);
    }

    private static Span<T> Row<T>(Span<T> x, int i, int n) => x.IsEmpty ? x : x.Slice(i * n, n);
}
