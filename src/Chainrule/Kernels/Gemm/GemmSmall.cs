using System.Numerics;
using System.Runtime.CompilerServices;

namespace Chainrule.Kernels;

/// <summary>
/// Products so small that cutting them into blocks would take longer than multiplying: tiles straight from the
/// operands.
/// </summary>
/// <remarks>
/// All operands are in the first level or nearly so, and packing would move about as much as the tile reads. Sums are
/// those of GemmBlocked, bit for bit.
/// </remarks>
internal static unsafe class GemmSmall<V, T, TEpilogue>
    where V : unmanaged, ISimd<V, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TEpilogue : struct, IEpilogue<T>
{
    /// <summary>
    /// Whether a product is for here: B as it is used, one block of k, everything in about half of the first level.
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
            // The first tiles are one row taller where the rows do not go up.
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
