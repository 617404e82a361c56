using System.Numerics;

namespace Chainrule.Kernels;

/// <summary>The cross-entropy of each row of logits: m×n and m labels, or m×n probabilities → m.</summary>
internal sealed class RowCrossEntropy(ArrayView logits, ArrayView labels, ArrayView losses) : Kernel
{
    public override void Run()
    {
        if (logits.Type == ElementType.Float32) Run<float>();
        else Run<double>();
    }

    private void Run<T>() where T : unmanaged, IFloatingPointIeee754<T>
    {
        int m = losses.Length, n = logits[-1];
        Span<T> x = logits.Span<T>(), loss = losses.Span<T>();
        if (labels.Type == ElementType.Int32)
            Rows.SoftmaxCrossEntropy<T>(m, n, x, labels.Span<int>(), loss);
        else
            Rows.SoftmaxCrossEntropy<T>(m, n, x, labels.Span<T>(), loss);
    }
}
