using System.Numerics;

namespace Chainrule.Kernels;

/// <summary>
/// Softmax and log-softmax of each row of a contiguous m×n matrix, and their gradients. Results may overwrite operands.
/// </summary>
internal static unsafe partial class Rows
{
    // The row's maximum is subtracted first: exp then never overflows, and one term at least is exp(0) = 1.

    /// <summary>yᵢⱼ = exp(xᵢⱼ) / Σₖ exp(xᵢₖ).</summary>
    public static void Softmax<T>(int m, int n, ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T> => Run(m, n, x, default, default, default, default, y, T.One);

    /// <summary>yᵢⱼ = xᵢⱼ − log Σₖ exp(xᵢₖ).</summary>
    public static void LogSoftmax<T>(int m, int n, ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T> => Run(m, n, x, default, default, default, y, default, T.One);

    /// <summary>dx = y ⊙ (dy − Σₖ dyᵢₖ yᵢₖ), from the softmax y.</summary>
    public static void SoftmaxGradient<T>(int m, int n, ReadOnlySpan<T> y, ReadOnlySpan<T> dy, Span<T> dx)
        where T : unmanaged, IFloatingPointIeee754<T> => Gradient(m, n, y, dy, dx, logarithmic: false);

    /// <summary>dx = dy − exp(y)·Σₖ dyᵢₖ, from the log-softmax y.</summary>
    public static void LogSoftmaxGradient<T>(int m, int n, ReadOnlySpan<T> y, ReadOnlySpan<T> dy, Span<T> dx)
        where T : unmanaged, IFloatingPointIeee754<T> => Gradient(m, n, y, dy, dx, logarithmic: true);

    private static void Gradient<T>(
        int m, int n, ReadOnlySpan<T> y, ReadOnlySpan<T> dy, Span<T> dx, bool logarithmic)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int length = checked(m * n);
        fixed (T* p = y[..length], slope = dy[..length], to = dx[..length])
        {
            if (typeof(T) == typeof(float))
            {
                SoftmaxGradientKernel<float> kernel = new(m, n, (float*)p, (float*)slope, (float*)to, logarithmic);
                SimdWidth.Run<float, SoftmaxGradientKernel<float>>(ref kernel);
            }
            else
            {
                SoftmaxGradientKernel<double> kernel = new(m, n, (double*)p, (double*)slope, (double*)to, logarithmic);
                SimdWidth.Run<double, SoftmaxGradientKernel<double>>(ref kernel);
            }
        }
    }

    private static void Run<T>(
        int m, int n, ReadOnlySpan<T> x, ReadOnlySpan<int> labels, ReadOnlySpan<T> targets,
        Span<T> losses, Span<T> logs, Span<T> slopes, T scale)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int length = checked(m * n);
        if (!targets.IsEmpty) targets = targets[..length];
        if (!losses.IsEmpty) losses = losses[..m];
        if (!logs.IsEmpty) logs = logs[..length];
        if (!slopes.IsEmpty) slopes = slopes[..length];
        fixed (int* label = labels)
        fixed (T* from = x[..length], target = targets, loss = losses, log = logs, slope = slopes)
        {
            if (typeof(T) == typeof(float))
            {
                SoftmaxKernel<float> kernel = new(m, n, (float*)from, (float*)log, (float*)slope)
                {
                    Labels = label,
                    Targets = (float*)target,
                    Losses = (float*)loss,
                    Scale = float.CreateTruncating(scale),
                };
                SimdWidth.Run<float, SoftmaxKernel<float>>(ref kernel);
            }
            else
            {
                SoftmaxKernel<double> kernel = new(m, n, (double*)from, (double*)log, (double*)slope)
                {
                    Labels = label,
                    Targets = (double*)target,
                    Losses = (double*)loss,
                    Scale = double.CreateTruncating(scale),
                };
                SimdWidth.Run<double, SoftmaxKernel<double>>(ref kernel);
            }
        }
    }
}
