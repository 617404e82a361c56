using System.Numerics;
using System.Runtime.CompilerServices;

namespace Chainrule.Kernels;

/// <summary>x·2ⁿ for hardware without an instruction for it.</summary>
internal static class SimdScale
{
    // 2ⁿ is built from its exponent bits, which only cover normal numbers, so a large n takes up to three steps. A step
    // down leaves the next one more than T's digits of scaling: if a step rounds to a subnormal, the next turns it into
    // 0 whatever it was, so nothing is ever rounded twice.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Scale<TVector, T>(TVector x, TVector n)
        where TVector : unmanaged, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        bool single = typeof(T) == typeof(float);
        TVector lowest = TVector.Constant(single ? -126 : -1022);
        TVector down = TVector.Constant(single ? -126 + 24 : -1022 + 53);
        TVector highest = TVector.Constant(single ? 127 : 1023);
        for (int step = 0; step < 2; step++)
        {
            TVector part = TVector.Select(TVector.LessThan(n, lowest), down, TVector.MinFast(n, highest));
            x *= PowerOfTwo<TVector, T>(part);
            n -= part;
        }
        return x * PowerOfTwo<TVector, T>(TVector.MinFast(TVector.MaxFast(n, lowest), highest));
    }

    /// <summary>
    /// 2ⁿ for integral n within the exponents of normal numbers: −126 to 127, or −1022 to 1023 in double.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector PowerOfTwo<TVector, T>(TVector n)
        where TVector : unmanaged, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // Adding 1.5·2²³ (1.5·2⁵²) leaves n in the low bits of the sum, in two's complement; the rest is shifted out.
        return typeof(T) == typeof(float)
            ? TVector.ShiftLeft(n + TVector.Constant(12582912.0 + 127), 23)
            : TVector.ShiftLeft(n + TVector.Constant(6755399441055744.0 + 1023), 52);
    }
}
