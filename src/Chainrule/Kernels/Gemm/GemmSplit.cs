using System.Numerics;

namespace Chainrule.Kernels;

/// <summary>How C is split among threads: into a grid of rectangles, each a product of its own.</summary>
/// <remarks>
/// Nothing is shared, so nobody waits; the price is that threads in one row of the grid pack the same rows of A each,
/// and those in one column the same columns of B. The grid is the one with the least work for its largest part.
/// </remarks>
internal struct GemmSplit
{
    // Below so many multiply-adds a thread (about 2 µs), a fork and join and cold caches cost what another one gains.
    private const long LeastWork = 250_000;

    public int Rows, Columns, Unit;

    public readonly int Parts => Rows * Columns;

    /// <summary>Whether that many threads have enough to do each.</summary>
    public static bool IsWorthwhile(int m, int n, int k, int threads) => (long)m * n * k >= threads * LeastWork;

    /// <summary>Columns only: whoever reads a part of A reads all of it.</summary>
    public static GemmSplit IntoColumns(int m, int n, int k, int unit, int threads) => new()
    {
        Rows = 1,
        Columns = (int)Math.Clamp((long)m * n * k / LeastWork, 1, Math.Min(threads, (n + unit - 1) / unit)),
        Unit = unit,
    };

    /// <summary>A grid of at most `threads` parts for m×n×k, cut at multiples of `unit` columns.</summary>
    public static GemmSplit For(int m, int n, int k, int unit, int threads)
    {
        long most = Math.Min(threads, (long)m * n * k / LeastWork);
        GemmSplit best = new() { Rows = 1, Columns = 1, Unit = unit };
        if (most < 2) return best;
        int units = (n + unit - 1) / unit;
        long least = long.MaxValue;
        for (int rows = 1; rows <= most; rows++)
        {
            int columns = (int)Math.Min(most / rows, units);
            long partRows = (m + rows - 1) / rows;
            long partColumns = (units + columns - 1) / columns * (long)unit;
            // Packing an element takes about as long as 8 multiply-adds of it.
            long cost = (partRows * partColumns) + (8 * (partRows + partColumns));
            if (cost >= least) continue;
            least = cost;
            best.Rows = rows;
            best.Columns = columns;
        }
        return best;
    }
}

/// <summary>How the parts of a product are computed.</summary>
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
