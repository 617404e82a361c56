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

/// <summary>A product with a vector, split among threads along its result.</summary>
/// <remarks>
/// Such a product is limited by the bandwidth of its one matrix, so a second thread helps once the matrix does not fit
/// in one core's caches. Parts start where the kernel starts a group of results anyway, so no sum changes its order.
/// </remarks>
internal unsafe struct VectorJob<V, T>(VectorKernel kernel, int n, int k, T* x, nint stepX, T* b, nint strideB) : IJob
    where V : unmanaged, ISimd<V, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // Bytes of the matrix per thread.
    private const long MinBytes = 256 << 10;

    private readonly int n = n, k = k;
    private readonly T* x = x, b = b;
    private readonly nint stepX = stepX, strideB = strideB;
    private T* c;
    private nint strideC;
    private bool accumulate;
    private int parts;

    /// <summary>Sets the memory for the result; rows are strideC apart if it is a matrix.</summary>
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
        parts = bytes < 2 * MinBytes ? 1 : (int)Math.Min(workers.Count, bytes / MinBytes);
        if (parts > 1) workers.Run(ref this, parts);
        else RunRange(0, n);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Run(int part, int thread)
    {
        int unit = kernel == VectorKernel.RowTimesMatrix ? RowTimesMatrix<V, T>.PassColumns : 8;
        int units = (n + unit - 1) / unit;
        int first = (int)((long)units * part / parts) * unit;
        int last = Math.Min(n, (int)((long)units * (part + 1) / parts) * unit);
        if (first < last) RunRange(first, last - first);
    }

    // For an outer product, n counts the rows of C and k its columns.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void RunRange(int first, int count)
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
