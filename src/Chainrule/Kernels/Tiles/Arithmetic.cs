using System.Numerics;

namespace Chainrule.Kernels;

/// <summary>Plain loops for functions that the base library has no vector form of; simple enough for the compiler to be quick.</summary>
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

    public static void Greater<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y) where T : unmanaged, INumber<T>
    {
        for (int i = 0; i < a.Length; i++) y[i] = a[i] > b[i] ? T.One : T.Zero;
    }

    public static void GreaterOrEqual<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y) where T : unmanaged, INumber<T>
    {
        for (int i = 0; i < a.Length; i++) y[i] = a[i] >= b[i] ? T.One : T.Zero;
    }

    public static void Less<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y) where T : unmanaged, INumber<T>
    {
        for (int i = 0; i < a.Length; i++) y[i] = a[i] < b[i] ? T.One : T.Zero;
    }

    public static void LessOrEqual<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y) where T : unmanaged, INumber<T>
    {
        for (int i = 0; i < a.Length; i++) y[i] = a[i] <= b[i] ? T.One : T.Zero;
    }

    public static void Equal<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y) where T : unmanaged, INumber<T>
    {
        for (int i = 0; i < a.Length; i++) y[i] = a[i] == b[i] ? T.One : T.Zero;
    }

    public static void NotEqual<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y) where T : unmanaged, INumber<T>
    {
        for (int i = 0; i < a.Length; i++) y[i] = a[i] != b[i] ? T.One : T.Zero;
    }
}
