using System.Numerics;
using System.Runtime.CompilerServices;

namespace Chainrule.Kernels;

/// <summary>Finds the steps of k in which some row of a tile is not zero.</summary>
internal static unsafe class ZeroSteps<V, T>
    where V : unmanaged, ISimd<V, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Lists the steps to keep; returns how many there are.</summary>
    // a[row, l] is at a + row·stride + l. kept and scratch need room for one register beyond the number of steps.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Find(T* a, nint stride, int rows, int steps, int* kept, T* scratch)
    {
        Merge(a, stride, rows, steps, scratch);
        return NonZeroRows<V, T>.Gather(steps, scratch, scratch, kept);
    }

    /// <summary>Lists all steps.</summary>
    public static int All(int steps, int* kept)
    {
        for (int l = 0; l < steps; l++) kept[l] = l;
        return steps;
    }

    // merged[l] is zero only if all rows are; -0 counts as zero.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Merge(T* source, nint stride, int rows, int steps, T* merged)
    {
        int l = 0;
        for (; l <= steps - V.Count; l += V.Count)
        {
            V bits = V.Load(source + l);
            T* from = source + l + stride;
            for (int row = 1; row < rows; row++, from += stride) bits |= V.Load(from);
            V.Store(bits, merged + l);
        }
        if (l == steps) return;
        V lanes = V.FirstLanes(steps - l), last = V.Zero;
        for (int row = 0; row < rows; row++) last |= V.LoadMasked(source + l + (row * stride), lanes);
        V.StoreMasked(last, merged + l, lanes);
    }

    /// <summary>Whether all elements of a tile of C are finite.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool AreFinite(T* c, nint stride, int rows, int columns)
    {
        // x·0 is NaN if x is not finite, and 0 otherwise.
        V sum = V.Zero;
        for (; rows > 0; rows--, c += stride)
        {
            for (int j = 0; j < columns; j += V.Count)
                V.MultiplyAddTo(V.LoadMasked(c + j, V.FirstLanes(columns - j)), V.Zero, ref sum);
        }
        return T.IsZero(V.Sum(sum));
    }
}
