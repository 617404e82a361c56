using System.Numerics;
using System.Numerics.Tensors;
using Chainrule.Kernels;

namespace Chainrule.Tests.Kernels;

/// <summary>
/// Functions of one variable over spans: y = f(x), element by element. The spans are of equal length, and y may be x
/// itself (but no shifted overlap).
/// </summary>
internal static class VectorMath
{
    public const double SeluScale = 1.0507009873554804934193349852946;
    public const double SeluAlpha = 1.6732632423543772848170429916717;

    /// <summary>eˣ.</summary>
    public static void Exp<T>(ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T> =>
        VectorLoop.Map(x, y, default(ExpFunction));

    /// <summary>log x; −∞ at 0, NaN below.</summary>
    public static void Log<T>(ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T> =>
        VectorLoop.Map(x, y, default(LogFunction));

    /// <summary>√x.</summary>
    public static void Sqrt<T>(ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T> =>
        VectorLoop.Map(x, y, default(SqrtFunction));

    public static void Sin<T>(ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T> =>
        TensorPrimitives.Sin(x, y);

    public static void Cos<T>(ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T> =>
        TensorPrimitives.Cos(x, y);

    public static void Tanh<T>(ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T> =>
        VectorLoop.Map(x, y, default(TanhFunction));

    /// <summary>1/(1+e⁻ˣ).</summary>
    public static void Sigmoid<T>(ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T> =>
        VectorLoop.Map(x, y, default(SigmoidFunction));

    /// <summary>2/√π ∫₀ˣ exp(−t²) dt.</summary>
    public static void Erf<T>(ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T> =>
        VectorLoop.Map(x, y, default(ErfFunction));

    /// <summary>max(x, 0).</summary>
    public static void Relu<T>(ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T> =>
        VectorLoop.Map(x, y, default(ReluFunction));

    /// <summary>x for x ≥ 0, slope·x below.</summary>
    public static void LeakyRelu<T>(ReadOnlySpan<T> x, Span<T> y, T slope)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        VectorLoop.Map(x, y, new LeakyReluFunction(double.CreateTruncating(slope)));

    /// <summary>x for x ≥ 0, alpha·(eˣ − 1) below.</summary>
    public static void Elu<T>(ReadOnlySpan<T> x, Span<T> y, T alpha) where T : unmanaged, IFloatingPointIeee754<T> =>
        VectorLoop.Map(x, y, new EluFunction(double.CreateTruncating(alpha), 1));

    /// <summary>λ·x for x ≥ 0, λα·(eˣ − 1) below; λ and α keep mean 0, variance 1 (Klambauer et al., 2017).</summary>
    public static void Selu<T>(ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T> =>
        VectorLoop.Map(x, y, new EluFunction(SeluScale * SeluAlpha, SeluScale));

    /// <summary>log(1+eˣ), with no overflow.</summary>
    public static void Softplus<T>(ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T> =>
        VectorLoop.Map(x, y, default(SoftplusFunction));

    /// <summary>x·Φ(x), with Φ the normal distribution function.</summary>
    public static void Gelu<T>(ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T> =>
        VectorLoop.Map(x, y, default(GeluFunction));

    /// <summary>½x·(1 + tanh(√(2/π)(x + 0.044715x³))).</summary>
    public static void GeluTanh<T>(ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T> =>
        VectorLoop.Map(x, y, default(GeluTanhFunction));

    /// <summary>x·sigmoid(x).</summary>
    public static void Silu<T>(ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T> =>
        VectorLoop.Map(x, y, default(SiluFunction));
}
