using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using Chainrule.Kernels;

namespace Chainrule.Planning;

/// <summary>
/// A weight's gradient op(A)·op(B) and its use, a few rows at a time: the product of some rows is used up while it is
/// in the second-level cache. The rows of a piece do not depend on the number of threads, so neither do the bits.
/// </summary>
internal sealed unsafe class ProductSinkKernel<T> : Kernel where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // Bytes of a piece: a third of a first-level cache, beside the operands and what the sink reads.
    private const int PieceBytes = 16 * 1024;

    // Multiply-adds below which a second thread costs more than it saves.
    private const long WorkToShare = 256 * 1024;

    private readonly int pieceRows, pieces, threads;
    private readonly GradientSink sink;
    private readonly NDArray scratch;    // one piece for each thread
    private readonly Workers workers;
    private GemmProblem<T> problem;      // m×k · k×n → m×n, into the sink's memory where the gradient is only added

    // seeksZeros: whether the left operand is likely to have zeros that are worth leaving out.
    public ProductSinkKernel(
        NDArray left, bool transposeA, NDArray right, bool transposeB, Shape shape, GradientSink sink, Workers workers,
        bool seeksZeros)
    {
        this.sink = sink;
        this.workers = workers;
        (int m, int n, int k) = (shape[0], shape[1], left.Shape[transposeA ? 0 : 1]);
        problem = new(
            m, n, k, (T*)left.Pointer, transposeA, (T*)right.Pointer, transposeB,
            sink.Sum is { } sum ? (T*)sum.Pointer : null)
        {
            SeeksZeros = seeksZeros,
            Accumulate = true,
        };
        // Whole tiles of rows, so that only the last piece has an edge: of 14, and of 4 where zeros are left out.
        int unit = seeksZeros ? 28 : 14;
        pieceRows = Math.Clamp(PieceBytes / sizeof(T) / Math.Max(1, n) / unit * unit, unit, Math.Max(unit, m));
        pieces = (m + pieceRows - 1) / pieceRows;
        threads = (long)m * n * k < WorkToShare ? 1 : Math.Clamp(pieces, 1, workers.Count);
        scratch = NDArray.Uninitialized(Shape.Create([threads * pieceRows * n]), left.DType);
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
        T* gradient = (T*)scratch.Pointer + ((nint)thread * pieceRows * problem.N);
        int first = (int)((long)pieces * thread / threads), last = (int)((long)pieces * (thread + 1) / threads);
        // A piece is too few rows to find that out on the way; and each thread reads all of B in any case.
        bool isFinite = problem.SeeksZeros && TensorPrimitives.IsFiniteAll<T>(new(problem.B, problem.N * problem.K));
        for (int piece = first; piece < last; piece++)
        {
            int row = piece * pieceRows;
            GemmProblem<T> part = problem.Part(row, Math.Min(pieceRows, problem.M - row), 0, problem.N);
            part.C = gradient;
            part.Accumulate = false;
            part.IsFiniteB = isFinite;
            Gemm.Multiply(ref part, Workers.Single);
            sink.Take(gradient, row * part.N, part.M * part.N);
        }
    }

    private struct Job : IJob
    {
        public ProductSinkKernel<T> Kernel;

        public readonly void Run(int part) => Kernel.RunPieces(part);
    }
}

/// <summary>Uses up a gradient that other kernels have computed.</summary>
internal sealed unsafe class SinkKernel<T>(NDArray gradient, GradientSink sink) : Kernel
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T* gradient = (T*)gradient.Pointer, sum = sink.Sum is { } target ? (T*)target.Pointer : null;
    private readonly int length = gradient.Length;
    private readonly ElementLoop add =
        ElementLoop.OfTwo(sizeof(T) == sizeof(float) ? ElementType.Float32 : ElementType.Float64, default(AddFunction));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run()
    {
        if (sum != null) add.Run(length, sum, gradient, null, sum);
        else sink.Take(gradient, 0, length);
    }
}
