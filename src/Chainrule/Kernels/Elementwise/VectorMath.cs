using System.Numerics;
using System.Numerics.Tensors;

namespace Chainrule.Kernels;

/// <summary>
/// Functions of one variable over spans: y = f(x), element by element. The spans are of equal length, and y may be x
/// itself (but no shifted overlap).
/// </summary>
internal static partial class VectorMath
{
    public static void Exp<T>(ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T> =>
        TensorPrimitives.Exp(x, y);

    public static void Log<T>(ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T> =>
        TensorPrimitives.Log(x, y);

    public static void Sqrt<T>(ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T> =>
        TensorPrimitives.Sqrt(x, y);

    public static void Sin<T>(ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T> =>
        TensorPrimitives.Sin(x, y);

    public static void Cos<T>(ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T> =>
        TensorPrimitives.Cos(x, y);

    public static void Tanh<T>(ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T> =>
        ScalarFunctions.Map<T, TanhFunction>(x, y);   // TensorPrimitives.Tanh(0f) is −6e−8

    /// <summary>1/(1+e⁻ˣ).</summary>
    public static void Sigmoid<T>(ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T> =>
        ScalarFunctions.Map<T, SigmoidFunction>(x, y);

    /// <summary>2/√π ∫₀ˣ exp(−t²) dt.</summary>
    public static void Erf<T>(ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T> =>
        ScalarFunctions.Map<T, ErfFunction>(x, y);
}
