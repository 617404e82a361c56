using System.Numerics;

namespace Chainrule.Kernels;

/// <summary>How to split C among threads: into a grid of rectangles, each a product of its own.</summary>
/// <remarks>
/// Nothing is shared, so no thread waits for another; the price is that threads in the same row of the grid each pack
/// the same rows of A, and threads in the same column the same columns of B. The grid chosen is the one whose largest
/// part has the least work.
/// </remarks>
internal struct GemmSplit
{
    // With fewer multiply-adds per thread (about 2 µs), the fork, the join and cold caches cost as much as another
    // thread gains.
    private const long MinWork = 250_000;

    public int Rows, Columns, Unit;

    public readonly int Parts => Rows * Columns;

    /// <summary>Whether each of that many threads would have enough to do.</summary>
    public static bool IsWorthwhile(int m, int n, int k, int threads) => (long)m * n * k >= threads * MinWork;

    /// <summary>Splits the columns only: every thread reads all of A.</summary>
    public static GemmSplit IntoColumns(int m, int n, int k, int unit, int threads) => new()
    {
        Rows = 1,
        Columns = (int)Math.Clamp((long)m * n * k / MinWork, 1, Math.Min(threads, (n + unit - 1) / unit)),
        Unit = unit,
    };

    /// <summary>A grid of at most `threads` parts for m×n×k, split at multiples of `unit` columns.</summary>
    public static GemmSplit For(int m, int n, int k, int unit, int threads)
    {
        long most = Math.Min(threads, (long)m * n * k / MinWork);
        GemmSplit best = new() { Rows = 1, Columns = 1, Unit = unit };
        if (most < 2) return best;
        int units = (n + unit - 1) / unit;
        long least = long.MaxValue;
        for (int rows = 1; rows <= most; rows++)
        {
            int columns = (int)Math.Min(most / rows, units);
            long partRows = (m + rows - 1) / rows;
            long partColumns = (units + columns - 1) / columns * (long)unit;
            // Packing an element takes about as long as 8 multiply-adds.
            long cost = (partRows * partColumns) + (8 * (partRows + partColumns));
            if (cost >= least) continue;
            least = cost;
            best.Rows = rows;
            best.Columns = columns;
        }
        return best;
    }
}

/// <summary>Which algorithm computes the parts of a product.</summary>
internal enum GemmVariant
{
    Blocked,
    Sparse,
    Narrow,
}

/// <summary>The parts of one product.</summary>
internal struct GemmJob<V, T, TEpilogue> : IJob
    where V : unmanaged, ISimd<V, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TEpilogue : struct, IEpilogue<T>
{
    public GemmProblem<T> Problem;
    public GemmSplit Split;
    public GemmVariant Variant;
    public TEpilogue Epilogue;

    public void Run(int part)
    {
        int units = (Problem.N + Split.Unit - 1) / Split.Unit;
        (int y, int x) = Math.DivRem(part, Split.Columns);
        int row = (int)((long)Problem.M * y / Split.Rows);
        int rows = (int)((long)Problem.M * (y + 1) / Split.Rows) - row;
        int column = (int)((long)units * x / Split.Columns) * Split.Unit;
        int columns = Math.Min(Problem.N, (int)((long)units * (x + 1) / Split.Columns) * Split.Unit) - column;
        GemmProblem<T> rectangle = Problem.Part(row, rows, column, columns);
        switch (Variant)
        {
            case GemmVariant.Sparse: SparseGemm<V, T, TEpilogue>.Multiply(ref rectangle, column, ref Epilogue); break;
            case GemmVariant.Narrow: GemmNarrow<V, T, TEpilogue>.Multiply(ref rectangle, ref Epilogue); break;
            default: GemmBlocked<V, T, TEpilogue>.Multiply(ref rectangle, column, ref Epilogue); break;
        }
    }
}
