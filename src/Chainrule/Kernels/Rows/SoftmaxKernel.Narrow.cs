using System.Runtime.CompilerServices;

namespace Chainrule.Kernels;

// Rows that fit in one register, such as those of ten classes: no calls, and no dependency from row to row.
internal unsafe partial struct SoftmaxKernel<T>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Narrow<TVector>(int start, int rows, T* sums, T* weights, T* weighted)
        where TVector : unmanaged, ISimd<TVector, T>
    {
        TVector mask = TVector.FirstLanes(n), lowest = TVector.Broadcast(T.NegativeInfinity);
        long at = (long)start * n;
        for (int r = 0; r < rows; r++, at += n)
        {
            TVector row = TVector.LoadMasked(x + at, mask);
            T max = Lanes<TVector, T>.Max(TVector.Select(mask, row, lowest));
            TVector d = row - TVector.Broadcast(max);
            TVector e = SimdMath<TVector, T>.ExpOfNegative(d) & mask;
            weights[r] = T.One;
            weighted[r] = Labels == null ? T.Zero : x[at + Labels[start + r]] - max;
            if (Targets != null)
            {
                TVector t = TVector.LoadMasked(Targets + at, mask);
                weights[r] = TVector.Sum(t);
                weighted[r] = TVector.Sum(TVector.Select(TVector.EqualTo(t, TVector.Zero), TVector.Zero, t * d));
            }
            sums[r] = TVector.Sum(e);
            if (logs != null) TVector.StoreMasked(d, logs + at, mask);
            if (probabilities != null) TVector.StoreMasked(e, probabilities + at, mask);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void FinishNarrow<TVector>(int start, int rows, T* sums, T* logSums)
        where TVector : unmanaged, ISimd<TVector, T>
    {
        TVector mask = TVector.FirstLanes(n);
        long at = (long)start * n;
        for (int r = 0; r < rows; r++, at += n)
        {
            if (logs != null)
            {
                TVector log = TVector.LoadMasked(logs + at, mask) - TVector.Broadcast(logSums[r]);
                TVector.StoreMasked(log, logs + at, mask);
            }
            if (probabilities == null) continue;
            TVector p = TVector.LoadMasked(probabilities + at, mask) * TVector.Broadcast(T.One / sums[r]);
            TVector.StoreMasked(p, probabilities + at, mask);
        }
    }
}
