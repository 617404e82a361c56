using System.Numerics;
using System.Runtime.CompilerServices;

namespace Chainrule.Kernels;

/// <summary>The term to sum, computed from a pair of elements.</summary>
internal interface ITerm
{
    static abstract TVector Add<TVector, T>(TVector sum, TVector x, TVector y)
        where TVector : unmanaged, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;
}

internal readonly struct ElementTerm : ITerm
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Add<TVector, T>(TVector sum, TVector x, TVector y)
        where TVector : unmanaged, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => sum + x;
}

internal readonly struct ProductTerm : ITerm
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Add<TVector, T>(TVector sum, TVector x, TVector y)
        where TVector : unmanaged, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => TVector.MultiplyAdd(x, y, sum);
}

/// <summary>
/// The sum of a contiguous row. Its order depends on the length alone: pairwise summation down to chunks, with four
/// registers of partial sums in a chunk, so that the rounding error grows only with the logarithm of the length.
/// </summary>
internal static unsafe class RowSum<T, TTerm>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TTerm : struct, ITerm
{
    // In registers. With four side by side, a chunk is sixteen dependent additions, and the loop runs at full speed.
    private const int ChunkRegisters = 64;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static T Of<TVector>(T* x, T* y, nint n) where TVector : unmanaged, ISimd<TVector, T>
    {
        nint chunk = ChunkRegisters * TVector.Count;
        if (n <= chunk) return OfChunk<TVector>(x, y, n);
        nint half = chunk << BitOperations.Log2((uint)((n - 1) / chunk));
        return Of<TVector>(x, y, half) + Of<TVector>(x + half, y + half, n - half);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static T OfChunk<TVector>(T* x, T* y, nint n) where TVector : unmanaged, ISimd<TVector, T>
    {
        TVector a = TVector.Zero, b = a, c = a, d = a;
        nint i = 0, count = TVector.Count;
        for (; i <= n - (4 * count); i += 4 * count)
        {
            a = TTerm.Add<TVector, T>(a, TVector.Load(x + i), TVector.Load(y + i));
            b = TTerm.Add<TVector, T>(b, TVector.Load(x + i + count), TVector.Load(y + i + count));
            c = TTerm.Add<TVector, T>(c, TVector.Load(x + i + (2 * count)), TVector.Load(y + i + (2 * count)));
            d = TTerm.Add<TVector, T>(d, TVector.Load(x + i + (3 * count)), TVector.Load(y + i + (3 * count)));
        }
        for (; i < n; i += count)
        {
            TVector mask = TVector.FirstLanes((int)(n - i));
            a = TTerm.Add<TVector, T>(a, TVector.LoadMasked(x + i, mask), TVector.LoadMasked(y + i, mask));
        }
        return TVector.Sum(a + b + (c + d));
    }
}
