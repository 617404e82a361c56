using System.Numerics;
using System.Runtime.CompilerServices;

namespace Chainrule.Kernels;

// 1 where the comparison holds and 0 elsewhere, in the type of the operands.

internal readonly struct LessFunction : INumberFunctionOfTwo
{
    public static bool IsShort => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Of<TVector, T>(TVector x, TVector y)
        where TVector : unmanaged, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => TVector.LessThan(x, y) & TVector.Constant(1);

    public int Of(int x, int y) => x < y ? 1 : 0;
}

internal readonly struct LessOrEqualFunction : INumberFunctionOfTwo
{
    public static bool IsShort => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Of<TVector, T>(TVector x, TVector y)
        where TVector : unmanaged, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => TVector.LessThanOrEqual(x, y) & TVector.Constant(1);

    public int Of(int x, int y) => x <= y ? 1 : 0;
}

internal readonly struct GreaterFunction : INumberFunctionOfTwo
{
    public static bool IsShort => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Of<TVector, T>(TVector x, TVector y)
        where TVector : unmanaged, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => TVector.LessThan(y, x) & TVector.Constant(1);

    public int Of(int x, int y) => x > y ? 1 : 0;
}

internal readonly struct GreaterOrEqualFunction : INumberFunctionOfTwo
{
    public static bool IsShort => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Of<TVector, T>(TVector x, TVector y)
        where TVector : unmanaged, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => TVector.LessThanOrEqual(y, x) & TVector.Constant(1);

    public int Of(int x, int y) => x >= y ? 1 : 0;
}

internal readonly struct EqualFunction : INumberFunctionOfTwo
{
    public static bool IsShort => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Of<TVector, T>(TVector x, TVector y)
        where TVector : unmanaged, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => TVector.EqualTo(x, y) & TVector.Constant(1);

    public int Of(int x, int y) => x == y ? 1 : 0;
}

internal readonly struct NotEqualFunction : INumberFunctionOfTwo
{
    public static bool IsShort => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Of<TVector, T>(TVector x, TVector y)
        where TVector : unmanaged, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => ~TVector.EqualTo(x, y) & TVector.Constant(1);

    public int Of(int x, int y) => x != y ? 1 : 0;
}

/// <summary>−1, 0 or 1, the sign of x; NaN and both zeros are returned unchanged.</summary>
internal readonly struct SignFunction : INumberFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Of<TVector, T>(TVector x)
        where TVector : unmanaged, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        TVector sign = TVector.Select(TVector.LessThan(x, TVector.Zero), TVector.Constant(-1), x);
        return TVector.Select(TVector.LessThan(TVector.Zero, x), TVector.Constant(1), sign);
    }

    public int Of(int x) => Math.Sign(x);
}

/// <summary>x where the condition is not 0, and y elsewhere.</summary>
internal readonly struct WhereFunction : INumberFunctionOfThree
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Of<TVector, T>(TVector condition, TVector x, TVector y)
        where TVector : unmanaged, ISimd<TVector, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        TVector.Select(TVector.EqualTo(condition, TVector.Zero), y, x);

    public int Of(int condition, int x, int y) => condition != 0 ? x : y;
}
