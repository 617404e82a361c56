using System.Numerics;
using System.Runtime.InteropServices;

namespace Chainrule.Kernels;

/// <summary>Functions of any numbers that the base library has no vector form of.</summary>
internal static class Arithmetic
{
    public static void Sign<T>(ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, INumber<T>
    {
        for (int i = 0; i < x.Length; i++)
            y[i] = x[i] > T.Zero ? T.One : x[i] < T.Zero ? -T.One : x[i];
    }

    public static void Cube<T>(ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, INumber<T>
    {
        for (int i = 0; i < x.Length; i++) y[i] = x[i] * x[i] * x[i];
    }

    public static void Power<T>(ReadOnlySpan<T> x, T exponent, Span<T> y) where T : unmanaged, IPowerFunctions<T>
    {
        for (int i = 0; i < x.Length; i++) y[i] = T.Pow(x[i], exponent);
    }

    public static void Greater<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y) where T : unmanaged, INumber<T> =>
        Less(b, a, y);

    public static void GreaterOrEqual<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y)
        where T : unmanaged, INumber<T> =>
        LessOrEqual(b, a, y);

    public static void Less<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y) where T : unmanaged, INumber<T>
    {
        if (Vectorized(a, b, y, default(LessMask))) return;
        for (int i = 0; i < a.Length; i++) y[i] = a[i] < b[i] ? T.One : T.Zero;
    }

    public static void LessOrEqual<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y) where T : unmanaged, INumber<T>
    {
        if (Vectorized(a, b, y, default(LessOrEqualMask))) return;
        for (int i = 0; i < a.Length; i++) y[i] = a[i] <= b[i] ? T.One : T.Zero;
    }

    public static void Equal<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y) where T : unmanaged, INumber<T>
    {
        if (Vectorized(a, b, y, default(EqualMask))) return;
        for (int i = 0; i < a.Length; i++) y[i] = a[i] == b[i] ? T.One : T.Zero;
    }

    public static void NotEqual<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y) where T : unmanaged, INumber<T>
    {
        for (int i = 0; i < a.Length; i++) y[i] = a[i] != b[i] ? T.One : T.Zero;
    }

    /// <summary>Whether the elements were floating-point numbers, and the function is done.</summary>
    private static bool Vectorized<T, TFunction>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y, TFunction function)
        where T : unmanaged
        where TFunction : struct, IVectorFunctionOfTwo
    {
        if (typeof(T) == typeof(float))
        {
            VectorLoop.Map(
                MemoryMarshal.Cast<T, float>(a), MemoryMarshal.Cast<T, float>(b),
                MemoryMarshal.Cast<T, float>(y), function);
            return true;
        }
        if (typeof(T) != typeof(double)) return false;
        VectorLoop.Map(
            MemoryMarshal.Cast<T, double>(a), MemoryMarshal.Cast<T, double>(b),
            MemoryMarshal.Cast<T, double>(y), function);
        return true;
    }

    private readonly struct LessMask : IVectorFunctionOfTwo
    {
        public V Of<V, T>(V x, V y)
            where V : unmanaged, ISimd<V, T> where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
            V.LessThan(x, y) & V.Constant(1);
    }

    private readonly struct LessOrEqualMask : IVectorFunctionOfTwo
    {
        public V Of<V, T>(V x, V y)
            where V : unmanaged, ISimd<V, T> where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
            V.LessThanOrEqual(x, y) & V.Constant(1);
    }

    private readonly struct EqualMask : IVectorFunctionOfTwo
    {
        public V Of<V, T>(V x, V y)
            where V : unmanaged, ISimd<V, T> where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
            V.EqualTo(x, y) & V.Constant(1);
    }
}
