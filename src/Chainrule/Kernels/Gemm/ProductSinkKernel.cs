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

    private readonly int pieceRows, pieces, threads;
    private readonly RangeSink sink;
    private readonly AlignedMemory scratch;   // one piece per thread
    private readonly Workers workers;
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
        threads = (long)m * n * k < WorkToShare ? 1 : Math.Clamp(pieces, 1, workers.Count);
        scratch = new AlignedMemory(checked(threads * pieceRows * n * sizeof(T)));
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
        if (threads == 1) job.Run(0);
        else workers.Run(ref job, threads);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void RunPieces(int thread)
    {
        T* gradient = (T*)scratch.Start + ((nint)thread * pieceRows * problem.N);
        int first = (int)((long)pieces * thread / threads), last = (int)((long)pieces * (thread + 1) / threads);
        // Checked once in advance: a piece has too few rows to find out by itself, and each thread reads all of B
        // anyway.
        bool isFinite = problem.SeeksZeros && TensorPrimitives.IsFiniteAll<T>(new(problem.B, problem.N * problem.K));
        for (int piece = first; piece < last; piece++)
        {
            int row = piece * pieceRows;
            GemmProblem<T> part = problem.Part(row, Math.Min(pieceRows, problem.M - row), 0, problem.N);
            part.C = gradient;
            part.Accumulate = false;
            part.IsFiniteB = isFinite;
            Gemm.Multiply(ref part, Workers.Single);
            sink.Take(new Span<T>(gradient, part.M * part.N), row * part.N);
        }
    }

    private struct Job : IJob
    {
        public ProductSinkKernel<T> Kernel;

        public readonly void Run(int part) => Kernel.RunPieces(part);
    }
}
