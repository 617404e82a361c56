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
/// needs 24 registers for its sums, 6 for B and 1 for the element of A: 31 of AVX-512's 32. A step is 24 multiply-adds
/// (12 cycles on two ports) and 10 loads (5 cycles), 6 of which may come from the L2 cache. With 16 registers the tile
/// is 2 × 4.
/// </remarks>
internal static unsafe class SparseTile<V, T>
    where V : unmanaged, ISimd<V, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The maximum number of rows in a tile.</summary>
    public static int MaxRows
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => V.Registers >= 32 ? 4 : 2;
    }

    /// <summary>The maximum number of panels, of two registers each, along a tile's columns.</summary>
    public static int MaxPanels
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => V.Registers >= 32 ? 3 : 2;
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
            V b0 = LoadLast<TWidth>(row, last, isLast: TWidth.Registers == 1);
            V b1 = b0, b2 = b0, b3 = b0, b4 = b0, b5 = b0;
            if (TWidth.Registers > 1) b1 = LoadLast<TWidth>(row + V.Count, last, isLast: TWidth.Registers == 2);
            if (TWidth.Registers > 2)
            {
                b2 = V.Load(row + stepPanel);
                b3 = V.Load(row + stepPanel + V.Count);
            }
            if (TWidth.Registers > 4)
            {
                b4 = V.Load(row + (2 * stepPanel));
                b5 = V.Load(row + (2 * stepPanel) + V.Count);
            }
            Step<TWidth>(a[l], b0, b1, b2, b3, b4, b5, ref x0, ref x1, ref x2, ref x3, ref x4, ref x5);
            if (TRows.Value > 1)
                Step<TWidth>(second[l], b0, b1, b2, b3, b4, b5, ref y0, ref y1, ref y2, ref y3, ref y4, ref y5);
            if (TRows.Value > 2)
                Step<TWidth>(third[l], b0, b1, b2, b3, b4, b5, ref z0, ref z1, ref z2, ref z3, ref z4, ref z5);
            if (TRows.Value > 3)
                Step<TWidth>(fourth[l], b0, b1, b2, b3, b4, b5, ref w0, ref w1, ref w2, ref w3, ref w4, ref w5);
        }
        Put<TWidth>(x0, x1, x2, x3, x4, x5, last, c, accumulate);
        if (TRows.Value > 1) Put<TWidth>(y0, y1, y2, y3, y4, y5, last, c + strideC, accumulate);
        if (TRows.Value > 2) Put<TWidth>(z0, z1, z2, z3, z4, z5, last, c + (2 * strideC), accumulate);
        if (TRows.Value > 3) Put<TWidth>(w0, w1, w2, w3, w4, w5, last, c + (3 * strideC), accumulate);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Step<TWidth>(
        T value, V b0, V b1, V b2, V b3, V b4, V b5,
        ref V s0, ref V s1, ref V s2, ref V s3, ref V s4, ref V s5)
        where TWidth : struct, ISparseWidth
    {
        V s = V.Broadcast(value);
        V.MultiplyAddTo(s, b0, ref s0);
        if (TWidth.Registers > 1) V.MultiplyAddTo(s, b1, ref s1);
        if (TWidth.Registers > 2) V.MultiplyAddTo(s, b2, ref s2);
        if (TWidth.Registers > 2) V.MultiplyAddTo(s, b3, ref s3);
        if (TWidth.Registers > 4) V.MultiplyAddTo(s, b4, ref s4);
        if (TWidth.Registers > 4) V.MultiplyAddTo(s, b5, ref s5);
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
