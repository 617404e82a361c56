using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace Chainrule.Kernels;

/// <summary>
/// Sums and extremes. The order of every sum depends on the length alone: pairwise summation down to fixed-size chunks.
/// The rounding error therefore grows with the logarithm of the length, and the bits do not depend on the number of
/// threads.
/// </summary>
internal static unsafe class ReductionLoops
{
    /// <summary>Σ x².</summary>
    public static T SumOfSquares<T>(ReadOnlySpan<T> x) where T : unmanaged, IFloatingPointIeee754<T>
    {
        T sum;
        fixed (T* from = x) Rows<T, ProductTerm>(1, x.Length, from, from, 0, &sum);
        return sum;
    }

    // m×n → m: one result per row; stride is the distance between rows.

    /// <summary>yᵢ = Σⱼ xᵢⱼ.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void RowSums<T>(int m, int n, T* x, int stride, T* y)
        where T : unmanaged, IFloatingPointIeee754<T> => Rows<T, ElementTerm>(m, n, x, x, stride, y);

    /// <summary>yᵢ = maxⱼ xᵢⱼ; NaN if any is NaN.</summary>
    public static void RowMaxima<T>(int m, int n, T* x, int stride, T* y)
        where T : unmanaged, IFloatingPointIeee754<T> => Extremes(m, n, x, stride, y, least: false);

    /// <summary>yᵢ = minⱼ xᵢⱼ; NaN if any is NaN.</summary>
    public static void RowMinima<T>(int m, int n, T* x, int stride, T* y)
        where T : unmanaged, IFloatingPointIeee754<T> => Extremes(m, n, x, stride, y, least: true);

    // m×n → n: one result per column.

    /// <summary>yⱼ = Σᵢ xᵢⱼ.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ColumnSums<T>(int m, int n, T* x, int stride, T* y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (typeof(T) == typeof(float))
        {
            ColumnSumsKernel<float> kernel = new(m, n, (float*)x, stride, (float*)y);
            SimdWidth.Run<float, ColumnSumsKernel<float>>(ref kernel);
        }
        else
        {
            ColumnSumsKernel<double> kernel = new(m, n, (double*)x, stride, (double*)y);
            SimdWidth.Run<double, ColumnSumsKernel<double>>(ref kernel);
        }
    }

    /// <summary>yⱼ = maxᵢ xᵢⱼ; NaN if any is NaN.</summary>
    public static void ColumnMaxima<T>(int m, int n, T* x, int stride, T* y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Span<T> target = new(y, n);
        target.Fill(T.NegativeInfinity);
        for (int i = 0; i < m; i++)
            TensorPrimitives.Max(target, new ReadOnlySpan<T>(x + ((long)i * stride), n), target);
    }

    /// <summary>yⱼ = minᵢ xᵢⱼ; NaN if any is NaN.</summary>
    public static void ColumnMinima<T>(int m, int n, T* x, int stride, T* y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Span<T> target = new(y, n);
        target.Fill(T.PositiveInfinity);
        for (int i = 0; i < m; i++)
            TensorPrimitives.Min(target, new ReadOnlySpan<T>(x + ((long)i * stride), n), target);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows<T, TTerm>(int m, int n, T* x, T* z, int stride, T* y)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TTerm : struct, ITerm
    {
        if (typeof(T) == typeof(float))
        {
            RowSumsKernel<float, TTerm> kernel = new(m, n, (float*)x, (float*)z, stride, (float*)y);
            SimdWidth.Run<float, RowSumsKernel<float, TTerm>>(ref kernel);
        }
        else
        {
            RowSumsKernel<double, TTerm> kernel = new(m, n, (double*)x, (double*)z, stride, (double*)y);
            SimdWidth.Run<double, RowSumsKernel<double, TTerm>>(ref kernel);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Extremes<T>(int m, int n, T* x, int stride, T* y, bool least)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (typeof(T) == typeof(float))
        {
            RowExtremesKernel<float> kernel = new(m, n, (float*)x, stride, (float*)y, least);
            SimdWidth.Run<float, RowExtremesKernel<float>>(ref kernel);
        }
        else
        {
            RowExtremesKernel<double> kernel = new(m, n, (double*)x, stride, (double*)y, least);
            SimdWidth.Run<double, RowExtremesKernel<double>>(ref kernel);
        }
    }
}
