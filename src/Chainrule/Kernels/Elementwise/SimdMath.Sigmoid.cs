using System.Runtime.CompilerServices;

namespace Chainrule.Kernels;

// The logistic function and the hyperbolic tangent.
internal static partial class SimdMath<TVector, T>
{
    /// <summary>
    /// 1/(1+e⁻ˣ), computed as e/(1+e) for negative x and 1/(1+e) otherwise, with e = exp(−|x|): it never overflows.
    /// </summary>
    [MethodImpl(Inline)]
    public static TVector Sigmoid(TVector x)
    {
        TVector e = ExpOfNegative(x | SignBit);
        TVector sum = One + e, lost = e - (sum - One);
        TVector y = TVector.Select(TVector.LessThan(x, TVector.Zero), e, One) / sum;
        // Correct the rounding of 1+e as if the sum were 1: exact in the tail, where it matters, and harmless where the
        // sum is 2.
        return TVector.MultiplyAdd(-y, lost, y);
    }

    /// <summary>tanh: x + x³·P(x²) below 0.55, where the other form would cancel; 1 − 2/(e^2|x| + 1) above.</summary>
    [MethodImpl(Inline)]
    public static TVector Tanh(TVector x)
    {
        TVector a = AtMost(10, 20, TVector.Abs(x));   // tanh is 1 to the last digit from there on
        TVector z = a * a;
        TVector small = TVector.MultiplyAdd(a * z, TanhCorrection(z), a);
        TVector large = One - (TVector.Constant(2) / (ExpOfModerate(a + a) + One));
        return TVector.Select(TVector.LessThan(a, TVector.Constant(0.55)), small, large) | (x & SignBit);
    }

    // (tanh(x) − x)/x³ as a polynomial in z = x² ≤ 0.3025.
    [MethodImpl(Inline)]
    private static TVector TanhCorrection(TVector z)
    {
        TVector p;
        if (typeof(T) == typeof(float))
        {
            p = TVector.Constant(-0.00623884564);
            p = Next(p, z, 0.0210558046);
            p = Next(p, z, -0.0538516492);
            p = Next(p, z, 0.133326247);
            return Next(p, z, -0.333333194);
        }
        p = TVector.Constant(-1.9445237973151585e-05);
        p = Next(p, z, 8.327230849381269e-05);
        p = Next(p, z, -0.00023337990832486395);
        p = Next(p, z, 0.0005884572340345408);
        p = Next(p, z, -0.0014555497870695057);
        p = Next(p, z, 0.003592093819564811);
        p = Next(p, z, -0.008863232863394245);
        p = Next(p, z, 0.021869488408164377);
        p = Next(p, z, -0.053968253964813785);
        p = Next(p, z, 0.1333333333332903);
        return Next(p, z, -0.33333333333333315);
    }
}
