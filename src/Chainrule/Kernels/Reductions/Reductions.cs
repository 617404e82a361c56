using System.Numerics;
using System.Numerics.Tensors;

namespace Chainrule.Kernels;

/// <summary>
/// Sums and extremes. The order of every sum is fixed by the length alone: halves of halves down to chunks, so that the
/// rounding error grows with the logarithm of the length and the bits are those of any number of threads.
/// </summary>
internal static unsafe partial class Reductions
{
    // Long enough for the loop to run at full speed, short enough for its error to stay below that of the halves.
    private const int Chunk = 512;

    /// <summary>Σ x.</summary>
    public static T Sum<T>(ReadOnlySpan<T> x) where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (x.Length <= Chunk) return TensorPrimitives.Sum(x);
        int half = FirstHalf(x.Length);
        return Sum(x[..half]) + Sum(x[half..]);
    }

    /// <summary>Σ x².</summary>
    public static T SumOfSquares<T>(ReadOnlySpan<T> x) where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (x.Length <= Chunk) return TensorPrimitives.SumOfSquares(x);
        int half = FirstHalf(x.Length);
        return SumOfSquares(x[..half]) + SumOfSquares(x[half..]);
    }

    /// <summary>Σ x·y.</summary>
    public static T Dot<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y) where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (x.Length <= Chunk) return TensorPrimitives.Dot(x, y);
        int half = FirstHalf(x.Length);
        return Dot(x[..half], y[..half]) + Dot(x[half..], y[half..]);
    }

    /// <summary>The greatest element; NaN if one is NaN, −∞ of none.</summary>
    public static T Max<T>(ReadOnlySpan<T> x) where T : unmanaged, IFloatingPointIeee754<T> =>
        x.IsEmpty ? T.NegativeInfinity : TensorPrimitives.Max(x);

    /// <summary>The least element; NaN if one is NaN, +∞ of none.</summary>
    public static T Min<T>(ReadOnlySpan<T> x) where T : unmanaged, IFloatingPointIeee754<T> =>
        x.IsEmpty ? T.PositiveInfinity : TensorPrimitives.Min(x);

    // m×n → m: one result for each row.

    public static void RowSums<T>(int m, int n, T* x, int stride, T* y, bool accumulate = false)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = 0; i < m; i++)
        {
            T sum = Sum(new ReadOnlySpan<T>(x + ((long)i * stride), n));
            y[i] = accumulate ? y[i] + sum : sum;
        }
    }

    public static void RowMaxima<T>(int m, int n, T* x, int stride, T* y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = 0; i < m; i++) y[i] = Max(new ReadOnlySpan<T>(x + ((long)i * stride), n));
    }

    public static void RowMinima<T>(int m, int n, T* x, int stride, T* y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = 0; i < m; i++) y[i] = Min(new ReadOnlySpan<T>(x + ((long)i * stride), n));
    }

    // The greatest power of two of chunks that leaves something for the second half.
    private static int FirstHalf(int length) => Chunk << BitOperations.Log2((uint)((length - 1) / Chunk));
}
