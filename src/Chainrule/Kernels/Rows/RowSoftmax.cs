namespace Chainrule.Kernels;

/// <summary>The softmax along the last axis, or its logarithm.</summary>
internal sealed class RowSoftmax(ArrayView x, ArrayView y, bool isLogarithm) : Kernel
{
    private readonly int n = x[-1], m = x[-1] == 0 ? 0 : x.Length / x[-1];

    public override void Run()
    {
        if (x.Type == ElementType.Float32)
        {
            if (isLogarithm) Rows.LogSoftmax<float>(m, n, x.Span<float>(), y.Span<float>());
            else Rows.Softmax<float>(m, n, x.Span<float>(), y.Span<float>());
        }
        else if (isLogarithm) Rows.LogSoftmax<double>(m, n, x.Span<double>(), y.Span<double>());
        else Rows.Softmax<double>(m, n, x.Span<double>(), y.Span<double>());
    }
}
