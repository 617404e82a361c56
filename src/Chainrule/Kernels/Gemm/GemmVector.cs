using System.Numerics;
using System.Runtime.CompilerServices;

namespace Chainrule.Kernels;

/// <summary>Products in which one size is 1: a row or a column times a matrix, or a column times a row.</summary>
internal static unsafe class GemmVector<V, T>
    where V : unmanaged, ISimd<V, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Whether to use this variant: vectors must be contiguous where the kernels need it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool Takes(ref GemmProblem<T> problem)
    {
        if (problem.PackedB != null) return false;
        if (problem.K == 1) return !problem.TransposeB || problem.StrideB == 1 || problem.N == 1;
        if (problem.M == 1) return !problem.TransposeB || !problem.TransposeA || problem.StrideA == 1;
        if (problem.N == 1 && problem.StrideC == 1)
            return problem.TransposeA || problem.TransposeB || problem.StrideB == 1;
        return false;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply<TEpilogue>(ref GemmProblem<T> problem, Workers workers, ref TEpilogue epilogue)
        where TEpilogue : struct, IEpilogue<T>
    {
        nint rowStepA = problem.TransposeA ? 1 : problem.StrideA;
        nint stepA = problem.TransposeA ? problem.StrideA : 1;
        nint stepB = problem.TransposeB ? 1 : problem.StrideB;
        VectorJob<V, T> job;
        if (problem.K == 1)
        {
            job = new(VectorKernel.Outer, problem.M, problem.N, problem.A, rowStepA, problem.B, 0);
        }
        else if (problem.M == 1)
        {
            VectorKernel kernel = problem.TransposeB ? VectorKernel.RowTimesTransposed : VectorKernel.RowTimesMatrix;
            job = new(kernel, problem.N, problem.K, problem.A, stepA, problem.B, problem.StrideB);
        }
        else
        {
            // C = A·b is Cᵀ = bᵀ·Aᵀ, a row times a matrix.
            VectorKernel kernel = problem.TransposeA ? VectorKernel.RowTimesMatrix : VectorKernel.RowTimesTransposed;
            job = new(kernel, problem.M, problem.K, problem.B, stepB, problem.A, problem.StrideA);
        }
        job.SetResult(problem.C, problem.StrideC, problem.Accumulate);
        job.RunOn(workers);
        if (!TEpilogue.IsEmpty) epilogue.Apply<V>(problem.C, problem.StrideC, 0, problem.M, problem.N);
    }

    /// <summary>One row times a packed matrix: one panel after the other, in one stream per thread.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void MultiplyPacked<TEpilogue>(ref GemmProblem<T> problem, Workers workers, ref TEpilogue epilogue)
        where TEpilogue : struct, IEpilogue<T>
    {
        PackedRowJob<V, T, TEpilogue> job = new(ref problem, epilogue);
        job.RunOn(workers);
    }
}
