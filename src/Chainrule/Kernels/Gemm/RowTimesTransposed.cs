using System.Numerics;
using System.Runtime.CompilerServices;

namespace Chainrule.Kernels;

/// <summary>A row times a matrix that is stored transposed: y = x·Bᵀ, y_j = Σ_l x_l B_jl, scalar products along the rows.</summary>
/// <remarks>
/// Eight rows of B go at once: eight sums hide the 4 cycles of a multiply-add on two ports, share each load of x, and are eight
/// streams for the prefetcher. The lanes of a sum are added at the end.
/// </remarks>
internal static unsafe class RowTimesTransposed<V, T>
    where V : unmanaged, ISimd<V, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // x 1×k; b n×k; y 1×n.
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
        Put(s0, y, accumulate);
        if (TRows.Value > 1) Put(s1, y + 1, accumulate);
        if (TRows.Value > 2) Put(s2, y + 2, accumulate);
        if (TRows.Value > 3) Put(s3, y + 3, accumulate);
        if (TRows.Value > 4) Put(s4, y + 4, accumulate);
        if (TRows.Value > 5) Put(s5, y + 5, accumulate);
        if (TRows.Value > 6) Put(s6, y + 6, accumulate);
        if (TRows.Value > 7) Put(s7, y + 7, accumulate);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put(V sum, T* y, bool accumulate) => *y = accumulate ? *y + V.Sum(sum) : V.Sum(sum);
}
