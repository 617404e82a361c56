using System.Numerics;
using System.Runtime.CompilerServices;

namespace Chainrule.Kernels;

/// <summary>Running means that no gradient has fed for long: what no parameter can notice becomes 0.</summary>
/// <remarks>
/// Left alone they end in subnormal numbers and stay there for ever, and with those a processor takes several times as
/// long: on pictures with a black ground, over and over the same, Adam's step with its gradient takes twice the time.
/// </remarks>
internal static class Faded
{
    /// <summary>0 for less than 2⁻¹⁰⁰ (2⁻⁹⁶⁰ in double): products with a learning rate stay normal too.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Mean<TVector, T>(TVector mean)
        where TVector : unmanaged, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Above<TVector, T>(mean, typeof(T) == typeof(float) ? 7.888609052210118e-31 : 1.0261342003245941e-289);

    /// <summary>0 for a mean square that is subnormal: a larger one may still be what divides a small mean.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Square<TVector, T>(TVector square)
        where TVector : unmanaged, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Above<TVector, T>(square, typeof(T) == typeof(float) ? 1.1754943508222875e-38 : 2.2250738585072014e-308);

    // NaN stays.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Above<TVector, T>(TVector value, double least)
        where TVector : unmanaged, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        TVector.Select(TVector.LessThan(TVector.Abs(value), TVector.Constant(least)), TVector.Zero, value);
}
