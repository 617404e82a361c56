using System.Numerics;
using Chainrule.Kernels;

namespace Chainrule.Tests.Kernels;

/// <summary>
/// dx = dy ⊙ f'(·) for the activations, from the output y where it suffices and from the input x elsewhere. The spans
/// are of equal length; dx may be any of the others.
/// </summary>
internal static class ActivationGradients
{
    /// <summary>dx = dy·y(1 − y).</summary>
    public static void Sigmoid<T>(ReadOnlySpan<T> y, ReadOnlySpan<T> dy, Span<T> dx)
        where T : unmanaged, IFloatingPointIeee754<T> => VectorLoop.Map(y, dy, dx, default(SigmoidGradient));

    /// <summary>dx = dy·(1 − y²).</summary>
    public static void Tanh<T>(ReadOnlySpan<T> y, ReadOnlySpan<T> dy, Span<T> dx)
        where T : unmanaged, IFloatingPointIeee754<T> => VectorLoop.Map(y, dy, dx, default(TanhGradient));

    /// <summary>dx = dy where y &gt; 0, else 0; y may be the output or the input.</summary>
    public static void Relu<T>(ReadOnlySpan<T> y, ReadOnlySpan<T> dy, Span<T> dx)
        where T : unmanaged, IFloatingPointIeee754<T> => VectorLoop.Map(y, dy, dx, default(ReluGradient));

    /// <summary>dx = dy where y &gt; 0, else slope·dy; y may be the input, or the output of a positive slope.</summary>
    public static void LeakyRelu<T>(ReadOnlySpan<T> y, ReadOnlySpan<T> dy, Span<T> dx, T slope)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        VectorLoop.Map(y, dy, dx, new LeakyReluGradient(double.CreateTruncating(slope)));

    /// <summary>dx = dy where y &gt; 0, else dy·(y + alpha), for alpha ≥ 0.</summary>
    public static void Elu<T>(ReadOnlySpan<T> y, ReadOnlySpan<T> dy, Span<T> dx, T alpha)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        VectorLoop.Map(y, dy, dx, new EluGradient(double.CreateTruncating(alpha), 1));

    /// <summary>dx = λ·dy where y &gt; 0, else dy·(y + λα).</summary>
    public static void Selu<T>(ReadOnlySpan<T> y, ReadOnlySpan<T> dy, Span<T> dx)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        VectorLoop.Map(
            y, dy, dx, new EluGradient(VectorMath.SeluScale * VectorMath.SeluAlpha, VectorMath.SeluScale));

    /// <summary>dx = dy·sigmoid(x), from the input x.</summary>
    public static void Softplus<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> dy, Span<T> dx)
        where T : unmanaged, IFloatingPointIeee754<T> => VectorLoop.Map(x, dy, dx, default(SoftplusGradient));

    /// <summary>dx = dy·(Φ(x) + x·φ(x)), from the input x.</summary>
    public static void Gelu<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> dy, Span<T> dx)
        where T : unmanaged, IFloatingPointIeee754<T> => VectorLoop.Map(x, dy, dx, default(GeluGradient));

    /// <summary>dx = dy times the derivative of GELU's approximation by tanh, from the input x.</summary>
    public static void GeluTanh<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> dy, Span<T> dx)
        where T : unmanaged, IFloatingPointIeee754<T> => VectorLoop.Map(x, dy, dx, default(GeluTanhGradient));

    /// <summary>dx = dy·(s + x·s(1 − s)) with s = sigmoid(x), from the input x.</summary>
    public static void Silu<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> dy, Span<T> dx)
        where T : unmanaged, IFloatingPointIeee754<T> => VectorLoop.Map(x, dy, dx, default(SiluGradient));
}
