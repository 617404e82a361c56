using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Chainrule.Kernels;

/// <summary>Transposes rows of floats into columns, 16 rows by 16 steps in AVX-512 registers.</summary>
/// <remarks>
/// 256 elements take 16 loads of a line, 64 shuffles and 16 stores: 26 cycles on the two or three ports that shuffle,
/// or 10 elements a cycle. Blocks of four rows by four steps in 128 bits take four times the loads and stores: 3.3
/// elements a cycle. Between the L2 and L1 caches, one line read, one line allocated and one written back take 4.2
/// cycles per 16 elements: 3.8 elements a cycle is the limit from there, and prefetching does not help. Each source
/// line is read once, so rows that map to the same L1 set do not compete for it.
/// </remarks>
internal static unsafe class SixteenRows
{
    /// <summary>The minimum number of rows for which it pays.</summary>
    public const int Least = 9;

    public const int Count = 16;

    /// <summary>panel[step·pad + i] = source[i·stride + step], for i below rows (9 to 16) and step below k.</summary>
    // Stores are full width: what one step writes past these rows, the store of the next step overwrites with the right
    // values. The stores of the last 16 steps are masked, so that nothing past the panel changes. The rows are
    // addressed by four pointers and offsets from them, which fit in registers; sixteen pointers take 20 % longer.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Turn(float* source, nint stride, int rows, nint pad, nint k, float* panel)
    {
        float* first = source, second = source + (4 * stride), third = source + (8 * stride);
        float* fourth = source + (12 * stride);
        nint triple = 3 * stride;
        // In the last group of four, missing rows repeat the last one that exists.
        int missing = -rows & 3;
        nint lastOne = missing == 3 ? 0 : stride;
        nint lastTwo = lastOne + (missing >= 2 ? 0 : stride);
        nint lastThree = lastTwo + (missing >= 1 ? 0 : stride);
        for (; k > 0; k -= Count)
        {
            Four(first, stride, 2 * stride, triple, k, out Vector512<float> a0, out Vector512<float> a1,
                out Vector512<float> a2, out Vector512<float> a3);
            Four(second, stride, 2 * stride, triple, k, out Vector512<float> b0, out Vector512<float> b1,
                out Vector512<float> b2, out Vector512<float> b3);
            Vector512<float> c0, c1, c2, c3, d0, d1, d2, d3;
            if (rows > 12)
            {
                Four(third, stride, 2 * stride, triple, k, out c0, out c1, out c2, out c3);
                Four(fourth, lastOne, lastTwo, lastThree, k, out d0, out d1, out d2, out d3);
            }
            else
            {
                Four(third, lastOne, lastTwo, lastThree, k, out c0, out c1, out c2, out c3);
                (d0, d1, d2, d3) = (c0, c1, c2, c3);
            }
            first += Count;
            second += Count;
            third += Count;
            fourth += Count;
            Lanes(ref a0, ref b0, ref c0, ref d0);
            Lanes(ref a1, ref b1, ref c1, ref d1);
            Lanes(ref a2, ref b2, ref c2, ref d2);
            Lanes(ref a3, ref b3, ref c3, ref d3);
            if (k > Count)
            {
                Store(a0, a1, a2, a3, panel, pad);
                Store(b0, b1, b2, b3, panel + (4 * pad), pad);
                Store(c0, c1, c2, c3, panel + (8 * pad), pad);
                Store(d0, d1, d2, d3, panel + (12 * pad), pad);
                panel += Count * pad;
            }
            else
            {
                Vector512<float> lanes = FirstLanes(rows);
                StoreLast(a0, a1, a2, a3, panel, pad, k, lanes);
                StoreLast(b0, b1, b2, b3, panel + (4 * pad), pad, k - 4, lanes);
                StoreLast(c0, c1, c2, c3, panel + (8 * pad), pad, k - 8, lanes);
                StoreLast(d0, d1, d2, d3, panel + (12 * pad), pad, k - 12, lanes);
            }
        }
    }

    // Four rows, transposed within each 128 bits: x holds steps 0, 4, 8 and 12, y steps 1, 5, 9, 13, and so on.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Four(
        float* row, nint one, nint two, nint three, nint steps,
        out Vector512<float> x, out Vector512<float> y, out Vector512<float> z, out Vector512<float> w)
    {
        Vector512<float> a, b, c, d;
        if (steps >= Count)
        {
            a = Vector512.Load(row);
            b = Vector512.Load(row + one);
            c = Vector512.Load(row + two);
            d = Vector512.Load(row + three);
        }
        else
        {
            Vector512<float> lanes = FirstLanes((int)steps);
            a = Avx512F.MaskLoad(row, lanes, Vector512<float>.Zero);
            b = Avx512F.MaskLoad(row + one, lanes, Vector512<float>.Zero);
            c = Avx512F.MaskLoad(row + two, lanes, Vector512<float>.Zero);
            d = Avx512F.MaskLoad(row + three, lanes, Vector512<float>.Zero);
        }
        Vector512<float> ac = Avx512F.UnpackLow(a, c), bd = Avx512F.UnpackLow(b, d);
        Vector512<float> ca = Avx512F.UnpackHigh(a, c), db = Avx512F.UnpackHigh(b, d);
        x = Avx512F.UnpackLow(ac, bd);
        y = Avx512F.UnpackHigh(ac, bd);
        z = Avx512F.UnpackLow(ca, db);
        w = Avx512F.UnpackHigh(ca, db);
    }

    // Transposes four registers of four 128-bit parts each.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Lanes(
        ref Vector512<float> x, ref Vector512<float> y, ref Vector512<float> z, ref Vector512<float> w)
    {
        const byte even = 0b10_00_10_00, odd = 0b11_01_11_01;
        Vector512<float> xy = Avx512F.Shuffle4x128(x, y, even), zw = Avx512F.Shuffle4x128(z, w, even);
        Vector512<float> yx = Avx512F.Shuffle4x128(x, y, odd), wz = Avx512F.Shuffle4x128(z, w, odd);
        x = Avx512F.Shuffle4x128(xy, zw, even);
        y = Avx512F.Shuffle4x128(yx, wz, even);
        z = Avx512F.Shuffle4x128(xy, zw, odd);
        w = Avx512F.Shuffle4x128(yx, wz, odd);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(
        Vector512<float> x, Vector512<float> y, Vector512<float> z, Vector512<float> w, float* panel, nint pad)
    {
        x.Store(panel);
        y.Store(panel + pad);
        z.Store(panel + (2 * pad));
        w.Store(panel + (3 * pad));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreLast(
        Vector512<float> x, Vector512<float> y, Vector512<float> z, Vector512<float> w,
        float* panel, nint pad, nint steps, Vector512<float> lanes)
    {
        if (steps > 0) Avx512F.MaskStore(panel, lanes, x);
        if (steps > 1) Avx512F.MaskStore(panel + pad, lanes, y);
        if (steps > 2) Avx512F.MaskStore(panel + (2 * pad), lanes, z);
        if (steps > 3) Avx512F.MaskStore(panel + (3 * pad), lanes, w);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> FirstLanes(int count) =>
        Vector512.LessThan(Vector512<int>.Indices, Vector512.Create(count)).AsSingle();
}
