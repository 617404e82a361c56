using System.Numerics;
using System.Runtime.CompilerServices;

namespace Chainrule.Kernels;

/// <summary>The product for data that is mostly zeros: whatever a zero would multiply is skipped.</summary>
/// <remarks>
/// Data is often zero: the background of an image, the words a text does not contain, one-hot columns. A step of k that
/// is zero in all rows of a tile adds ±0 to sums that started at +0, which changes no bit; so the step is skipped, and
/// its row of B with it. Zero times ∞ or NaN is NaN: if B is not known to be finite, the first tile takes every step,
/// and if its sums are finite, so is everything that went into them. A block of B (steps × columns) stays in the L2
/// cache and is read unpacked by one tile of rows after the other. k is split as in GemmBlocked, so the bits are the
/// same.
/// </remarks>
internal static unsafe class SparseGemm<V, T, TEpilogue>
    where V : unmanaged, ISimd<V, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TEpilogue : struct, IEpilogue<T>
{
    // How many rows of A to transpose at a time if it is stored by columns.
    private const int RowsTurned = 16;

    private const int MinSteps = 16;

    /// <summary>
    /// Whether to use this variant: B is not transposed, and a sample suggests that at least half of A is zero.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool Takes(ref GemmProblem<T> problem) =>
        problem.SeeksZeros && problem.K >= MinSteps && problem.N >= 2 * V.Count
        && (problem.PackedB != null
            || (!problem.TransposeB && (V.HasMaskedMoves || problem.N % V.Count == 0)))
        && IsMostlyZero(ref problem);

    // Samples eight of the stored rows of A.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool IsMostlyZero(ref GemmProblem<T> problem)
    {
        const int sample = 8;
        (int rows, int columns) = problem.TransposeA ? (problem.K, problem.M) : (problem.M, problem.K);
        long zeros = 0, looked = Math.Min(rows, sample);
        for (int i = 0; i < looked; i++)
            zeros += NonZeroRows<V, T>.CountZeros(columns, problem.A + ((nint)(rows * i / looked) * problem.StrideA));
        return 2 * zeros >= looked * columns;
    }

    private struct Run
    {
        public GemmProblem<T> Problem;
        public int Column;       // where this part starts in the whole product
        public int* Kept;        // the steps to keep for a tile of rows
        public T* Merged;        // scratch memory for finding them
        public T* Turned;        // rows of A, transposed if it is stored by columns
    }

    /// <summary>Computes a rectangle of C, which starts at this column of the whole.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(ref GemmProblem<T> problem, int column, ref TEpilogue epilogue)
    {
        int steps = GemmBlocks.StepsOf(problem.K);
        int unit = 2 * V.Count;
        int most = Math.Max(ProductChoice.BytesInL2 / (steps * sizeof(T)) / unit, 1) * unit;
        int blocks = (problem.N + most - 1) / most, panels = (problem.N + unit - 1) / unit;
        int turned = problem.TransposeA ? RowsTurned * steps : 0;
        // The search writes whole registers.
        int room = steps + V.Count;
        T* memory = (T*)GemmWorkspace.Get((((long)turned + room) * sizeof(T)) + (room * sizeof(int)));
        Run run = new()
        {
            Problem = problem,
            Column = column,
            Turned = memory,
            Merged = memory + turned,
            Kept = (int*)(memory + turned + room),
        };
        for (int block = 0; block < blocks; block++)
        {
            int first = (int)((long)panels * block / blocks) * unit;
            int last = Math.Min(problem.N, (int)((long)panels * (block + 1) / blocks) * unit);
            for (int step = 0; step < problem.K; step += steps)
                Block(ref run, first, last, step, Math.Min(steps, problem.K - step), ref epilogue);
        }
    }

    // All rows times a block of columns and of k.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Block(ref Run run, int first, int last, int step, int steps, ref TEpilogue epilogue)
    {
        ref GemmProblem<T> problem = ref run.Problem;
        int maxRows = SparseTile<V, T>.MaxRows;
        int tiles = (problem.M + maxRows - 1) / maxRows;
        bool isFinite = problem.IsFiniteB, isLast = step + steps == problem.K;
        int turnedEnd = 0, turnedStart = 0;
        for (int tile = 0; tile < tiles; tile++)
        {
            int row = tile * maxRows, rows = Math.Min(maxRows, problem.M - row);
            T* a = problem.AtA(row, step);
            nint stepA = problem.StrideA;
            if (problem.TransposeA)
            {
                if (row + rows > turnedEnd)
                {
                    (turnedStart, turnedEnd) = (row, Math.Min(problem.M, row + RowsTurned));
                    Packing<V, T>.TurnSteps(a, stepA, steps, steps, turnedEnd - row, run.Turned);
                }
                stepA = steps;
                a = run.Turned + ((row - turnedStart) * stepA);
            }
            int count = isFinite ? ZeroSteps<V, T>.Find(a, stepA, rows, steps, run.Kept, run.Merged)
                : ZeroSteps<V, T>.All(steps, run.Kept);
            Row(ref run, row, rows, first, last, step, count, a, stepA);
            T* c = problem.AtC(row, first);
            if (tile == 0 && !isFinite) isFinite = ZeroSteps<V, T>.AreFinite(c, problem.StrideC, rows, last - first);
            if (!TEpilogue.IsEmpty && isLast)
                epilogue.Apply<V>(c, problem.StrideC, run.Column + first, rows, last - first);
        }
    }

    // The tiles of some rows, one after the other along a block of columns.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Row(
        ref Run run, int row, int rows, int first, int last, int step, int count, T* a, nint stepA)
    {
        ref GemmProblem<T> problem = ref run.Problem;
        bool accumulate = problem.Accumulate || step > 0, isPacked = problem.PackedB != null;
        int unit = 2 * V.Count, most = ProductChoice.SparsePanels;
        int whole = (last - first) / unit, tiles = (whole + most - 1) / most, column = first;
        for (int tile = 0; column < last; tile++)
        {
            int panels = tile < tiles ? (whole * (tile + 1) / tiles) - (whole * tile / tiles) : 0;
            int columns = panels > 0 ? panels * unit : last - column;
            nint stepB = !isPacked ? problem.StrideB : columns > V.Count ? unit : V.Count;
            T* b = isPacked ? problem.PackedB + ((nint)column * problem.K) + (step * stepB) : problem.AtB(step, column);
            SparseTileLoops<V, T>.Choose(rows, columns)(
                count, run.Kept, a, stepA, b, stepB, isPacked ? (nint)unit * problem.K : unit,
                problem.AtC(row, column), problem.StrideC, columns, accumulate);
            column += columns;
        }
    }
}
