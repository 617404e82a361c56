using System.Numerics;
using System.Runtime.CompilerServices;

namespace Chainrule.Kernels;

/// <summary>dx = y ⊙ (dy − Σ dy·y) for rows of a softmax y; dx = dy − exp(y)·Σ dy for a log-softmax.</summary>
internal readonly unsafe struct SoftmaxGradientKernel<T>(int m, int n, T* y, T* dy, T* dx, bool logarithmic)
    : ISimdKernel<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<TVector>() where TVector : unmanaged, ISimd<TVector, T>
    {
        for (int i = 0; i < m; i++)
        {
            long row = (long)i * n;
            T* p = y + row, slope = dy + row, to = dx + row;
            TVector sum = TVector.Broadcast(logarithmic
                ? RowSum<T, ElementTerm>.Of<TVector>(slope, slope, n)
                : RowSum<T, ProductTerm>.Of<TVector>(p, slope, n));
            for (int j = 0; j < n; j += TVector.Count)
            {
                TVector mask = TVector.FirstLanes(n - j);
                TVector a = TVector.LoadMasked(p + j, mask), b = TVector.LoadMasked(slope + j, mask);
                TVector value = logarithmic
                    ? TVector.MultiplyAdd(-SimdMath<TVector, T>.ExpOfNegative(a), sum, b)
                    : a * (b - sum);
                TVector.StoreMasked(value, to + j, mask);
            }
        }
    }
}
