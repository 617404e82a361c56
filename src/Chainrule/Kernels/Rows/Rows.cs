using System.Numerics;

namespace Chainrule.Kernels;

/// <summary>Softmax and log-softmax of each row of a contiguous m×n matrix x. The result may overwrite x.</summary>
internal static unsafe partial class Rows
{
    // The maximum of each row is subtracted first, so that exp never overflows and at least one term is exp(0) = 1.

    /// <summary>yᵢⱼ = exp(xᵢⱼ) / Σₖ exp(xᵢₖ).</summary>
    public static void Softmax<T>(int m, int n, ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T> => Run(m, n, x, default, default, default, default, y);

    /// <summary>yᵢⱼ = xᵢⱼ − log Σₖ exp(xᵢₖ).</summary>
    public static void LogSoftmax<T>(int m, int n, ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T> => Run(m, n, x, default, default, default, y, default);

    private static void Run<T>(
        int m, int n, ReadOnlySpan<T> x, ReadOnlySpan<int> labels, ReadOnlySpan<T> targets,
        Span<T> losses, Span<T> logs, Span<T> probabilities)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int length = checked(m * n);
        if (!targets.IsEmpty) targets = targets[..length];
        if (!losses.IsEmpty) losses = losses[..m];
        if (!logs.IsEmpty) logs = logs[..length];
        if (!probabilities.IsEmpty) probabilities = probabilities[..length];
        fixed (int* label = labels)
        fixed (T* from = x[..length], target = targets, loss = losses, log = logs, p = probabilities)
        {
            if (typeof(T) == typeof(float))
            {
                SoftmaxKernel<float> kernel = new(m, n, (float*)from, (float*)log, (float*)p)
                {
                    Labels = label,
                    Targets = (float*)target,
                    Losses = (float*)loss,
                };
                SimdWidth.Run<float, SoftmaxKernel<float>>(ref kernel);
            }
            else
            {
                SoftmaxKernel<double> kernel = new(m, n, (double*)from, (double*)log, (double*)p)
                {
                    Labels = label,
                    Targets = (double*)target,
                    Losses = (double*)loss,
                };
                SimdWidth.Run<double, SoftmaxKernel<double>>(ref kernel);
            }
        }
    }
}
