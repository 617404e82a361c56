using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Chainrule.Kernels;

/// <summary>
/// The largest lane of a register where dropping a NaN is acceptable: by halves, one instruction per step.
/// </summary>
internal static class Lanes<TVector, T>
    where TVector : unmanaged, ISimd<TVector, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Max(TVector value)
    {
        if (typeof(TVector) == typeof(Simd512<float>)) return Max(Unsafe.BitCast<TVector, Vector512<float>>(value));
        if (typeof(TVector) == typeof(Simd256<float>)) return Max(Unsafe.BitCast<TVector, Vector256<float>>(value));
        if (typeof(TVector) == typeof(Simd128<float>)) return Max(Unsafe.BitCast<TVector, Vector128<float>>(value));
        return TVector.MaxLane(value);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Max(Vector512<float> value) => Max(Vector256.MaxNative(value.GetLower(), value.GetUpper()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Max(Vector256<float> value) => Max(Vector128.MaxNative(value.GetLower(), value.GetUpper()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Max(Vector128<float> value)
    {
        value = Vector128.MaxNative(value, Vector128.Shuffle(value, Vector128.Create(2, 3, 0, 1)));
        value = Vector128.MaxNative(value, Vector128.Shuffle(value, Vector128.Create(1, 0, 3, 2)));
        return Unsafe.BitCast<float, T>(value.ToScalar());
    }
}
