using System.Numerics;
using System.Runtime.CompilerServices;

namespace Chainrule.Kernels;

/// <summary>Finds the steps of k in which some row of a tile is not zero, and packs them alone.</summary>
internal static unsafe class ZeroSteps<V, T>
    where V : unmanaged, ISimd<V, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The numbers of the steps to keep, counted from `step`; returns how many.</summary>
    // kept and scratch have room for a register more than there are steps.
    public static int Find(
        ref GemmProblem<T> problem, int row, int rows, int step, int steps, int* kept, T* scratch)
    {
        T* a = problem.AtA(row, step);
        if (problem.TransposeA) return InRows(a, problem.StrideA, rows, steps, kept);
        Merge(a, problem.StrideA, rows, steps, scratch);
        return NonZeros<V, T>.Gather(steps, scratch, scratch, kept);
    }

    /// <summary>Packs the steps kept, in their order.</summary>
    // The panel has room for all steps: a matrix stored by rows is turned over whole, then its panel closed up.
    public static void Pack(
        ref GemmProblem<T> problem, int row, int rows, int step, int steps, int* kept, int count, T* panel)
    {
        if (problem.TransposeA)
        {
            CopyKept(problem.AtA(row, step), problem.StrideA, rows, kept, count, panel);
            return;
        }
        Packing<V, T>.PackA(ref problem, step, steps, row, rows, panel);
        CopyKept(panel, rows, rows, kept, count, panel);
    }

    // A step is `width` contiguous elements, `stride` from the next. Without a branch: every number is written, and one
    // that is not to be kept is written over.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int InRows(T* source, nint stride, int width, int steps, int* kept)
    {
        V first = V.FirstLanes(width);
        int count = 0;
        for (int l = 0; l < steps; l++, source += stride)
        {
            V zeros = V.EqualTo(V.LoadMasked(source, first), V.Zero);
            for (int i = V.Count; i < width; i += V.Count)
                zeros &= V.EqualTo(V.LoadMasked(source + i, V.FirstLanes(width - i)), V.Zero);
            kept[count] = l;
            count += V.Any(~zeros) ? 1 : 0;
        }
        return count;
    }

    // merged[l] is zero only where all rows are; -0 is zero too.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Merge(T* source, nint stride, int rows, int steps, T* merged)
    {
        for (int l = 0; l < steps; l += V.Count)
        {
            V lanes = V.FirstLanes(steps - l);
            V bits = V.Zero;
            T* from = source + l;
            if (steps - l >= V.Count)
                for (int row = 0; row < rows; row++, from += stride) bits |= V.Load(from);
            else
                for (int row = 0; row < rows; row++, from += stride) bits |= V.LoadMasked(from, lanes);
            V.StoreMasked(bits, merged + l, lanes);
        }
    }

    // Rows of the source that go to the front in order: none is overwritten before it has been read.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CopyKept(T* source, nint stride, int width, int* kept, int count, T* panel)
    {
        V first = V.FirstLanes(width);
        for (int i = 0; i < count; i++, panel += width)
        {
            T* from = source + (kept[i] * stride);
            V.StoreMasked(V.LoadMasked(from, first), panel, first);
            for (int j = V.Count; j < width; j += V.Count)
            {
                V lanes = V.FirstLanes(width - j);
                V.StoreMasked(V.LoadMasked(from + j, lanes), panel + j, lanes);
            }
        }
    }

    /// <summary>Whether a tile of C holds neither ∞ nor NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool AreFinite(T* c, nint stride, int rows, int columns)
    {
        // x·0 is NaN for them, and 0 for all others.
        V sum = V.Zero;
        for (; rows > 0; rows--, c += stride)
        {
            for (int j = 0; j < columns; j += V.Count)
                V.MultiplyAddTo(V.LoadMasked(c + j, V.FirstLanes(columns - j)), V.Zero, ref sum);
        }
        return T.IsZero(V.Sum(sum));
    }
}
