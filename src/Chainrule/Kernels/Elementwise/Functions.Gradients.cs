using System.Numerics;
using System.Runtime.CompilerServices;

namespace Chainrule.Kernels;

// dx = dy·f', from the output y or, where that does not determine f', from the input x.

internal readonly struct SigmoidGradient : IVectorFunctionOfTwo
{
    public static bool IsShort => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Of<TVector, T>(TVector y, TVector dy)
        where TVector : unmanaged, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => dy * (y * (TVector.Constant(1) - y));
}

internal readonly struct TanhGradient : IVectorFunctionOfTwo
{
    public static bool IsShort => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Of<TVector, T>(TVector y, TVector dy)
        where TVector : unmanaged, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => dy * TVector.MultiplyAdd(-y, y, TVector.Constant(1));
}

internal readonly struct ReluGradient : IVectorFunctionOfTwo
{
    public static bool IsShort => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Of<TVector, T>(TVector y, TVector dy)
        where TVector : unmanaged, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => dy & TVector.LessThan(TVector.Zero, y);
}

internal readonly struct LeakyReluGradient(double slope) : IVectorFunctionOfTwo
{
    public static bool IsShort => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Of<TVector, T>(TVector y, TVector dy)
        where TVector : unmanaged, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        TVector.Select(TVector.LessThan(TVector.Zero, y), dy, TVector.Constant(slope) * dy);
}

internal readonly struct EluGradient(double below, double above) : IVectorFunctionOfTwo
{
    public static bool IsShort => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Of<TVector, T>(TVector y, TVector dy)
        where TVector : unmanaged, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        dy * TVector.Select(TVector.LessThan(TVector.Zero, y), TVector.Constant(above), y + TVector.Constant(below));
}

internal readonly struct SoftplusGradient : IVectorFunctionOfTwo
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Of<TVector, T>(TVector x, TVector dy)
        where TVector : unmanaged, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => dy * SimdMath<TVector, T>.Sigmoid(x);
}

internal readonly struct GeluGradient : IVectorFunctionOfTwo
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Of<TVector, T>(TVector x, TVector dy)
        where TVector : unmanaged, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => dy * SimdMath<TVector, T>.GeluDerivative(x);
}

internal readonly struct GeluTanhGradient : IVectorFunctionOfTwo
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Of<TVector, T>(TVector x, TVector dy)
        where TVector : unmanaged, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => dy * SimdMath<TVector, T>.GeluTanhDerivative(x);
}

internal readonly struct SiluGradient : IVectorFunctionOfTwo
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Of<TVector, T>(TVector x, TVector dy)
        where TVector : unmanaged, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => dy * SimdMath<TVector, T>.SiluDerivative(x);
}

internal readonly struct BinaryCrossEntropyFunction : IVectorFunctionOfTwo
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Of<TVector, T>(TVector x, TVector target)
        where TVector : unmanaged, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        TVector.MultiplyAdd(-x, target, TVector.MaxFast(TVector.Zero, x)) + SimdMath<TVector, T>.SoftplusTail(x);
}

internal readonly struct BinaryCrossEntropyGradient(double scale) : IVectorFunctionOfTwo
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Of<TVector, T>(TVector x, TVector target)
        where TVector : unmanaged, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        TVector.Constant(scale) * (SimdMath<TVector, T>.Sigmoid(x) - target);
}
