using System.Numerics;
using System.Runtime.CompilerServices;

namespace Chainrule.Kernels;

/// <summary>Products too small to be worth blocking: tiles read the operands where they are.</summary>
/// <remarks>
/// All operands fit in the L1 cache, or nearly so, and packing would move about as much data as the tile reads. The
/// sums equal those of GemmBlocked bit for bit.
/// </remarks>
internal static unsafe class GemmSmall<V, T, TEpilogue>
    where V : unmanaged, ISimd<V, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TEpilogue : struct, IEpilogue<T>
{
    /// <summary>
    /// Whether to use this variant: B not transposed, a single block of k, and everything in about half of the L1
    /// cache.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Takes(ref GemmProblem<T> problem) =>
        !problem.TransposeB && problem.PackedB == null && problem.K <= 128 && problem.M <= 128 && problem.N <= 128
        && (long)(problem.M + problem.N) * problem.K <= 8192
        && (V.HasMaskedMoves || problem.N % V.Count == 0);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(ref GemmProblem<T> problem, ref TEpilogue epilogue)
    {
        uint maxRows = (uint)GemmTile<V, T>.MaxRows;
        uint m = (uint)problem.M;
        int rows, taller;
        if (m <= maxRows)
        {
            rows = (int)m;
            taller = 0;
        }
        else
        {
            uint tiles = (m + maxRows - 1) / maxRows;
            rows = (int)(m / tiles);
            taller = (int)(m - ((uint)rows * tiles));
        }
        nint stepTile = problem.TransposeA ? 1 : problem.StrideA;
        LeftTile<T> a = new()
        {
            Step = problem.StrideA,
            Layout = problem.TransposeA ? TileLayout.ColumnsApart : TileLayout.RowsApart,
            Steps = problem.K,
        };
        for (int column = 0; column < problem.N; column += 2 * V.Count)
        {
            int columns = Math.Min(2 * V.Count, problem.N - column);
            a.Start = problem.A;
            T* c = problem.C + column;
            // If the rows do not divide evenly, the first tiles are one row taller.
            int height = taller > 0 ? rows + 1 : rows;
            for (int row = 0, left = taller; row < problem.M; row += height)
            {
                if (left-- == 0) height = rows;
                GemmTileLoops<V, T>.Multiply(
                    height, ref a, problem.B + column, problem.StrideB, null, new Ahead(a.Start),
                    c, problem.StrideC, columns, problem.Accumulate);
                if (!TEpilogue.IsEmpty) epilogue.Apply<V>(c, problem.StrideC, column, height, columns);
                a.Start += height * stepTile;
                c += height * problem.StrideC;
            }
        }
    }
}
