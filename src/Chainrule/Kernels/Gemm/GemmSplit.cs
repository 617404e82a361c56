using System.Numerics;
using System.Runtime.CompilerServices;

namespace Chainrule.Kernels;

/// <summary>How to split C among threads: into a grid of rectangles, each a product of its own.</summary>
/// <remarks>
/// Nothing is shared, so no thread waits for another; the price is that threads in the same row of the grid each pack
/// the same rows of A, and threads in the same column the same columns of B. The grid chosen is the one whose largest
/// rectangle has the least work. The rectangles of a large product are divided further along their longer side, so that
/// a thread can take over what another on a slower core has not begun.
/// </remarks>
internal struct GemmSplit
{
    // With fewer multiply-adds per thread (about 2 µs), the fork, the join and cold caches cost as much as another
    // thread gains.
    private const long MinWork = 250_000;

    // With fewer multiply-adds per thread (about a tenth of a millisecond), packing the other side anew for each part
    // costs more than a slower core does.
    private const long MinWorkToDivide = 4_000_000;

    private int rows, columns, unit;
    private bool isDividedByRows;
    private WorkSplit work;

    public readonly int Parts => work.Parts;

    /// <summary>Whether each of that many threads would have enough to do.</summary>
    public static bool IsWorthwhile(int m, int n, int k, int threads) => (long)m * n * k >= threads * MinWork;

    /// <summary>Splits the columns only: every thread reads all of A.</summary>
    public static GemmSplit IntoColumns(int m, int n, int k, int unit, int threads)
    {
        int columns = (int)Math.Clamp((long)m * n * k / MinWork, 1, Math.Min(threads, (n + unit - 1) / unit));
        return new GemmSplit { rows = 1, columns = columns, unit = unit }.Divided(m, n, k);
    }

    /// <summary>A grid of at most `threads` parts for m×n×k, split at multiples of `unit` columns.</summary>
    public static GemmSplit For(int m, int n, int k, int unit, int threads)
    {
        long most = Math.Min(threads, (long)m * n * k / MinWork);
        GemmSplit best = new() { rows = 1, columns = 1, unit = unit };
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
            best.rows = rows;
            best.columns = columns;
        }
        return best.Divided(m, n, k);
    }

    /// <summary>The rectangle of an m×n matrix that a part computes.</summary>
    public readonly (int Row, int Rows, int Column, int Columns) Rectangle(int part, int m, int n)
    {
        (int share, int piece) = work.Of(part);
        (int y, int x) = Math.DivRem(share, columns);
        int units = (n + unit - 1) / unit;
        int row = (int)((long)m * y / rows), lastRow = (int)((long)m * (y + 1) / rows);
        int column = (int)((long)units * x / columns), lastColumn = (int)((long)units * (x + 1) / columns);
        if (isDividedByRows) Cut(piece, ref row, ref lastRow);
        else Cut(piece, ref column, ref lastColumn);
        column *= unit;
        return (row, lastRow - row, column, Math.Min(n, lastColumn * unit) - column);
    }

    private readonly void Cut(int piece, ref int first, ref int last)
    {
        int length = last - first;
        last = first + work.StartOfPiece(piece + 1, length);
        first += work.StartOfPiece(piece, length);
    }

    private GemmSplit Divided(int m, int n, int k)
    {
        int parts = rows * columns;
        isDividedByRows = (long)m * columns >= (long)n * rows;
        work = new(parts, (long)m * n * k >= parts * MinWorkToDivide);
        return this;
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

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(int part, int thread)
    {
        (int row, int rows, int column, int columns) = Split.Rectangle(part, Problem.M, Problem.N);
        if (rows <= 0 || columns <= 0) return;
        GemmProblem<T> rectangle = Problem.Part(row, rows, column, columns);
        switch (Variant)
        {
            case GemmVariant.Sparse: SparseGemm<V, T, TEpilogue>.Multiply(ref rectangle, column, ref Epilogue); break;
            case GemmVariant.Narrow: GemmNarrow<V, T, TEpilogue>.Multiply(ref rectangle, ref Epilogue); break;
            default: GemmBlocked<V, T, TEpilogue>.Multiply(ref rectangle, column, ref Epilogue); break;
        }
    }
}
