using System.Numerics;
using System.Runtime.CompilerServices;

namespace Chainrule.Kernels;

/// <summary>x + y.</summary>
internal readonly struct AddFunction : INumberFunctionOfTwo
{
    public static bool IsShort => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Of<TVector, T>(TVector x, TVector y)
        where TVector : unmanaged, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => x + y;

    public int Of(int x, int y) => x + y;
}

/// <summary>x − y.</summary>
internal readonly struct SubtractFunction : INumberFunctionOfTwo
{
    public static bool IsShort => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Of<TVector, T>(TVector x, TVector y)
        where TVector : unmanaged, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => x - y;

    public int Of(int x, int y) => x - y;
}

/// <summary>x·y.</summary>
internal readonly struct MultiplyFunction : INumberFunctionOfTwo
{
    public static bool IsShort => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Of<TVector, T>(TVector x, TVector y)
        where TVector : unmanaged, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => x * y;

    public int Of(int x, int y) => x * y;
}

/// <summary>x/y.</summary>
internal readonly struct DivideFunction : INumberFunctionOfTwo
{
    public static bool IsShort => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Of<TVector, T>(TVector x, TVector y)
        where TVector : unmanaged, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => x / y;

    public int Of(int x, int y) => x / y;
}

/// <summary>max(x, y); NaN if either is NaN.</summary>
internal readonly struct MaximumFunction : INumberFunctionOfTwo
{
    public static bool IsShort => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Of<TVector, T>(TVector x, TVector y)
        where TVector : unmanaged, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => TVector.Max(x, y);

    public int Of(int x, int y) => Math.Max(x, y);
}

/// <summary>min(x, y); NaN if either is NaN.</summary>
internal readonly struct MinimumFunction : INumberFunctionOfTwo
{
    public static bool IsShort => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Of<TVector, T>(TVector x, TVector y)
        where TVector : unmanaged, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => TVector.Min(x, y);

    public int Of(int x, int y) => Math.Min(x, y);
}

/// <summary>−x.</summary>
internal readonly struct NegateFunction : INumberFunction
{
    public static bool IsShort => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Of<TVector, T>(TVector x)
        where TVector : unmanaged, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => -x;

    public int Of(int x) => -x;
}

/// <summary>|x|.</summary>
internal readonly struct AbsFunction : INumberFunction
{
    public static bool IsShort => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Of<TVector, T>(TVector x)
        where TVector : unmanaged, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => TVector.Abs(x);

    public int Of(int x) => x < 0 ? -x : x;
}

/// <summary>x².</summary>
internal readonly struct SquareFunction : IVectorFunction
{
    public static bool IsShort => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Of<TVector, T>(TVector x)
        where TVector : unmanaged, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => x * x;
}

/// <summary>x³.</summary>
internal readonly struct CubeFunction : IVectorFunction
{
    public static bool IsShort => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Of<TVector, T>(TVector x)
        where TVector : unmanaged, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => x * x * x;
}

/// <summary>1/x.</summary>
internal readonly struct ReciprocalFunction : IVectorFunction
{
    public static bool IsShort => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Of<TVector, T>(TVector x)
        where TVector : unmanaged, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => TVector.Constant(1) / x;
}

/// <summary>x.</summary>
internal readonly struct IdentityFunction : IVectorFunction
{
    public static bool IsShort => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Of<TVector, T>(TVector x)
        where TVector : unmanaged, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => x;
}

/// <summary>1.</summary>
internal readonly struct OneFunction : IVectorFunction
{
    public static bool IsShort => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Of<TVector, T>(TVector x)
        where TVector : unmanaged, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => TVector.Constant(1);
}

/// <summary>x, or 1 where x is 0.</summary>
internal readonly struct NonZeroFunction : IVectorFunction
{
    public static bool IsShort => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Of<TVector, T>(TVector x)
        where TVector : unmanaged, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        TVector.Select(TVector.EqualTo(x, TVector.Zero), TVector.Constant(1), x);
}
