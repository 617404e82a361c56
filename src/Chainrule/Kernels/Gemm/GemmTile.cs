using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Chainrule.Kernels;

/// <summary>
/// The inner loop of the matrix product: a tile of C held in registers, updated for one step of k after the other.
/// </summary>
/// <remarks>
/// A tile of 14 rows by 2 registers needs 28 registers for its sums, 2 for B and 1 for the element of A: 31 of
/// AVX-512's 32. A step is 28 multiply-adds (14 cycles on two ports) and 16 loads (8 cycles); each sum is updated every
/// 14 cycles, longer than the 4-cycle latency of a multiply-add. With 16 registers the tile is 6 × 2: 12 multiply-adds
/// (6 cycles) and 8 loads. Then a step's pointers, counter and prefetch would be a third of its instructions, which
/// matters where a core decodes barely more than these 20 in 6 cycles, or shares its decoder with another thread: so
/// four steps are taken at a time. The height is a type parameter: the JIT removes the rows beyond it, so one source
/// gives 14 bodies, and a matrix of any height is split into nearly equal tiles rather than full ones and a small
/// remainder.
/// </remarks>
internal static unsafe class GemmTile<V, T>
    where V : unmanaged, ISimd<V, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // The number of cycles to prefetch a row of b ahead of its use: the latency of an L3 cache. A step takes one cycle
    // per row, but at least the 4 of a multiply-add.
    private const int CyclesAhead = 336;

    /// <inheritdoc cref="ProductChoice.StepsAtOnce"/>
    public static int StepsAtOnce
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ProductChoice.StepsAtOnce(V.Registers);
    }

    /// <inheritdoc cref="ProductChoice.MaxRows"/>
    public static int MaxRows
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ProductChoice.MaxRows(V.Registers);
    }

    // c (rows × columns) = or += a (rows × k) · b (k × columns). The columns fill TWidth's registers, except for a
    // masked end. TLayout says where a[row, l] is. b[l, ·] is at b + l·stepB; if TWidth copies, it is also stored at
    // copy + l·2·V.Count. The stores fit beside the multiply-adds, so that packing b costs nothing but the wait for its
    // data. Lines `ahead` are prefetched along the way.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply<TRows, TWidth, TLayout>(
        nint k, T* a, nint stepA, T* b, nint stepB, T* copy, in Ahead ahead, T* c, nint strideC, int columns,
        bool accumulate)
        where TRows : struct, ICount
        where TWidth : struct, ITileWidth
        where TLayout : struct, ITileLayout
    {
        V x0 = V.Zero, y0 = V.Zero;
        V x1 = V.Zero, y1 = V.Zero;
        V x2 = V.Zero, y2 = V.Zero;
        V x3 = V.Zero, y3 = V.Zero;
        V x4 = V.Zero, y4 = V.Zero;
        V x5 = V.Zero, y5 = V.Zero;
        V x6 = V.Zero, y6 = V.Zero;
        V x7 = V.Zero, y7 = V.Zero;
        V x8 = V.Zero, y8 = V.Zero;
        V x9 = V.Zero, y9 = V.Zero;
        V x10 = V.Zero, y10 = V.Zero;
        V x11 = V.Zero, y11 = V.Zero;
        V x12 = V.Zero, y12 = V.Zero;
        V x13 = V.Zero, y13 = V.Zero;
        // Three rows share a pointer: the addressing modes can reach the row one stride and two strides away, but no
        // further.
        nint apart = stepA * sizeof(T);
        byte* g0 = (byte*)a;
        byte* g1 = g0 + (3 * apart);
        byte* g2 = g0 + (6 * apart);
        byte* g3 = g0 + (9 * apart);
        byte* g4 = g0 + (12 * apart);
        if (accumulate) Prefetch<TRows>(c, strideC);
        V last = TWidth.IsMasked ? V.FirstLanes(columns - ((TWidth.Registers - 1) * V.Count)) : V.Zero;
        nint stepsAhead = CyclesAhead / Math.Max(4, TRows.Value) * stepB * sizeof(T);
        nint next = TLayout.IsApart ? sizeof(T) : apart;
        byte* line = ahead.Start;
        nint lineMask = ahead.Mask, lineStride = ahead.Stride;
        int lineShift = ahead.Shift;
        if (StepsAtOnce == 4)
        {
            for (; k >= 4; k -= 4)
            {
                if (!TWidth.IsCopied && !TWidth.IsMasked && Sse.IsSupported)
                    Sse.Prefetch1(line + (((k >> 2) & lineMask) * lineStride) + (((k >> 2) >> lineShift) * 64));
                SixRows<TRows, TWidth, TLayout>(
                    g0, g1, apart, 0, b, copy, stepsAhead, last, ref x0, ref y0, ref x1, ref y1, ref x2, ref y2,
                    ref x3, ref y3, ref x4, ref y4, ref x5, ref y5);
                b += stepB;
                if (!TLayout.IsApart) g0 += apart;
                SixRows<TRows, TWidth, TLayout>(
                    g0, g1, apart, 1, b, copy, stepsAhead, last, ref x0, ref y0, ref x1, ref y1, ref x2, ref y2,
                    ref x3, ref y3, ref x4, ref y4, ref x5, ref y5);
                b += stepB;
                if (!TLayout.IsApart) g0 += apart;
                SixRows<TRows, TWidth, TLayout>(
                    g0, g1, apart, 2, b, copy, stepsAhead, last, ref x0, ref y0, ref x1, ref y1, ref x2, ref y2,
                    ref x3, ref y3, ref x4, ref y4, ref x5, ref y5);
                b += stepB;
                if (!TLayout.IsApart) g0 += apart;
                SixRows<TRows, TWidth, TLayout>(
                    g0, g1, apart, 3, b, copy, stepsAhead, last, ref x0, ref y0, ref x1, ref y1, ref x2, ref y2,
                    ref x3, ref y3, ref x4, ref y4, ref x5, ref y5);
                b += stepB;
                if (!TLayout.IsApart) g0 += apart;
                if (TLayout.IsApart) g0 += 4 * sizeof(T);
                if (TLayout.IsApart && TRows.Value > 3) g1 += 4 * sizeof(T);
                if (TWidth.IsCopied) copy += 4 * 2 * V.Count;
            }
        }
        for (; k > 0; k--)
        {
            Columns<TWidth>(b, copy, stepsAhead, last, out V p, out V q);
            if (TWidth.IsCopied) copy += 2 * V.Count;
            else if (StepsAtOnce == 1 && !TWidth.IsMasked && Sse.IsSupported)
                Sse.Prefetch1(line + ((k & lineMask) * lineStride) + ((k >> lineShift) * 64));
            Step<TWidth, TLayout>(g0, g0, apart, 0, 0, p, q, ref x0, ref y0);
            if (TRows.Value > 1) Step<TWidth, TLayout>(g0, g0, apart, 1, 0, p, q, ref x1, ref y1);
            if (TRows.Value > 2) Step<TWidth, TLayout>(g0, g0, apart, 2, 0, p, q, ref x2, ref y2);
            if (TRows.Value > 3) Step<TWidth, TLayout>(g0, g1, apart, 3, 0, p, q, ref x3, ref y3);
            if (TRows.Value > 4) Step<TWidth, TLayout>(g0, g1, apart, 4, 0, p, q, ref x4, ref y4);
            if (TRows.Value > 5) Step<TWidth, TLayout>(g0, g1, apart, 5, 0, p, q, ref x5, ref y5);
            if (TRows.Value > 6) Step<TWidth, TLayout>(g0, g2, apart, 6, 0, p, q, ref x6, ref y6);
            if (TRows.Value > 7) Step<TWidth, TLayout>(g0, g2, apart, 7, 0, p, q, ref x7, ref y7);
            if (TRows.Value > 8) Step<TWidth, TLayout>(g0, g2, apart, 8, 0, p, q, ref x8, ref y8);
            if (TRows.Value > 9) Step<TWidth, TLayout>(g0, g3, apart, 9, 0, p, q, ref x9, ref y9);
            if (TRows.Value > 10) Step<TWidth, TLayout>(g0, g3, apart, 10, 0, p, q, ref x10, ref y10);
            if (TRows.Value > 11) Step<TWidth, TLayout>(g0, g3, apart, 11, 0, p, q, ref x11, ref y11);
            if (TRows.Value > 12) Step<TWidth, TLayout>(g0, g4, apart, 12, 0, p, q, ref x12, ref y12);
            if (TRows.Value > 13) Step<TWidth, TLayout>(g0, g4, apart, 13, 0, p, q, ref x13, ref y13);
            b += stepB;
            g0 += next;
            if (TLayout.IsApart && TRows.Value > 3) g1 += next;
            if (TLayout.IsApart && TRows.Value > 6) g2 += next;
            if (TLayout.IsApart && TRows.Value > 9) g3 += next;
            if (TLayout.IsApart && TRows.Value > 12) g4 += next;
        }
        Put<TWidth>(x0, y0, last, c + (0 * strideC), accumulate);
        if (TRows.Value > 1) Put<TWidth>(x1, y1, last, c + (1 * strideC), accumulate);
        if (TRows.Value > 2) Put<TWidth>(x2, y2, last, c + (2 * strideC), accumulate);
        if (TRows.Value > 3) Put<TWidth>(x3, y3, last, c + (3 * strideC), accumulate);
        if (TRows.Value > 4) Put<TWidth>(x4, y4, last, c + (4 * strideC), accumulate);
        if (TRows.Value > 5) Put<TWidth>(x5, y5, last, c + (5 * strideC), accumulate);
        if (TRows.Value > 6) Put<TWidth>(x6, y6, last, c + (6 * strideC), accumulate);
        if (TRows.Value > 7) Put<TWidth>(x7, y7, last, c + (7 * strideC), accumulate);
        if (TRows.Value > 8) Put<TWidth>(x8, y8, last, c + (8 * strideC), accumulate);
        if (TRows.Value > 9) Put<TWidth>(x9, y9, last, c + (9 * strideC), accumulate);
        if (TRows.Value > 10) Put<TWidth>(x10, y10, last, c + (10 * strideC), accumulate);
        if (TRows.Value > 11) Put<TWidth>(x11, y11, last, c + (11 * strideC), accumulate);
        if (TRows.Value > 12) Put<TWidth>(x12, y12, last, c + (12 * strideC), accumulate);
        if (TRows.Value > 13) Put<TWidth>(x13, y13, last, c + (13 * strideC), accumulate);
    }

    // One of four steps, of a tile with up to six rows. The caller moves the pointers: given by reference, they were
    // spilled.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void SixRows<TRows, TWidth, TLayout>(
        byte* g0, byte* g1, nint apart, int step, T* b, T* copy, nint stepsAhead, V last,
        ref V x0, ref V y0, ref V x1, ref V y1, ref V x2, ref V y2,
        ref V x3, ref V y3, ref V x4, ref V y4, ref V x5, ref V y5)
        where TRows : struct, ICount
        where TWidth : struct, ITileWidth
        where TLayout : struct, ITileLayout
    {
        Columns<TWidth>(b, copy + (step * 2 * V.Count), stepsAhead, last, out V p, out V q);
        Step<TWidth, TLayout>(g0, g0, apart, 0, step, p, q, ref x0, ref y0);
        if (TRows.Value > 1) Step<TWidth, TLayout>(g0, g0, apart, 1, step, p, q, ref x1, ref y1);
        if (TRows.Value > 2) Step<TWidth, TLayout>(g0, g0, apart, 2, step, p, q, ref x2, ref y2);
        if (TRows.Value > 3) Step<TWidth, TLayout>(g0, g1, apart, 3, step, p, q, ref x3, ref y3);
        if (TRows.Value > 4) Step<TWidth, TLayout>(g0, g1, apart, 4, step, p, q, ref x4, ref y4);
        if (TRows.Value > 5) Step<TWidth, TLayout>(g0, g1, apart, 5, step, p, q, ref x5, ref y5);
    }

    // A row of b, which is packed and the next ones prefetched if TWidth copies.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Columns<TWidth>(T* b, T* copy, nint stepsAhead, V last, out V p, out V q)
        where TWidth : struct, ITileWidth
    {
        p = TWidth.Registers == 1 && IsMasked<TWidth>() ? V.LoadMasked(b, last) : V.Load(b);
        q = TWidth.Registers == 1 ? p
            : IsMasked<TWidth>() ? V.LoadMasked(b + V.Count, last)
            : V.Load(b + V.Count);
        if (!TWidth.IsCopied) return;
        V.Store(p, copy);
        V.Store(q, copy + V.Count);
        if (!Sse.IsSupported) return;
        Sse.Prefetch0((byte*)b + stepsAhead);
        Sse.Prefetch0((byte*)b + stepsAhead + (2 * V.Count * sizeof(T)) - 1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Step<TWidth, TLayout>(
        byte* first, byte* group, nint apart, int row, int step, V p, V q, ref V x, ref V y)
        where TWidth : struct, ITileWidth
        where TLayout : struct, ITileLayout
    {
        V s = V.Broadcast(
            *(T*)(TLayout.IsApart ? group + (row % 3 * apart) + (step * sizeof(T)) : first + (row * sizeof(T))));
        V.MultiplyAddTo(s, p, ref x);
        if (TWidth.Registers > 1) V.MultiplyAddTo(s, q, ref y);
    }

    // C is only read at the end: prefetched now, it will have arrived by then.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Prefetch<TRows>(T* c, nint strideC) where TRows : struct, ICount
    {
        if (!Sse.IsSupported) return;
        for (int row = 0; row < TRows.Value; row++, c += strideC)
        {
            Sse.Prefetch0(c);
            Sse.Prefetch0(c + V.Count);
        }
    }

    // Without masked moves, b's rows must be padded to whole registers.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsMasked<TWidth>() where TWidth : struct, ITileWidth =>
        TWidth.IsMasked && V.HasMaskedMoves;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put<TWidth>(V x, V y, V last, T* c, bool accumulate)
        where TWidth : struct, ITileWidth
    {
        if (TWidth.Registers > 1)
        {
            PutWhole(x, c, accumulate);
            x = y;
            c += V.Count;
        }
        if (TWidth.IsMasked) V.StoreMasked(accumulate ? V.LoadMasked(c, last) + x : x, c, last);
        else PutWhole(x, c, accumulate);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void PutWhole(V x, T* c, bool accumulate) => V.Store(accumulate ? V.Load(c) + x : x, c);
}
