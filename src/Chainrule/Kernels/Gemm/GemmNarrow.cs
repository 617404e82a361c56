using System.Numerics;
using System.Runtime.CompilerServices;

namespace Chainrule.Kernels;

/// <summary>Products with few columns, such as a classifier's last layer: the tile is computed transposed.</summary>
/// <remarks>
/// Ten columns fill only ten of a register's sixteen lanes. So this computes Cᵀ, whose rows are long: a tile has one
/// row per column of C and its lanes along the rows of A, and is transposed once its sums are complete. An A stored by
/// columns is read as is; one stored by rows is transposed first, which costs a quarter of the time gained. Every sum
/// has the same terms in the same order as elsewhere.
/// </remarks>
internal static unsafe class GemmNarrow<V, T, TEpilogue>
    where V : unmanaged, ISimd<V, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TEpilogue : struct, IEpilogue<T>
{
    // With fewer steps, transposing C costs what is gained.
    private const int MinSteps = 32;

    /// <summary>Whether to use this variant: a quarter of the lanes or more would be idle.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Takes(ref GemmProblem<T> problem) =>
        4 * problem.N <= 3 * V.Count && problem.N <= GemmTile<V, T>.MaxRows && problem.PackedB == null
        && problem.M >= 2 * V.Count && problem.K >= MinSteps;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(ref GemmProblem<T> problem, ref TEpilogue epilogue)
    {
        int width = 2 * V.Count, steps = GemmBlocks.StepsOf(problem.K);
        int sums = problem.N * width, turned = width * V.Count;
        T* memory = (T*)GemmWorkspace.Get((sums + turned + ((long)width * steps)) * sizeof(T));
        T* panel = memory + sums + turned;
        for (int row = 0; row < problem.M; row += width)
        {
            int rows = Math.Min(width, problem.M - row);
            for (int step = 0; step < problem.K; step += steps)
            {
                int count = Math.Min(steps, problem.K - step);
                T* a = problem.AtA(row, step);
                nint stepA = problem.StrideA;
                // Without masked moves, the tile reads whole registers.
                if (!problem.TransposeA || (rows % V.Count != 0 && !V.HasMaskedMoves))
                {
                    int pad = rows > V.Count ? width : V.Count;
                    if (problem.TransposeA) Packing<V, T>.CopySteps(a, stepA, rows, pad, count, panel);
                    else Packing<V, T>.TurnSteps(a, stepA, rows, pad, count, panel);
                    a = panel;
                    stepA = pad;
                }
                LeftTile<T> b = new()
                {
                    Start = problem.AtB(step, 0),
                    Step = problem.StrideB,
                    Layout = problem.TransposeB ? TileLayout.RowsApart : TileLayout.ColumnsApart,
                    Steps = count,
                };
                GemmTileLoops<V, T>.Multiply(
                    problem.N, ref b, a, stepA, null, new Ahead(a), memory, width, rows, accumulate: false);
                Packing<V, T>.TurnSteps(memory, width, problem.N, V.Count, rows, memory + sums);
                Put(ref problem, row, rows, memory + sums, problem.Accumulate || step > 0);
            }
            if (!TEpilogue.IsEmpty) epilogue.Apply<V>(problem.AtC(row, 0), problem.StrideC, 0, rows, problem.N);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Put(ref GemmProblem<T> problem, int row, int rows, T* from, bool accumulate)
    {
        V lanes = V.FirstLanes(problem.N);
        T* c = problem.AtC(row, 0);
        for (; rows > 0; rows--, from += V.Count, c += problem.StrideC)
        {
            V x = V.Load(from);
            V.StoreMasked(accumulate ? V.LoadMasked(c, lanes) + x : x, c, lanes);
        }
    }
}
