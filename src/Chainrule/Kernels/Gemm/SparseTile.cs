using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Chainrule.Kernels;

/// <summary>
/// The inner loop of a product whose left operand is mostly zeros: a few rows of C in registers, many columns wide,
/// using only the steps of k in which one of the rows is not zero.
/// </summary>
/// <remarks>
/// The fewer rows share a step, the more steps are zero in all of them: of MNIST's pixels, 39 % are kept for 4 digits
/// and 51 % for 13; across a batch, 28 % for 4 neighboring pixels and 61 % for 14. A tile of 4 rows by 6 registers
/// needs 24 registers for its sums, 4 for the elements of A and 1 for B: 29 of AVX-512's 32. A step is 24 multiply-adds
/// (12 cycles on two ports) and 10 loads (5 cycles), 6 of which may come from the L2 cache. With 16 registers the tile
/// is 2 × 6 and needs 15.
/// </remarks>
internal static unsafe class SparseTile<V, T>
    where V : unmanaged, ISimd<V, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc cref="ProductChoice.SparseMaxRows"/>
    public static int MaxRows
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ProductChoice.SparseMaxRows(V.Registers);
    }

    // c (rows × columns) = or += Σ a[row, l]·b[l, ·] over the steps l listed. a[row, l] is at a + row·stepA + l. The
    // first two registers of b[l, ·] are at b + l·stepB, the next two stepPanel further on, and so on. The columns fill
    // TWidth's registers, except for a masked end.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply<TRows, TWidth>(
        int count, int* kept, T* a, nint stepA, T* b, nint stepB, nint stepPanel, T* c, nint strideC, int columns,
        bool accumulate)
        where TRows : struct, ICount
        where TWidth : struct, ISparseWidth
    {
        V x0 = V.Zero, x1 = V.Zero, x2 = V.Zero, x3 = V.Zero, x4 = V.Zero, x5 = V.Zero;
        V y0 = V.Zero, y1 = V.Zero, y2 = V.Zero, y3 = V.Zero, y4 = V.Zero, y5 = V.Zero;
        V z0 = V.Zero, z1 = V.Zero, z2 = V.Zero, z3 = V.Zero, z4 = V.Zero, z5 = V.Zero;
        V w0 = V.Zero, w1 = V.Zero, w2 = V.Zero, w3 = V.Zero, w4 = V.Zero, w5 = V.Zero;
        V last = TWidth.IsMasked ? V.FirstLanes(columns - ((TWidth.Registers - 1) * V.Count)) : V.Zero;
        if (accumulate) Prefetch<TRows, TWidth>(c, strideC);
        T* second = a + stepA, third = second + stepA, fourth = third + stepA;
        for (int* end = kept + count; kept < end; kept++)
        {
            nint l = *kept;
            T* row = b + (l * stepB);
            V p = V.Broadcast(a[l]);
            V q = TRows.Value > 1 ? V.Broadcast(second[l]) : p;
            V r = TRows.Value > 2 ? V.Broadcast(third[l]) : p;
            V s = TRows.Value > 3 ? V.Broadcast(fourth[l]) : p;
            V one = LoadLast<TWidth>(row, last, isLast: TWidth.Registers == 1);
            Column<TRows>(one, p, q, r, s, ref x0, ref y0, ref z0, ref w0);
            if (TWidth.Registers > 1)
            {
                one = LoadLast<TWidth>(row + V.Count, last, isLast: TWidth.Registers == 2);
                Column<TRows>(one, p, q, r, s, ref x1, ref y1, ref z1, ref w1);
            }
            if (TWidth.Registers > 2)
            {
                Column<TRows>(V.Load(row + stepPanel), p, q, r, s, ref x2, ref y2, ref z2, ref w2);
                Column<TRows>(V.Load(row + stepPanel + V.Count), p, q, r, s, ref x3, ref y3, ref z3, ref w3);
            }
            if (TWidth.Registers > 4)
            {
                row += 2 * stepPanel;
                Column<TRows>(V.Load(row), p, q, r, s, ref x4, ref y4, ref z4, ref w4);
                Column<TRows>(V.Load(row + V.Count), p, q, r, s, ref x5, ref y5, ref z5, ref w5);
            }
        }
        Put<TWidth>(x0, x1, x2, x3, x4, x5, last, c, accumulate);
        if (TRows.Value > 1) Put<TWidth>(y0, y1, y2, y3, y4, y5, last, c + strideC, accumulate);
        if (TRows.Value > 2) Put<TWidth>(z0, z1, z2, z3, z4, z5, last, c + (2 * strideC), accumulate);
        if (TRows.Value > 3) Put<TWidth>(w0, w1, w2, w3, w4, w5, last, c + (3 * strideC), accumulate);
    }

    // One register of B, times an element of A in each row.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Column<TRows>(
        V b, V p, V q, V r, V s, ref V x, ref V y, ref V z, ref V w) where TRows : struct, ICount
    {
        V.MultiplyAddTo(p, b, ref x);
        if (TRows.Value > 1) V.MultiplyAddTo(q, b, ref y);
        if (TRows.Value > 2) V.MultiplyAddTo(r, b, ref z);
        if (TRows.Value > 3) V.MultiplyAddTo(s, b, ref w);
    }

    // C is only read at the end: prefetched now, it will have arrived by then.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Prefetch<TRows, TWidth>(T* c, nint strideC)
        where TRows : struct, ICount
        where TWidth : struct, ISparseWidth
    {
        if (!Sse.IsSupported) return;
        for (int row = 0; row < TRows.Value; row++, c += strideC)
            for (int register = 0; register < TWidth.Registers; register++) Sse.Prefetch0(c + (register * V.Count));
    }

    // Without masked moves, b's rows must be padded to whole registers.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V LoadLast<TWidth>(T* row, V lanes, bool isLast) where TWidth : struct, ISparseWidth =>
        isLast && TWidth.IsMasked && V.HasMaskedMoves ? V.LoadMasked(row, lanes) : V.Load(row);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put<TWidth>(V s0, V s1, V s2, V s3, V s4, V s5, V last, T* c, bool accumulate)
        where TWidth : struct, ISparseWidth
    {
        PutOne(s0, TWidth.IsMasked && TWidth.Registers == 1, last, c, accumulate);
        if (TWidth.Registers > 1) PutOne(s1, TWidth.IsMasked, last, c + V.Count, accumulate);
        if (TWidth.Registers > 2) PutOne(s2, false, last, c + (2 * V.Count), accumulate);
        if (TWidth.Registers > 2) PutOne(s3, false, last, c + (3 * V.Count), accumulate);
        if (TWidth.Registers > 4) PutOne(s4, false, last, c + (4 * V.Count), accumulate);
        if (TWidth.Registers > 4) PutOne(s5, false, last, c + (5 * V.Count), accumulate);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void PutOne(V sum, bool isMasked, V lanes, T* c, bool accumulate)
    {
        if (isMasked) V.StoreMasked(accumulate ? V.LoadMasked(c, lanes) + sum : sum, c, lanes);
        else V.Store(accumulate ? V.Load(c) + sum : sum, c);
    }
}
