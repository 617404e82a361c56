using System.Runtime.CompilerServices;

namespace Chainrule.Kernels;

// Activations that are x times a gate between 0 and 1, and their derivatives gate + x·gate'.
internal static partial class SimdMath<TVector, T>
{
    /// <summary>x·sigmoid(x).</summary>
    [MethodImpl(Inline)]
    public static TVector Silu(TVector x) => NotBelow(x) * Sigmoid(x);

    /// <summary>dSilu/dx = s + x·s(1 − s) with s = sigmoid(x).</summary>
    [MethodImpl(Inline)]
    public static TVector SiluDerivative(TVector x)
    {
        TVector s = Sigmoid(x);
        return TVector.MultiplyAdd(Bounded(x) * s, One - s, s);
    }

    // ½x(1 + tanh v) = x·sigmoid(2v), 2v = x·(c₁ + c₂x²) with c₁ = 2√(2/π), c₂ = 0.044715·c₁: no cancellation.
    /// <summary>The approximation of GELU by tanh (Hendrycks and Gimpel, 2016).</summary>
    [MethodImpl(Inline)]
    public static TVector GeluTanh(TVector x)
    {
        TVector bounded = Bounded(x);
        return NotBelow(x) * Sigmoid(bounded * GeluTanhFactor(bounded * bounded, 0.07135481627260025));
    }

    [MethodImpl(Inline)]
    public static TVector GeluTanhDerivative(TVector x)
    {
        TVector bounded = Bounded(x), square = bounded * bounded;
        TVector s = Sigmoid(bounded * GeluTanhFactor(square, 0.07135481627260025));
        TVector slope = bounded * GeluTanhFactor(square, 3 * 0.07135481627260025);
        return TVector.MultiplyAdd(slope * s, One - s, s);
    }

    [MethodImpl(Inline)]
    private static TVector GeluTanhFactor(TVector square, double coefficient) =>
        TVector.MultiplyAdd(square, TVector.Constant(coefficient), TVector.Constant(1.5957691216057308));

    // Where the gate has long been 0 or 1: keeps ∞·0 from becoming NaN.
    [MethodImpl(Inline)]
    private static TVector Bounded(TVector x) => AtMost(200, 1000, NotBelow(x));
}
