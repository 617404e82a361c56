using System.Numerics;
using System.Runtime.CompilerServices;

namespace Chainrule.Kernels;

/// <summary>
/// A product with few rows, split among threads along k at the boundaries of the blocks in which k is summed anyway, so
/// that the bits are those of one thread.
/// </summary>
/// <remarks>
/// Such a product mostly reads B, and each thread reads whole rows of it. If B is a weight whose gradient is split by
/// rows, these are the rows that the thread also writes: they stay in that core's L2 cache from step to step, whereas
/// half of them would move between cores if the columns were split. The price is one addition of the size of C per
/// block after the first.
/// </remarks>
internal unsafe struct GemmDepth<V, T> : IJob
    where V : unmanaged, ISimd<V, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private GemmProblem<T> problem;
    private T* sums;
    private int steps, blocks;
    private bool isSparse;

    /// <summary>Whether to split the product this way.</summary>
    public static bool Takes(ref GemmProblem<T> problem, int threads)
    {
        if (threads < 2 || problem.PackedB != null || problem.TransposeB) return false;
        int blocks = (problem.K + ProductChoice.MaxSteps - 1) / ProductChoice.MaxSteps;
        bool isDeep = blocks >= threads && (long)problem.M * blocks <= problem.K;
        bool stays = (long)problem.N * problem.K * sizeof(T) / threads <= ProductChoice.BytesInL2;
        return isDeep && stays && GemmSplit.IsWorthwhile(problem.M, problem.N, problem.K, threads);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply<TEpilogue>(
        ref GemmProblem<T> problem, bool isSparse, Workers workers, ref TEpilogue epilogue)
        where TEpilogue : struct, IEpilogue<T>
    {
        int steps = GemmBlocks.StepsOf(problem.K);
        GemmDepth<V, T> job = new()
        {
            problem = problem,
            steps = steps,
            blocks = (problem.K + steps - 1) / steps,
            isSparse = isSparse,
        };
        job.sums = (T*)GemmWorkspace.GetSums((long)(job.blocks - 1) * problem.M * problem.N * sizeof(T));
        workers.Run(ref job, job.blocks);
        job.AddSums();
        if (!TEpilogue.IsEmpty) epilogue.Apply<V>(problem.C, problem.StrideC, 0, problem.M, problem.N);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(int part, int thread)
    {
        NoEpilogue<T> none = default;
        GemmProblem<T> own = problem;
        own.A = problem.AtA(0, part * steps);
        own.B = problem.AtB(part * steps, 0);
        own.K = Math.Min(steps, problem.K - (part * steps));
        if (part > 0)
        {
            own.C = Sum(part);
            own.StrideC = problem.N;
            own.Accumulate = false;
        }
        if (isSparse) SparseGemm<V, T, NoEpilogue<T>>.Multiply(ref own, 0, ref none);
        else GemmBlocked<V, T, NoEpilogue<T>>.Multiply(ref own, 0, ref none);
    }

    private readonly T* Sum(int block) => sums + ((nint)(block - 1) * problem.M * problem.N);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void AddSums()
    {
        V rest = V.FirstLanes(problem.N % V.Count);
        for (int block = 1; block < blocks; block++)
        {
            T* from = Sum(block);
            for (int row = 0; row < problem.M; row++, from += problem.N)
            {
                T* to = problem.AtC(row, 0);
                int column = 0;
                for (; column + V.Count <= problem.N; column += V.Count)
                    V.Store(V.Load(to + column) + V.Load(from + column), to + column);
                if (column < problem.N)
                    V.StoreMasked(
                        V.LoadMasked(to + column, rest) + V.LoadMasked(from + column, rest), to + column, rest);
            }
        }
    }
}
