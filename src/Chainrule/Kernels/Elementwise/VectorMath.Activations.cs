using System.Numerics;
using System.Numerics.Tensors;

namespace Chainrule.Kernels;

internal static partial class VectorMath
{
    /// <summary>max(x, 0).</summary>
    public static void Relu<T>(ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T> =>
        TensorPrimitives.Max(x, T.Zero, y);

    /// <summary>x for x ≥ 0, slope·x below.</summary>
    public static void LeakyRelu<T>(ReadOnlySpan<T> x, Span<T> y, T slope)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        y = y[..x.Length];
        for (int i = 0; i < y.Length; i++) y[i] = x[i] >= T.Zero ? x[i] : slope * x[i];
    }

    /// <summary>x for x ≥ 0, alpha·(eˣ − 1) below.</summary>
    public static void Elu<T>(ReadOnlySpan<T> x, Span<T> y, T alpha) where T : unmanaged, IFloatingPointIeee754<T> =>
        ScaledElu(x, y, alpha, T.One);

    /// <summary>λ·x for x ≥ 0, λα·(eˣ − 1) below; λ and α keep mean 0 and variance 1 (Klambauer et al., 2017).</summary>
    public static void Selu<T>(ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T> =>
        ScaledElu(x, y, T.CreateTruncating(SeluScale * SeluAlpha), T.CreateTruncating(SeluScale));

    /// <summary>log(1+eˣ), with no overflow.</summary>
    public static void Softplus<T>(ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T> =>
        ScalarFunctions.Map<T, SoftplusFunction>(x, y);

    /// <summary>x·Φ(x), with Φ the normal distribution function.</summary>
    public static void Gelu<T>(ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T> =>
        ScalarFunctions.Map<T, GeluFunction>(x, y);

    /// <summary>½x·(1 + tanh(√(2/π)(x + 0.044715x³))).</summary>
    public static void GeluTanh<T>(ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T> =>
        ScalarFunctions.Map<T, GeluTanhFunction>(x, y);

    /// <summary>x·sigmoid(x).</summary>
    public static void Silu<T>(ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T> =>
        ScalarFunctions.Map<T, SiluFunction>(x, y);

    public const double SeluScale = 1.0507009873554804934193349852946;
    public const double SeluAlpha = 1.6732632423543772848170429916717;

    private static void ScaledElu<T>(ReadOnlySpan<T> x, Span<T> y, T below, T above)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        y = y[..x.Length];
        for (int i = 0; i < y.Length; i++)
        {
            T value = x[i];
            y[i] = value >= T.Zero
                ? above * value
                : below * T.CreateTruncating(ScalarFunctions.ExpMinusOne(double.CreateTruncating(value)));
        }
    }
}
