using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Chainrule.Kernels;

/// <summary>Turns rows of floats over into columns, 16 rows by 16 steps in AVX-512's registers.</summary>
/// <remarks>
/// 256 elements are 16 loads of a line, 64 shuffles and 16 stores. Two ports shuffle: 32 cycles, 8 elements a cycle,
/// and 7.5 are measured; four rows by four steps in 128 bits take four times the loads and stores, for 3.3. Between the
/// second level and the first pass a line read, a line to be written and one that was, 4.3 cycles for 16 elements in
/// all: 3.7 elements a cycle from there, where prefetching gains nothing. Each line of the source is read once, so
/// rows whose distance puts them into one set of the first level do not fight for it.
/// </remarks>
internal static unsafe class SixteenRows
{
    public const int Count = 16;

    /// <summary>panel[step·pad + i] = source[i·stride + step], for i below rows, of 1 to 16, and step below k.</summary>
    // Stores are whole: what they write behind the rows, the next step's store puts right where it belongs to these
    // rows. Those of the last 16 steps are masked, so that nothing behind the panel changes.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Turn(float* source, nint stride, int rows, nint pad, nint k, float* panel)
    {
        float** row = stackalloc float*[Count];
        // Rows that do not exist repeat the last one.
        for (int i = 0; i < Count; i++) row[i] = source + (Math.Min(i, rows - 1) * stride);
        for (nint step = 0; step < k; step += Count)
        {
            nint steps = k - step;
            Four(row, step, steps, out Vector512<float> a0, out Vector512<float> a1, out Vector512<float> a2,
                out Vector512<float> a3);
            Four(row + 4, step, steps, out Vector512<float> b0, out Vector512<float> b1, out Vector512<float> b2,
                out Vector512<float> b3);
            Four(row + 8, step, steps, out Vector512<float> c0, out Vector512<float> c1, out Vector512<float> c2,
                out Vector512<float> c3);
            Four(row + 12, step, steps, out Vector512<float> d0, out Vector512<float> d1, out Vector512<float> d2,
                out Vector512<float> d3);
            Lanes(ref a0, ref b0, ref c0, ref d0);
            Lanes(ref a1, ref b1, ref c1, ref d1);
            Lanes(ref a2, ref b2, ref c2, ref d2);
            Lanes(ref a3, ref b3, ref c3, ref d3);
            if (steps > Count)
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
                StoreLast(a0, a1, a2, a3, panel, pad, steps, lanes);
                StoreLast(b0, b1, b2, b3, panel + (4 * pad), pad, steps - 4, lanes);
                StoreLast(c0, c1, c2, c3, panel + (8 * pad), pad, steps - 8, lanes);
                StoreLast(d0, d1, d2, d3, panel + (12 * pad), pad, steps - 12, lanes);
            }
        }
    }

    // Four rows, turned over within each 128 bits: x holds steps 0, 4, 8 and 12, y steps 1, 5, 9, 13, and so on.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Four(
        float** row, nint step, nint steps,
        out Vector512<float> x, out Vector512<float> y, out Vector512<float> z, out Vector512<float> w)
    {
        Vector512<float> a, b, c, d;
        if (steps >= Count)
        {
            a = Vector512.Load(row[0] + step);
            b = Vector512.Load(row[1] + step);
            c = Vector512.Load(row[2] + step);
            d = Vector512.Load(row[3] + step);
        }
        else
        {
            Vector512<float> lanes = FirstLanes((int)steps);
            a = Avx512F.MaskLoad(row[0] + step, lanes, Vector512<float>.Zero);
            b = Avx512F.MaskLoad(row[1] + step, lanes, Vector512<float>.Zero);
            c = Avx512F.MaskLoad(row[2] + step, lanes, Vector512<float>.Zero);
            d = Avx512F.MaskLoad(row[3] + step, lanes, Vector512<float>.Zero);
        }
        Vector512<float> ac = Avx512F.UnpackLow(a, c), bd = Avx512F.UnpackLow(b, d);
        Vector512<float> ca = Avx512F.UnpackHigh(a, c), db = Avx512F.UnpackHigh(b, d);
        x = Avx512F.UnpackLow(ac, bd);
        y = Avx512F.UnpackHigh(ac, bd);
        z = Avx512F.UnpackLow(ca, db);
        w = Avx512F.UnpackHigh(ca, db);
    }

    // Four registers of four times 128 bits, turned over.
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
