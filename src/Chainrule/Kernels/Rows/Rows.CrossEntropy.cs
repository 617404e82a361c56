using System.Numerics;

namespace Chainrule.Kernels;

internal static partial class Rows
{
    /// <summary>lossᵢ = −log pᵢ[labelᵢ] with p = softmax(x), for each row i of m×n logits x.</summary>
    public static void SoftmaxCrossEntropy<T>(
        int m, int n, ReadOnlySpan<T> x, ReadOnlySpan<int> labels, Span<T> loss)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        labels = labels[..m];
        for (int i = 0; i < labels.Length; i++)
        {
            if ((uint)labels[i] < (uint)n) continue;
            throw new DataException(
                $"The label of row {i} is {labels[i]}, but there are {n} classes: use labels from 0 to {n - 1}.");
        }
        Run(m, n, x, labels, default, loss, default, default);
    }

    /// <summary>lossᵢ = −Σⱼ tᵢⱼ log pᵢⱼ, where t is one-hot or probabilities.</summary>
    public static void SoftmaxCrossEntropy<T>(
        int m, int n, ReadOnlySpan<T> x, ReadOnlySpan<T> targets, Span<T> loss)
        where T : unmanaged, IFloatingPointIeee754<T> => Run(m, n, x, default, targets, loss, default, default);
}
