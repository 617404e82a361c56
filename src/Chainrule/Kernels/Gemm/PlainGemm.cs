using System.Numerics;

namespace Chainrule.Kernels;

/// <summary>The matrix product as three plain loops: the reference that all variants are tested against.</summary>
internal static unsafe class PlainGemm
{
    // m×k · k×n → m×n; a stride is the distance in elements between the stored rows of a matrix.
    public static void Multiply<T>(
        int m, int n, int k,
        T* a, int strideA, bool transposeA,
        T* b, int strideB, bool transposeB,
        T* c, int strideC, bool accumulate) where T : unmanaged, INumber<T>
    {
        for (int i = 0; i < m; i++)
        {
            for (int j = 0; j < n; j++)
            {
                T sum = accumulate ? c[((long)i * strideC) + j] : T.Zero;
                for (int l = 0; l < k; l++)
                {
                    T x = transposeA ? a[((long)l * strideA) + i] : a[((long)i * strideA) + l];
                    T y = transposeB ? b[((long)j * strideB) + l] : b[((long)l * strideB) + j];
                    sum += x * y;
                }
                c[((long)i * strideC) + j] = sum;
            }
        }
    }
}
