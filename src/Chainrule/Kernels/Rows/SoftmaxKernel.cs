using System.Numerics;
using System.Runtime.CompilerServices;

namespace Chainrule.Kernels;

/// <summary>
/// Whatever is requested of the rows of m×n logits x: their softmax, its logarithm, the cross-entropy against labels or
/// targets. A null pointer requests nothing.
/// </summary>
/// <remarks>
/// Rows are processed in blocks that stay in the L1 cache. The first pass finds d = x − max, e = exp(d) and Σe, and
/// stores d and e where log p and p will go, so that either may overwrite x. Then a single vectorized logarithm serves
/// a block of rows (one at a time would cost as much as a row of ten classes). The second pass scales.
/// </remarks>
internal unsafe partial struct SoftmaxKernel<T>(int m, int n, T* x, T* logs, T* probabilities) : ISimdKernel<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int BlockRows = 32;

    // Σe is summed in chunks of this many registers, whose sums are then added: shorter sums round less.
    private const int Chunk = 32;

    /// <summary>m class indices, all checked to be in 0 … n−1; or null.</summary>
    public int* Labels;

    /// <summary>m×n class weights; or null.</summary>
    public T* Targets;

    /// <summary>m results; or null.</summary>
    public T* Losses;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Run<TVector>() where TVector : unmanaged, ISimd<TVector, T>
    {
        T* sums = stackalloc T[BlockRows];
        T* logSums = stackalloc T[BlockRows];
        T* weights = stackalloc T[BlockRows];
        T* weighted = stackalloc T[BlockRows];   // Σ t·d
        for (int start = 0; start < m; start += BlockRows)
        {
            int rows = Math.Min(BlockRows, m - start);
            bool narrow = n <= TVector.Count;
            if (narrow) Narrow<TVector>(start, rows, sums, weights, weighted);
            for (int r = 0; r < rows && !narrow; r++)
            {
                long row = (long)(start + r) * n;
                T max = MaxOf<TVector>(x + row);
                (weights[r], weighted[r]) = WeightsOf<TVector>(start + r, max);
                sums[r] = Exponentials<TVector>(row, max);
            }
            if (logs != null || Losses != null)
                VectorLoop.Map<T, LogFunction>(new(sums, rows), new(logSums, rows), default);
            for (int r = 0; r < rows && Losses != null; r++)
                Losses[start + r] = (logSums[r] * weights[r]) - weighted[r];
            if (narrow) FinishNarrow<TVector>(start, rows, sums, logSums);
            for (int r = 0; r < rows && !narrow; r++)
                Finish<TVector>(start + r, logSums[r], T.One / sums[r]);
        }
    }

    // A NaN may be dropped here: its own exponential brings it back, and the whole row becomes NaN as it should.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly T MaxOf<TVector>(T* row) where TVector : unmanaged, ISimd<TVector, T>
    {
        TVector lowest = TVector.Broadcast(T.NegativeInfinity), max = lowest;
        int j = 0;
        for (; j <= n - TVector.Count; j += TVector.Count) max = TVector.MaxFast(TVector.Load(row + j), max);
        if (j < n)
        {
            TVector mask = TVector.FirstLanes(n - j);
            max = TVector.MaxFast(TVector.Select(mask, TVector.LoadMasked(row + j, mask), lowest), max);
        }
        return Lanes<TVector, T>.Max(max);
    }

    // Σt and Σ t·d of a row: 1 and d of the label, or sums over the targets. A target of 0 counts nothing even where d
    // is −∞.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly (T Weight, T Weighted) WeightsOf<TVector>(int i, T greatest)
        where TVector : unmanaged, ISimd<TVector, T>
    {
        T* row = x + ((long)i * n);
        if (Targets == null) return (T.One, Labels == null ? T.Zero : row[Labels[i]] - greatest);
        T* targets = Targets + ((long)i * n);
        TVector max = TVector.Broadcast(greatest);
        TVector weight = TVector.Zero, weighted = TVector.Zero;
        for (int j = 0; j < n; j += TVector.Count)
        {
            TVector mask = TVector.FirstLanes(n - j), t = TVector.LoadMasked(targets + j, mask);
            TVector d = TVector.LoadMasked(row + j, mask) - max;
            weight += t;
            weighted += TVector.Select(TVector.EqualTo(t, TVector.Zero), TVector.Zero, t * d);
        }
        return (TVector.Sum(weight), TVector.Sum(weighted));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly T Exponentials<TVector>(long row, T greatest) where TVector : unmanaged, ISimd<TVector, T>
    {
        TVector max = TVector.Broadcast(greatest);
        T* from = x + row, d = logs + row, e = probabilities + row;
        TVector total = TVector.Zero, sum = TVector.Zero;
        for (int j = 0, left = Chunk; j < n; j += TVector.Count)
        {
            bool full = n - j >= TVector.Count;
            TVector mask = full ? TVector.Zero : TVector.FirstLanes(n - j);
            TVector difference = (full ? TVector.Load(from + j) : TVector.LoadMasked(from + j, mask)) - max;
            TVector value = SimdMath<TVector, T>.ExpOfNegative(difference);
            if (!full) value &= mask;
            if (logs != null) Store(difference, d + j, full, mask);
            if (probabilities != null) Store(value, e + j, full, mask);
            sum += value;
            if (--left > 0) continue;
            total += sum;
            sum = TVector.Zero;
            left = Chunk;
        }
        return TVector.Sum(total + sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Finish<TVector>(int i, T logSum, T factor) where TVector : unmanaged, ISimd<TVector, T>
    {
        long row = (long)i * n;
        if (logs != null)
        {
            TVector shift = TVector.Broadcast(logSum);
            T* log = logs + row;
            int j = 0;
            for (; j <= n - TVector.Count; j += TVector.Count) TVector.Store(TVector.Load(log + j) - shift, log + j);
            TVector mask = TVector.FirstLanes(n - j);
            if (j < n) TVector.StoreMasked(TVector.LoadMasked(log + j, mask) - shift, log + j, mask);
        }
        if (probabilities == null) return;
        TVector scale = TVector.Broadcast(factor);
        T* p = probabilities + row;
        for (int j = 0; j < n; j += TVector.Count)
        {
            bool full = n - j >= TVector.Count;
            TVector mask = full ? TVector.Zero : TVector.FirstLanes(n - j);
            Store((full ? TVector.Load(p + j) : TVector.LoadMasked(p + j, mask)) * scale, p + j, full, mask);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<TVector>(TVector value, T* to, bool full, TVector mask)
        where TVector : unmanaged, ISimd<TVector, T>
    {
        if (full) TVector.Store(value, to);
        else TVector.StoreMasked(value, to, mask);
    }
}
