using System.Numerics;
using System.Runtime.CompilerServices;

namespace Chainrule.Kernels;

/// <summary>m×n → m: y = Σⱼ xᵢⱼ·zᵢⱼ (or Σⱼ xᵢⱼ). Strides are between rows.</summary>
internal readonly unsafe struct RowSumsKernel<T, TTerm>(int m, int n, T* x, T* z, long stride, T* y) : ISimdKernel<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TTerm : struct, ITerm
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<TVector>() where TVector : unmanaged, ISimd<TVector, T>
    {
        for (int i = 0; i < m; i++)
        {
            y[i] = RowSum<T, TTerm>.Of<TVector>(x + (i * stride), z + (i * stride), n);
        }
    }
}

/// <summary>m×n → m: the largest or smallest element of each row; NaN if any is NaN.</summary>
internal readonly unsafe struct RowExtremesKernel<T>(int m, int n, T* x, long stride, T* y, bool least) : ISimdKernel<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<TVector>() where TVector : unmanaged, ISimd<TVector, T>
    {
        TVector none = TVector.Broadcast(least ? T.PositiveInfinity : T.NegativeInfinity);
        for (int i = 0; i < m; i++)
        {
            T* row = x + (i * stride);
            TVector a = none, b = none;
            int j = 0, count = TVector.Count;
            for (; j <= n - (2 * count); j += 2 * count)
            {
                a = Further(a, TVector.Load(row + j), least);
                b = Further(b, TVector.Load(row + j + count), least);
            }
            for (; j < n; j += count)
            {
                TVector mask = TVector.FirstLanes(n - j);
                a = Further(a, TVector.Select(mask, TVector.LoadMasked(row + j, mask), none), least);
            }
            a = Further(a, b, least);
            y[i] = least ? TVector.MinLane(a) : TVector.MaxLane(a);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static TVector Further(TVector a, TVector b, bool least) => least ? TVector.Min(a, b) : TVector.Max(a, b);
    }
}

/// <summary>m×n → n: y = Σᵢ xᵢⱼ.</summary>
/// <remarks>
/// A strip four registers wide goes down the rows, in chunks of rows whose sums are added pairwise. Within a chunk the
/// partial sums stay in registers, and the rounding error grows with the logarithm of m.
/// </remarks>
internal readonly unsafe struct ColumnSumsKernel<T>(int m, int n, T* x, long stride, T* y) : ISimdKernel<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int RowChunk = 32;
    private const int WidestStrip = 64;   // four registers of 16 floats

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<TVector>() where TVector : unmanaged, ISimd<TVector, T>
    {
        T* sums = stackalloc T[WidestStrip];
        for (int j = 0; j < n;)
        {
            int left = n - j, width = left >= 4 * TVector.Count ? 4 * TVector.Count : Math.Min(left, TVector.Count);
            Strip<TVector>(m, x + j, width, sums);
            for (int i = 0; i < width; i++) y[j + i] = sums[i];
            j += width;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Strip<TVector>(int rows, T* top, int width, T* sums) where TVector : unmanaged, ISimd<TVector, T>
    {
        if (rows <= RowChunk)
        {
            Chunk<TVector>(rows, top, width, sums);
            return;
        }
        int half = RowChunk << BitOperations.Log2((uint)((rows - 1) / RowChunk));
        T* rest = stackalloc T[WidestStrip];
        Strip<TVector>(half, top, width, sums);
        Strip<TVector>(rows - half, top + (half * stride), width, rest);
        for (int i = 0; i < width; i++) sums[i] += rest[i];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Chunk<TVector>(int rows, T* row, int width, T* sums) where TVector : unmanaged, ISimd<TVector, T>
    {
        int count = TVector.Count;
        TVector a = TVector.Zero, b = a, c = a, d = a;
        if (width == 4 * count)
        {
            for (; rows > 0; rows--, row += stride)
            {
                a += TVector.Load(row);
                b += TVector.Load(row + count);
                c += TVector.Load(row + (2 * count));
                d += TVector.Load(row + (3 * count));
            }
            TVector.Store(a, sums);
            TVector.Store(b, sums + count);
            TVector.Store(c, sums + (2 * count));
            TVector.Store(d, sums + (3 * count));
            return;
        }
        TVector mask = TVector.FirstLanes(width);
        for (; rows > 0; rows--, row += stride) a += TVector.LoadMasked(row, mask);
        TVector.StoreMasked(a, sums, mask);
    }
}
