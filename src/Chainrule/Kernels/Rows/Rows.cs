using System.Numerics;
using System.Numerics.Tensors;

namespace Chainrule.Kernels;

/// <summary>
/// Softmax and log-softmax of each row of a contiguous m×n matrix, and their gradients. Results may overwrite operands.
/// </summary>
internal static partial class Rows
{
    // The row's maximum is subtracted first: exp then never overflows, and one term at least is exp(0) = 1.

    /// <summary>yᵢⱼ = exp(xᵢⱼ) / Σₖ exp(xᵢₖ).</summary>
    public static void Softmax<T>(int m, int n, ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = 0; i < m; i++)
        {
            ReadOnlySpan<T> from = x.Slice(i * n, n);
            Span<T> to = y.Slice(i * n, n);
            TensorPrimitives.Subtract(from, Reductions.Max(from), to);
            VectorMath.Exp(to, to);
            TensorPrimitives.Multiply(to, T.One / Reductions.Sum<T>(to), to);
        }
    }

    /// <summary>yᵢⱼ = xᵢⱼ − log Σₖ exp(xᵢₖ).</summary>
    public static void LogSoftmax<T>(int m, int n, ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = 0; i < m; i++)
        {
            ReadOnlySpan<T> from = x.Slice(i * n, n);
            Span<T> to = y.Slice(i * n, n);
            (T max, T logSum) = LogSumExp(from);
            TensorPrimitives.Subtract(from, max, to);
            TensorPrimitives.Subtract(to, logSum, to);
        }
    }

    /// <summary>dx = y ⊙ (dy − Σₖ dyᵢₖ yᵢₖ), from the softmax y.</summary>
    public static void SoftmaxGradient<T>(int m, int n, ReadOnlySpan<T> y, ReadOnlySpan<T> dy, Span<T> dx)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = 0; i < m; i++)
        {
            ReadOnlySpan<T> p = y.Slice(i * n, n), dp = dy.Slice(i * n, n);
            Span<T> to = dx.Slice(i * n, n);
            T mean = Reductions.Dot(p, dp);
            for (int j = 0; j < to.Length; j++) to[j] = p[j] * (dp[j] - mean);
        }
    }

    /// <summary>dx = dy − exp(y)·Σₖ dyᵢₖ, from the log-softmax y.</summary>
    public static void LogSoftmaxGradient<T>(int m, int n, ReadOnlySpan<T> y, ReadOnlySpan<T> dy, Span<T> dx)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = 0; i < m; i++)
        {
            ReadOnlySpan<T> logs = y.Slice(i * n, n), dp = dy.Slice(i * n, n);
            Span<T> to = dx.Slice(i * n, n);
            T sum = Reductions.Sum(dp);
            for (int j = 0; j < to.Length; j++) to[j] = dp[j] - (T.Exp(logs[j]) * sum);
        }
    }
}
