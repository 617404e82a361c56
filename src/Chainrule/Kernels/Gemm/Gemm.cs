using System.Numerics;
using System.Runtime.CompilerServices;

namespace Chainrule.Kernels;

/// <summary>Matrix products C = op(A)·op(B) of row-major matrices, where op is the identity or the transpose.</summary>
internal static unsafe class Gemm
{
    /// <summary>C = op(A)·op(B), or C += op(A)·op(B).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply<T>(ref GemmProblem<T> problem, Workers workers)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        NoEpilogue<T> epilogue = default;
        Multiply(ref problem, workers, ref epilogue);
    }

    /// <summary>The product, followed by an epilogue on each tile while it is in cache.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply<T, TEpilogue>(ref GemmProblem<T> problem, Workers workers, ref TEpilogue epilogue)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TEpilogue : struct, IEpilogue<T>
    {
        Call<T, TEpilogue> call = new() { Problem = problem, Epilogue = epilogue, Workers = workers };
        SimdWidth.Run<T, Call<T, TEpilogue>>(ref call);
    }

    /// <summary>The product with a packed right operand.</summary>
    // a is m×k (k×m if transposed); b knows its own size.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply<T, TEpilogue>(
        int m, T* a, int strideA, bool transposeA, PackedMatrix<T> b,
        T* c, int strideC, bool accumulate, bool seeksZeros, Workers workers, ref TEpilogue epilogue)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TEpilogue : struct, IEpilogue<T>
    {
        Call<T, TEpilogue> call = new()
        {
            Problem = new()
            {
                M = m,
                N = b.N,
                K = b.K,
                A = a,
                PackedB = b.Panels,
                IsFiniteB = b.IsFinite,
                SeeksZeros = seeksZeros,
                C = c,
                StrideA = strideA,
                StrideC = strideC,
                TransposeA = transposeA,
                Accumulate = accumulate,
            },
            Epilogue = epilogue,
            Workers = workers,
        };
        SimdWidth.Run<T, Call<T, TEpilogue>>(ref call, b.Bits);
        GC.KeepAlive(b);
    }

    private struct Call<T, TEpilogue> : ISimdKernel<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TEpilogue : struct, IEpilogue<T>
    {
        public GemmProblem<T> Problem;
        public TEpilogue Epilogue;
        public Workers Workers;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<V>() where V : unmanaged, ISimd<V, T>
        {
            if (Problem.M <= 0 || Problem.N <= 0) return;
            if (Problem.K <= 0) Clear<V, T, TEpilogue>(ref Problem, ref Epilogue);
            else if (Problem.PackedB != null && Problem.M == 1)
                GemmVector<V, T>.MultiplyPacked(ref Problem, Workers, ref Epilogue);
            else if (GemmVector<V, T>.Takes(ref Problem)) GemmVector<V, T>.Multiply(ref Problem, Workers, ref Epilogue);
            else RunBlocks<V>(SparseGemm<V, T, TEpilogue>.Takes(ref Problem));
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void RunBlocks<V>(bool isSparse) where V : unmanaged, ISimd<V, T>
        {
            if (!isSparse && GemmSmall<V, T, TEpilogue>.Takes(ref Problem))
            {
                GemmSmall<V, T, TEpilogue>.Multiply(ref Problem, ref Epilogue);
                return;
            }
            if (GemmDepth<V, T>.Takes(ref Problem, Workers.Count))
            {
                GemmDepth<V, T>.Multiply(ref Problem, isSparse, Workers, ref Epilogue);
                return;
            }
            (int m, int n, int k, int threads) = (Problem.M, Problem.N, Problem.K, Workers.Count);
            // A packed operand can only be split between panels.
            int unit = Problem.PackedB != null ? 2 * V.Count : V.Count;
            GemmVariant variant = isSparse ? GemmVariant.Sparse
                : GemmNarrow<V, T, TEpilogue>.Takes(ref Problem) ? GemmVariant.Narrow : GemmVariant.Blocked;
            GemmSplit split = isSparse ? GemmSplit.IntoColumns(m, n, k, unit, threads)
                : GemmSplit.For(m, n, k, unit, threads);
            GemmJob<V, T, TEpilogue> job =
                new() { Problem = Problem, Split = split, Variant = variant, Epilogue = Epilogue };
            if (split.Parts > 1) Workers.Run(ref job, split.Parts);
            else job.Run(0, 0);
            Epilogue = job.Epilogue;
        }
    }

    // A sum without terms is 0.
    private static void Clear<V, T, TEpilogue>(ref GemmProblem<T> problem, ref TEpilogue epilogue)
        where V : unmanaged, ISimd<V, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TEpilogue : struct, IEpilogue<T>
    {
        for (int row = 0; row < problem.M; row++)
        {
            if (!problem.Accumulate) new Span<T>(problem.AtC(row, 0), problem.N).Clear();
            if (!TEpilogue.IsEmpty) epilogue.Apply<V>(problem.AtC(row, 0), problem.StrideC, 0, 1, problem.N);
        }
    }
}
