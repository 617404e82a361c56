using System.Numerics;
using System.Numerics.Tensors;

namespace Chainrule.Kernels;

internal static unsafe partial class Reductions
{
    private const int RowChunk = 32;
    private const int ColumnBlock = 64;

    // m×n → n: one result for each column.

    /// <summary>y = Σᵢ xᵢⱼ, or y + Σᵢ xᵢⱼ to accumulate; stride is the distance between rows.</summary>
    public static void ColumnSums<T>(int m, int n, T* x, int stride, T* y, bool accumulate)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T* sums = stackalloc T[ColumnBlock];
        for (int j = 0; j < n; j += ColumnBlock)
        {
            int width = Math.Min(ColumnBlock, n - j);
            Span<T> target = new(y + j, width), sum = new(sums, width);
            SumRows(m, x + j, stride, sum);
            if (accumulate) TensorPrimitives.Add(target, sum, target);
            else sum.CopyTo(target);
        }
    }

    public static void ColumnMaxima<T>(int m, int n, T* x, int stride, T* y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Span<T> target = new(y, n);
        target.Fill(T.NegativeInfinity);
        for (int i = 0; i < m; i++)
            TensorPrimitives.Max(target, new ReadOnlySpan<T>(x + ((long)i * stride), n), target);
    }

    public static void ColumnMinima<T>(int m, int n, T* x, int stride, T* y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Span<T> target = new(y, n);
        target.Fill(T.PositiveInfinity);
        for (int i = 0; i < m; i++)
            TensorPrimitives.Min(target, new ReadOnlySpan<T>(x + ((long)i * stride), n), target);
    }

    private static void SumRows<T>(int m, T* x, int stride, Span<T> sum) where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (m <= RowChunk)
        {
            sum.Clear();
            for (int i = 0; i < m; i++)
                TensorPrimitives.Add(sum, new ReadOnlySpan<T>(x + ((long)i * stride), sum.Length), sum);
            return;
        }
        int half = RowChunk << BitOperations.Log2((uint)((m - 1) / RowChunk));
        T* rest = stackalloc T[ColumnBlock];
        Span<T> second = new(rest, sum.Length);
        SumRows(half, x, stride, sum);
        SumRows(m - half, x + ((long)half * stride), stride, second);
        TensorPrimitives.Add(sum, second, sum);
    }
}
