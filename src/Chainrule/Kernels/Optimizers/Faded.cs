using System.Numerics;
using System.Runtime.CompilerServices;

namespace Chainrule.Kernels;

/// <summary>Flushes running means to 0 when they have decayed so far that no parameter can notice.</summary>
/// <remarks>
/// Left alone, they would become subnormal numbers and stay so, which processors handle several times more slowly: on
/// images with a black background, repeated over and over, Adam's step with its gradient takes twice the time.
/// </remarks>
internal static class Faded
{
    /// <summary>
    /// Flushes numbers below 2⁻¹⁰⁰ (2⁻⁹⁶⁰ in double), so that products with a learning rate stay normal too.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Mean<TVector, T>(TVector mean)
        where TVector : unmanaged, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Above<TVector, T>(mean, typeof(T) == typeof(float) ? 7.888609052210118e-31 : 1.0261342003245941e-289);

    /// <summary>Flushes subnormal mean squares only: a larger one may still divide a small mean.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Square<TVector, T>(TVector square)
        where TVector : unmanaged, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Above<TVector, T>(square, typeof(T) == typeof(float) ? 1.1754943508222875e-38 : 2.2250738585072014e-308);

    // NaN is kept.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Above<TVector, T>(TVector value, double least)
        where TVector : unmanaged, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        TVector.Select(TVector.LessThan(TVector.Abs(value), TVector.Constant(least)), TVector.Zero, value);
}
