using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace Chainrule.Kernels;

/// <summary>
/// Computes a weight's gradient op(A)·op(B) a few rows at a time, and passes each piece to its sink while it is in the
/// L2 cache. The size of a piece does not depend on the number of threads, so neither do the bits.
/// </summary>
internal sealed unsafe class ProductSinkKernel<T> : Kernel where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // The size of a piece in bytes: a third of an L1 cache, which also holds the operands and what the sink reads.
    private const int PieceBytes = 16 * 1024;

    // With fewer multiply-adds, a second thread costs more than it saves.
    private const long WorkToShare = 256 * 1024;

    private readonly int pieceRows, pieces;
    private readonly WorkSplit split;
    private readonly RangeSink sink;
    private readonly AlignedMemory scratch;   // one piece per thread
    private readonly Workers workers;
    private bool? isFinite;                  // whether B is, once a thread has looked
    private GemmProblem<T> problem;      // m×k · k×n → m×n, straight into the sink's memory if it only adds

    // seeksZeros: whether the left operand is likely to have zeros worth skipping. sum: m×n elements to which the
    // gradient is simply added, or null if the sink does the work.
    public ProductSinkKernel(
        ArrayView left, bool transposeA, ArrayView right, bool transposeB, ArrayView? sum, RangeSink sink,
        Workers workers, bool seeksZeros)
    {
        this.sink = sink;
        this.workers = workers;
        (int m, int k) = transposeA ? (left[1], left[0]) : (left[0], left[1]);
        int n = right[transposeB ? 0 : 1];
        problem = new(
            m, n, k, (T*)left.Data, transposeA, (T*)right.Data, transposeB, sum is { } target ? (T*)target.Data : null)
        {
            SeeksZeros = seeksZeros,
            Accumulate = true,
        };
        // Whole tiles, so that only the last piece has an edge: 14 rows, or 4 when skipping zeros.
        int unit = seeksZeros ? 28 : 14;
        pieceRows = Math.Clamp(PieceBytes / sizeof(T) / Math.Max(1, n) / unit * unit, unit, Math.Max(unit, m));
        pieces = (m + pieceRows - 1) / pieceRows;
        int threads = (long)m * n * k < WorkToShare ? 1 : Math.Clamp(pieces, 1, workers.Count);
        split = new(threads, areDivided: pieces >= 8 * threads);
        scratch = new AlignedMemory(checked((threads > 1 ? workers.Count : 1) * pieceRows * n * sizeof(T)));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run()
    {
        if (problem.C != null)
        {
            Gemm.Multiply(ref problem, workers);
            return;
        }
        var job = new Job { Kernel = this };
        isFinite = problem.SeeksZeros ? null : false;
        if (split.Count == 1) job.Run(0, 0);
        else workers.Run(ref job, split.Parts);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void RunPieces(int part, int thread)
    {
        T* gradient = (T*)scratch.Start + ((nint)thread * pieceRows * problem.N);
        int first = split.Start(part, pieces), last = split.Start(part + 1, pieces);
        // Checked once in advance: a piece has too few rows to find out by itself, and each thread reads all of B
        // anyway. A thread that sees half of another's answer takes B for not finite, which is only slower.
        bool finite = isFinite ??= TensorPrimitives.IsFiniteAll<T>(new(problem.B, problem.N * problem.K));
        for (int piece = first; piece < last; piece++)
        {
            int row = piece * pieceRows;
            GemmProblem<T> rows = problem.Part(row, Math.Min(pieceRows, problem.M - row), 0, problem.N);
            rows.C = gradient;
            rows.Accumulate = false;
            rows.IsFiniteB = finite;
            Gemm.Multiply(ref rows, Workers.Single);
            sink.Take(new Span<T>(gradient, rows.M * rows.N), row * rows.N);
        }
    }

    private struct Job : IJob
    {
        public ProductSinkKernel<T> Kernel;

        public readonly void Run(int part, int thread) => Kernel.RunPieces(part, thread);
    }
}
