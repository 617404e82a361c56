using System.Runtime.CompilerServices;

namespace Chainrule.Kernels;

// Activations of the form x times a gate between 0 and 1.
internal static partial class SimdMath<TVector, T>
{
    /// <summary>x·sigmoid(x).</summary>
    [MethodImpl(Inline)]
    public static TVector Silu(TVector x) => NotBelow(x) * Sigmoid(x);

    // ½x(1 + tanh v) = x·sigmoid(2v), 2v = x·(c₁ + c₂x²) with c₁ = 2√(2/π), c₂ = 0.044715·c₁: no cancellation.
    /// <summary>The tanh approximation of GELU (Hendrycks and Gimpel, 2016).</summary>
    [MethodImpl(Inline)]
    public static TVector GeluTanh(TVector x)
    {
        TVector bounded = Bounded(x), first = TVector.Constant(1.5957691216057308);
        TVector factor = TVector.MultiplyAdd(bounded * bounded, TVector.Constant(0.07135481627260025), first);
        return NotBelow(x) * Sigmoid(bounded * factor);
    }

    // Clamp x where the gate is already 0 or 1, so that ∞·0 does not become NaN.
    [MethodImpl(Inline)]
    private static TVector Bounded(TVector x) => AtMost(200, 1000, NotBelow(x));
}
