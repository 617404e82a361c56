using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Chainrule.Kernels;

/// <summary>Copies panels of an operand into the order in which the tile reads them.</summary>
/// <remarks>
/// A packed panel contains, for each of the k steps, `width` consecutive elements followed by `pad − width` zeros. The
/// tile then reads memory sequentially, whatever the operand's layout and stride, and lines a power of two apart do not
/// compete for the same cache set.
/// </remarks>
internal static unsafe class Packing<V, T>
    where V : unmanaged, ISimd<V, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int StepsTurned = 64;

    /// <summary>Packs a source whose steps are rows: source[step·stride + i] is contiguous for i below width.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void CopySteps(T* source, nint stride, int width, int pad, nint k, T* panel)
    {
        if (width == pad && width == 2 * V.Count)
        {
            for (; k > 0; k--, source += stride, panel += pad)
            {
                V x = V.Load(source), y = V.Load(source + V.Count);
                V.Store(x, panel);
                V.Store(y, panel + V.Count);
            }
            return;
        }
        if (pad <= V.Count)
        {
            V lanes = V.FirstLanes(width);
            V padded = V.FirstLanes(pad);
            for (; k > 0; k--, source += stride, panel += pad)
                V.StoreMasked(V.LoadMasked(source, lanes), panel, padded);
            return;
        }
        int whole = width / V.Count * V.Count;
        V rest = V.FirstLanes(width - whole);
        V padding = V.FirstLanes(pad - whole);
        for (; k > 0; k--, source += stride, panel += pad)
        {
            for (int i = 0; i < whole; i += V.Count) V.Store(V.Load(source + i), panel + i);
            if (pad > whole) V.StoreMasked(V.LoadMasked(source + whole, rest), panel + whole, padding);
        }
    }

    /// <summary>Packs a source whose steps are columns: source[i·stride + step] for i below width.</summary>
    // Blocks of sixteen rows are transposed with stores that may write past their end, so the last block comes first,
    // and narrower blocks and the padding come at the end.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void TurnSteps(T* source, nint stride, int width, int pad, nint k, T* panel)
    {
        int turned = 0;
        if (Avx512F.IsSupported && typeof(T) == typeof(float) && V.Count == SixteenRows.Count)
        {
            turned = width / SixteenRows.Count * SixteenRows.Count;
            if (width - turned >= SixteenRows.Least) turned = width;
            for (int row = (turned - 1) & -SixteenRows.Count; row >= 0; row -= SixteenRows.Count)
            {
                int rows = Math.Min(turned - row, SixteenRows.Count);
                SixteenRows.Turn((float*)(source + (row * stride)), stride, rows, pad, k, (float*)(panel + row));
            }
        }
        if (turned < width) TurnFours(source + (turned * stride), stride, width - turned, pad, k, panel + turned);
        if (pad > width) ClearPadding(width, pad, k, panel);
    }

    /// <summary>Packs a panel of op(B): the columns from `column` on and the `steps` of k from `step` on.</summary>
    public static void PackB(
        ref GemmProblem<T> problem, int step, int steps, int column, int columns, int pad, T* panel)
    {
        T* b = problem.AtB(step, column);
        if (problem.TransposeB) TurnSteps(b, problem.StrideB, columns, pad, steps, panel);
        else CopySteps(b, problem.StrideB, columns, pad, steps, panel);
    }

    /// <summary>Packs the rows of op(A) that make up a tile.</summary>
    public static void PackA(ref GemmProblem<T> problem, int step, int steps, int row, int rows, T* panel)
    {
        T* a = problem.AtA(row, step);
        if (problem.TransposeA) CopySteps(a, problem.StrideA, rows, rows, steps, panel);
        else TurnSteps(a, problem.StrideA, rows, rows, steps, panel);
    }

    // Blocks of four rows by four steps are transposed in registers. If the width is not a multiple of four, the last
    // four rows overlap the previous ones, and some elements are written twice with the same values.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TurnFours(T* source, nint stride, int width, nint pad, nint k, T* panel)
    {
        if (typeof(T) == typeof(float) && width >= 4 && Vector128.IsHardwareAccelerated)
        {
            nint whole = k & ~3;
            // Only a few steps at a time, so that the panel's lines are still in the L1 cache when the next four rows
            // write to them.
            for (nint left = whole; left > 0; left -= StepsTurned)
            {
                nint steps = left < StepsTurned ? left : StepsTurned;
                for (int i = 0; i < width; i += 4)
                {
                    if (i + 4 > width) i = width - 4;
                    TurnFour((float*)(source + (i * stride)), stride, (float*)(panel + i), pad, steps);
                }
                source += steps;
                panel += steps * pad;
            }
            k -= whole;
        }
        for (int i = 0; i < width; i++)
        {
            T* row = source + (i * stride);
            for (nint step = 0; step < k; step++) panel[(step * pad) + i] = row[step];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ClearPadding(int width, int pad, nint k, T* panel)
    {
        for (nint step = 0; step < k; step++)
        {
            for (int i = width; i < pad; i++) panel[(step * pad) + i] = T.Zero;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TurnFour(float* source, nint stride, float* panel, nint pad, nint k)
    {
        for (nint step = 0; step < k; step += 4, panel += 4 * pad)
        {
            Vector128<float> a = Vector128.Load(source + step);
            Vector128<float> b = Vector128.Load(source + stride + step);
            Vector128<float> c = Vector128.Load(source + (2 * stride) + step);
            Vector128<float> d = Vector128.Load(source + (3 * stride) + step);
            Vector128<float> ac = Interleave.Low(a, c), bd = Interleave.Low(b, d);
            Vector128<float> ca = Interleave.High(a, c), db = Interleave.High(b, d);
            Interleave.Low(ac, bd).Store(panel);
            Interleave.High(ac, bd).Store(panel + pad);
            Interleave.Low(ca, db).Store(panel + (2 * pad));
            Interleave.High(ca, db).Store(panel + (3 * pad));
        }
    }
}
