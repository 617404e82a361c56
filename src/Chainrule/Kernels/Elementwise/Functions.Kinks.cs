using System.Numerics;
using System.Runtime.CompilerServices;

namespace Chainrule.Kernels;

// Activations with a kink at 0, written as selections so that NaN passes through.

internal readonly struct SqrtFunction : IVectorFunction
{
    public static bool IsShort => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Of<TVector, T>(TVector x)
        where TVector : unmanaged, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => TVector.Sqrt(x);
}

internal readonly struct ReluFunction : IVectorFunction
{
    public static bool IsShort => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Of<TVector, T>(TVector x)
        where TVector : unmanaged, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        TVector.Select(TVector.LessThanOrEqual(x, TVector.Zero), TVector.Zero, x);
}

internal readonly struct LeakyReluFunction(double slope) : IVectorFunction
{
    public static bool IsShort => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Of<TVector, T>(TVector x)
        where TVector : unmanaged, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        TVector.Select(TVector.LessThan(x, TVector.Zero), TVector.Constant(slope) * x, x);
}

internal readonly struct EluFunction(double below, double above) : IVectorFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Of<TVector, T>(TVector x)
        where TVector : unmanaged, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        TVector.Select(
            TVector.LessThan(x, TVector.Zero),
            TVector.Constant(below) * SimdMath<TVector, T>.ExpMinusOneOfNegative(x),
            TVector.Constant(above) * x);
}

internal readonly struct ClipFunction(double low, double high) : IVectorFunction
{
    public static bool IsShort => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Of<TVector, T>(TVector x)
        where TVector : unmanaged, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        (TVector least, TVector most) = (TVector.Constant(low), TVector.Constant(high));
        TVector raised = TVector.Select(TVector.LessThan(x, least), least, x);
        return TVector.Select(TVector.LessThan(most, raised), most, raised);
    }
}
