using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Chainrule.Kernels;

/// <summary>A row times a transposed matrix: y = x·Bᵀ, y_j = Σ_l x_l B_jl, dot products along the rows.</summary>
/// <remarks>
/// It processes eight rows of B at once: eight sums hide the 4-cycle latency of a multiply-add on two ports, share each
/// load of x, and make eight streams for the prefetcher. The lanes of each sum are added at the end.
/// </remarks>
internal static unsafe class RowTimesTransposed<V, T>
    where V : unmanaged, ISimd<V, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // x is 1×k, b is n×k, y is 1×n.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(int n, nint k, T* x, T* b, nint strideB, T* y, bool accumulate)
    {
        for (; n >= 8; n -= 8, b += 8 * strideB, y += 8) Pass<Count8>(k, x, b, strideB, y, accumulate);
        if (n >= 4)
        {
            Pass<Count4>(k, x, b, strideB, y, accumulate);
            n -= 4;
            b += 4 * strideB;
            y += 4;
        }
        for (; n > 0; n--, b += strideB, y++) Pass<Count1>(k, x, b, strideB, y, accumulate);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Pass<TRows>(nint k, T* x, T* b, nint strideB, T* y, bool accumulate)
        where TRows : struct, ICount
    {
        V s0 = V.Zero, s1 = V.Zero, s2 = V.Zero, s3 = V.Zero, s4 = V.Zero, s5 = V.Zero, s6 = V.Zero, s7 = V.Zero;
        T* b4 = b + (4 * strideB);
        nint l = 0;
        for (; l + V.Count <= k; l += V.Count)
        {
            V p = V.Load(x + l);
            V.MultiplyAddTo(p, V.Load(b + l), ref s0);
            if (TRows.Value > 1) V.MultiplyAddTo(p, V.Load(b + (1 * strideB) + l), ref s1);
            if (TRows.Value > 2) V.MultiplyAddTo(p, V.Load(b + (2 * strideB) + l), ref s2);
            if (TRows.Value > 3) V.MultiplyAddTo(p, V.Load(b + (3 * strideB) + l), ref s3);
            if (TRows.Value > 4) V.MultiplyAddTo(p, V.Load(b4 + l), ref s4);
            if (TRows.Value > 5) V.MultiplyAddTo(p, V.Load(b4 + (1 * strideB) + l), ref s5);
            if (TRows.Value > 6) V.MultiplyAddTo(p, V.Load(b4 + (2 * strideB) + l), ref s6);
            if (TRows.Value > 7) V.MultiplyAddTo(p, V.Load(b4 + (3 * strideB) + l), ref s7);
        }
        if (l < k)
        {
            V rest = V.FirstLanes((int)(k - l));
            V p = V.LoadMasked(x + l, rest);
            V.MultiplyAddTo(p, V.LoadMasked(b + l, rest), ref s0);
            if (TRows.Value > 1) V.MultiplyAddTo(p, V.LoadMasked(b + (1 * strideB) + l, rest), ref s1);
            if (TRows.Value > 2) V.MultiplyAddTo(p, V.LoadMasked(b + (2 * strideB) + l, rest), ref s2);
            if (TRows.Value > 3) V.MultiplyAddTo(p, V.LoadMasked(b + (3 * strideB) + l, rest), ref s3);
            if (TRows.Value > 4) V.MultiplyAddTo(p, V.LoadMasked(b4 + l, rest), ref s4);
            if (TRows.Value > 5) V.MultiplyAddTo(p, V.LoadMasked(b4 + (1 * strideB) + l, rest), ref s5);
            if (TRows.Value > 6) V.MultiplyAddTo(p, V.LoadMasked(b4 + (2 * strideB) + l, rest), ref s6);
            if (TRows.Value > 7) V.MultiplyAddTo(p, V.LoadMasked(b4 + (3 * strideB) + l, rest), ref s7);
        }
        PutFour(s0, s1, s2, s3, y, TRows.Value, accumulate);
        if (TRows.Value > 4) PutFour(s4, s5, s6, s7, y + 4, 4, accumulate);
    }

    // Adds the lanes of four sums crosswise: each lane of one register ends up with one of the results. A single sum
    // goes the same way, so that its bits do not depend on whether it is computed with others.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void PutFour(V a, V b, V c, V d, T* y, int count, bool accumulate)
    {
        Vector128<T> first = Pairs(V.Fold(a), V.Fold(b)), second = Pairs(V.Fold(c), V.Fold(d));
        if (sizeof(T) == sizeof(float))
        {
            // As pairs: the halves of both, one after the other.
            Vector128<double> p = first.AsDouble(), q = second.AsDouble();
            Vector128<T> sums = Interleave.Low(p, q).As<double, T>() + Interleave.High(p, q).As<double, T>();
            if (count >= 4) (accumulate ? Vector128.Load(y) + sums : sums).Store(y);
            else *y = accumulate ? *y + sums.ToScalar() : sums.ToScalar();
        }
        else
        {
            if (count < 4)
            {
                *y = accumulate ? *y + first.ToScalar() : first.ToScalar();
                return;
            }
            (accumulate ? Vector128.Load(y) + first : first).Store(y);
            (accumulate ? Vector128.Load(y + 2) + second : second).Store(y + 2);
        }
    }

    // For two lanes: x0 + x1, y0 + y1. For four: x0 + x2, y0 + y2, x1 + x3, y1 + y3.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<T> Pairs(Vector128<T> x, Vector128<T> y) => Interleave.Low(x, y) + Interleave.High(x, y);
}
