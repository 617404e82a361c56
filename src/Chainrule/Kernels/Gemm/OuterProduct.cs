using System.Numerics;
using System.Runtime.CompilerServices;

namespace Chainrule.Kernels;

/// <summary>
/// A column times a row, C_ij = x_i y_j or C_ij += x_i y_j: the gradient of a weight for a single sample.
/// </summary>
/// <remarks>
/// Limited by the memory bandwidth of C, which is written (and read) row by row, from start to end, in one stream.
/// </remarks>
internal static unsafe class OuterProduct<V, T>
    where V : unmanaged, ISimd<V, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // x is m×1 with elements stepX apart, y is 1×n, c is m×n.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(int m, int n, T* x, nint stepX, T* y, T* c, nint strideC, bool accumulate)
    {
        int whole = n / V.Count * V.Count;
        V rest = V.FirstLanes(n - whole);
        V last = n > whole ? V.LoadMasked(y + whole, rest) : V.Zero;
        for (; m > 0; m--, x += stepX, c += strideC)
        {
            V s = V.Broadcast(*x);
            // 0 + x·y rather than x·y: a product of −0 becomes 0, as in every longer sum.
            for (int j = 0; j < whole; j += V.Count)
            {
                V product = V.MultiplyAdd(s, V.Load(y + j), V.Zero);
                V.Store(accumulate ? V.Load(c + j) + product : product, c + j);
            }
            if (n > whole)
            {
                V product = V.MultiplyAdd(s, last, V.Zero);
                V.StoreMasked(accumulate ? V.LoadMasked(c + whole, rest) + product : product, c + whole, rest);
            }
        }
    }
}
