using System.Numerics;
using System.Runtime.CompilerServices;

namespace Chainrule.Kernels;

/// <summary>A row times a matrix that is not transposed: y = x·B, y_j = Σ_l x_l B_lj.</summary>
/// <remarks>
/// Every element of B is used once, so the kernel is limited by memory bandwidth. It only needs enough independent sums
/// to hide the 4-cycle latency of a multiply-add on two ports: 8. These are 8 registers of columns, or for a narrow B
/// fewer columns with several partial sums along k: 4 × 2, 2 × 4, 1 × 8.
/// </remarks>
internal static unsafe class RowTimesMatrix<V, T>
    where V : unmanaged, ISimd<V, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The number of columns in one pass; work is split among threads at multiples of it.</summary>
    public static int PassColumns
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 8 * V.Count;
    }

    // x is 1×k with elements stepX apart, b is k×n, y is 1×n.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(int n, nint k, T* x, nint stepX, T* b, nint strideB, T* y, bool accumulate)
    {
        int column = 0;
        for (; column + PassColumns <= n; column += PassColumns)
        {
            Pass<Count8, Count1>(k, x, stepX, b + column, strideB, y + column, V.Count, accumulate);
        }
        if (column + (4 * V.Count) <= n)
        {
            Pass<Count4, Count2>(k, x, stepX, b + column, strideB, y + column, V.Count, accumulate);
            column += 4 * V.Count;
        }
        if (column + (2 * V.Count) <= n)
        {
            Pass<Count2, Count4>(k, x, stepX, b + column, strideB, y + column, V.Count, accumulate);
            column += 2 * V.Count;
        }
        for (; column < n; column += V.Count)
        {
            int lanes = Math.Min(V.Count, n - column);
            Pass<Count1, Count8>(k, x, stepX, b + column, strideB, y + column, lanes, accumulate);
        }
    }

    // TColumns registers of columns, each with TSums partial sums along k; fewer lanes than V.Count only with one
    // register.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Pass<TColumns, TSums>(
        nint k, T* x, nint stepX, T* b, nint strideB, T* y, int lanes, bool accumulate)
        where TColumns : struct, ICount
        where TSums : struct, ICount
    {
        V mask = TColumns.Value == 1 ? V.FirstLanes(lanes) : V.Zero;
        V s0 = V.Zero, s1 = V.Zero, s2 = V.Zero, s3 = V.Zero, s4 = V.Zero, s5 = V.Zero, s6 = V.Zero, s7 = V.Zero;
        for (; k >= TSums.Value; k -= TSums.Value, x += TSums.Value * stepX, b += TSums.Value * strideB)
        {
            Step<TColumns>(0, x, stepX, b, strideB, mask, ref s0);
            Step<TColumns>(1, x, stepX, b, strideB, mask, ref s1);
            Step<TColumns>(2, x, stepX, b, strideB, mask, ref s2);
            Step<TColumns>(3, x, stepX, b, strideB, mask, ref s3);
            Step<TColumns>(4, x, stepX, b, strideB, mask, ref s4);
            Step<TColumns>(5, x, stepX, b, strideB, mask, ref s5);
            Step<TColumns>(6, x, stepX, b, strideB, mask, ref s6);
            Step<TColumns>(7, x, stepX, b, strideB, mask, ref s7);
        }
        for (; k > 0; k--, x += stepX, b += strideB)
        {
            Step<TColumns>(0, x, stepX, b, strideB, mask, ref s0);
            if (TColumns.Value > 1) Step<TColumns>(1, x, stepX, b, strideB, mask, ref s1);
            if (TColumns.Value > 2) Step<TColumns>(2, x, stepX, b, strideB, mask, ref s2);
            if (TColumns.Value > 3) Step<TColumns>(3, x, stepX, b, strideB, mask, ref s3);
        }
        if (TColumns.Value == 1)
        {
            V sum = ((s0 + s4) + (s2 + s6)) + ((s1 + s5) + (s3 + s7));
            V.StoreMasked(accumulate ? V.LoadMasked(y, mask) + sum : sum, y, mask);
            return;
        }
        if (TColumns.Value == 2)
        {
            s0 = (s0 + s4) + (s2 + s6);
            s1 = (s1 + s5) + (s3 + s7);
        }
        if (TColumns.Value == 4)
        {
            s0 += s4;
            s1 += s5;
            s2 += s6;
            s3 += s7;
        }
        Put(s0, y + (0 * V.Count), accumulate);
        Put(s1, y + (1 * V.Count), accumulate);
        if (TColumns.Value > 2) Put(s2, y + (2 * V.Count), accumulate);
        if (TColumns.Value > 2) Put(s3, y + (3 * V.Count), accumulate);
        if (TColumns.Value > 4) Put(s4, y + (4 * V.Count), accumulate);
        if (TColumns.Value > 4) Put(s5, y + (5 * V.Count), accumulate);
        if (TColumns.Value > 4) Put(s6, y + (6 * V.Count), accumulate);
        if (TColumns.Value > 4) Put(s7, y + (7 * V.Count), accumulate);
    }

    // Sum i belongs to register i % TColumns and adds every TSums-th step of k, starting at i / TColumns.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Step<TColumns>(int i, T* x, nint stepX, T* b, nint strideB, V mask, ref V sum)
        where TColumns : struct, ICount
    {
        T* from = b + (i / TColumns.Value * strideB) + (i % TColumns.Value * V.Count);
        V y = TColumns.Value == 1 ? V.LoadMasked(from, mask) : V.Load(from);
        V.MultiplyAddTo(V.Broadcast(x[i / TColumns.Value * stepX]), y, ref sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put(V sum, T* y, bool accumulate) => V.Store(accumulate ? V.Load(y) + sum : sum, y);
}
