using System.Numerics;

namespace Chainrule.Kernels;

/// <summary>
/// dx = dy ⊙ f'(·) for the activations, from the output y where it suffices and from the input x elsewhere. The spans
/// are of equal length; dx may be any of the others.
/// </summary>
internal static class ActivationGradients
{
    /// <summary>dx = dy·y(1 − y).</summary>
    public static void Sigmoid<T>(ReadOnlySpan<T> y, ReadOnlySpan<T> dy, Span<T> dx)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Match(ref y, ref dy, dx);
        for (int i = 0; i < dx.Length; i++) dx[i] = dy[i] * (y[i] * (T.One - y[i]));
    }

    /// <summary>dx = dy·(1 − y²).</summary>
    public static void Tanh<T>(ReadOnlySpan<T> y, ReadOnlySpan<T> dy, Span<T> dx)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Match(ref y, ref dy, dx);
        for (int i = 0; i < dx.Length; i++) dx[i] = dy[i] * ((T.One - y[i]) * (T.One + y[i]));
    }

    /// <summary>dx = dy where y &gt; 0, else 0; y may be the output or the input.</summary>
    public static void Relu<T>(ReadOnlySpan<T> y, ReadOnlySpan<T> dy, Span<T> dx)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Match(ref y, ref dy, dx);
        for (int i = 0; i < dx.Length; i++) dx[i] = y[i] > T.Zero ? dy[i] : T.Zero;
    }

    /// <summary>dx = dy where y &gt; 0, else slope·dy; y may be the input, or the output of a positive slope.</summary>
    public static void LeakyRelu<T>(ReadOnlySpan<T> y, ReadOnlySpan<T> dy, Span<T> dx, T slope)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Match(ref y, ref dy, dx);
        for (int i = 0; i < dx.Length; i++) dx[i] = y[i] > T.Zero ? dy[i] : slope * dy[i];
    }

    /// <summary>dx = dy where y &gt; 0, else dy·(y + alpha), for alpha ≥ 0.</summary>
    public static void Elu<T>(ReadOnlySpan<T> y, ReadOnlySpan<T> dy, Span<T> dx, T alpha)
        where T : unmanaged, IFloatingPointIeee754<T> => ScaledElu(y, dy, dx, alpha, T.One);

    /// <summary>dx = λ·dy where y &gt; 0, else dy·(y + λα).</summary>
    public static void Selu<T>(ReadOnlySpan<T> y, ReadOnlySpan<T> dy, Span<T> dx)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        ScaledElu(y, dy, dx, T.CreateTruncating(VectorMath.SeluScale * VectorMath.SeluAlpha),
            T.CreateTruncating(VectorMath.SeluScale));

    /// <summary>dx = dy·sigmoid(x), from the input x.</summary>
    public static void Softplus<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> dy, Span<T> dx)
        where T : unmanaged, IFloatingPointIeee754<T> => FromInput<T, SigmoidFunction>(x, dy, dx);

    /// <summary>dx = dy·(Φ(x) + x·φ(x)), from the input x.</summary>
    public static void Gelu<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> dy, Span<T> dx)
        where T : unmanaged, IFloatingPointIeee754<T> => FromInput<T, GeluDerivativeFunction>(x, dy, dx);

    /// <summary>dx = dy times the derivative of GELU's approximation by tanh, from the input x.</summary>
    public static void GeluTanh<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> dy, Span<T> dx)
        where T : unmanaged, IFloatingPointIeee754<T> => FromInput<T, GeluTanhDerivativeFunction>(x, dy, dx);

    /// <summary>dx = dy·(s + x·s(1 − s)) with s = sigmoid(x), from the input x.</summary>
    public static void Silu<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> dy, Span<T> dx)
        where T : unmanaged, IFloatingPointIeee754<T> => FromInput<T, SiluDerivativeFunction>(x, dy, dx);

    private static void ScaledElu<T>(ReadOnlySpan<T> y, ReadOnlySpan<T> dy, Span<T> dx, T below, T above)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Match(ref y, ref dy, dx);
        for (int i = 0; i < dx.Length; i++) dx[i] = dy[i] * (y[i] > T.Zero ? above : y[i] + below);
    }

    private static void FromInput<T, TDerivative>(ReadOnlySpan<T> x, ReadOnlySpan<T> dy, Span<T> dx)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TDerivative : struct, IScalarFunction
    {
        Match(ref x, ref dy, dx);
        for (int i = 0; i < dx.Length; i++)
        {
            double slope = TDerivative.Of(double.CreateTruncating(x[i]));
            dx[i] = T.CreateTruncating(double.CreateTruncating(dy[i]) * slope);
        }
    }

    // Equal lengths, known to the compiler: the loops then need no bounds checks.
    private static void Match<T>(ref ReadOnlySpan<T> first, ref ReadOnlySpan<T> second, Span<T> result)
    {
        first = first[..result.Length];
        second = second[..result.Length];
    }
}
