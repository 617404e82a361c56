using System.Numerics;
using System.Runtime.CompilerServices;

namespace Chainrule.Kernels;

/// <summary>The kernels for products with a vector.</summary>
internal enum VectorKernel
{
    RowTimesMatrix,
    RowTimesTransposed,
    Outer,
}

/// <summary>A product with a vector, split along its result into parts for threads.</summary>
/// <remarks>
/// Such a product is bound by the memory of its one matrix, so a second thread gains once that lies beyond the first
/// core's own caches. Parts begin where the kernel begins a group of results anyway: no sum changes its order.
/// </remarks>
internal unsafe struct VectorJob<V, T>(VectorKernel kernel, int n, int k, T* x, nint stepX, T* b, nint strideB) : IJob
    where V : unmanaged, ISimd<V, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // Bytes of the matrix for each thread.
    private const long LeastBytes = 256 << 10;

    private readonly int n = n, k = k;
    private readonly T* x = x, b = b;
    private readonly nint stepX = stepX, strideB = strideB;
    private T* c;
    private nint strideC;
    private bool accumulate;
    private int parts;

    /// <summary>Says where the result goes; rows strideC apart if it is a matrix.</summary>
    public void SetResult(T* result, nint stride, bool isAdded)
    {
        c = result;
        strideC = stride;
        accumulate = isAdded;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void RunOn(Workers workers)
    {
        long bytes = (long)n * k * sizeof(T);
        parts = bytes < 2 * LeastBytes ? 1 : (int)Math.Min(workers.Count, bytes / LeastBytes);
        if (parts > 1) workers.Run(ref this, parts);
        else Run(0, n);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Run(int part)
    {
        int unit = kernel == VectorKernel.RowTimesMatrix ? RowTimesMatrix<V, T>.PassColumns : 8;
        int units = (n + unit - 1) / unit;
        int first = (int)((long)units * part / parts) * unit;
        int last = Math.Min(n, (int)((long)units * (part + 1) / parts) * unit);
        if (first < last) Run(first, last - first);
    }

    // For an outer product n counts C's rows, and k its columns.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Run(int first, int count)
    {
        switch (kernel)
        {
            case VectorKernel.RowTimesMatrix:
                RowTimesMatrix<V, T>.Multiply(count, k, x, stepX, b + first, strideB, c + first, accumulate);
                break;
            case VectorKernel.RowTimesTransposed:
                RowTimesTransposed<V, T>.Multiply(
                    count, k, x, b + (first * strideB), strideB, c + first, accumulate);
                break;
            default:
                OuterProduct<V, T>.Multiply(
                    count, k, x + (first * stepX), stepX, b, c + (first * strideC), strideC, accumulate);
                break;
        }
    }
}
