using System.Runtime.CompilerServices;

namespace Chainrule.Kernels;

// The error function and the cumulative normal distribution Φ.
internal static partial class SimdMath<TVector, T>
{
    /// <summary>erf(x): x + x·P(x²) below 1; above, 1 − erfc(|x|) with the sign of x.</summary>
    [MethodImpl(Inline)]
    public static TVector Erf(TVector x)
    {
        TVector a = AtMost(4, 6, TVector.Abs(x));   // erf is 1 to the last digit from there on
        TVector small = TVector.MultiplyAdd(a, ErfCorrection(a * a), a);
        TVector complement;
        if (typeof(T) == typeof(float))
        {
            complement = ExpOfModerate(LogOfComplement(a));
        }
        else
        {
            TVector square = a * a;
            TVector r = Reduce(-square, out TVector n) - TVector.MultiplyAdd(a, a, -square);
            TVector decay = (One + ExpMinusOneOfReduced(r)) * SimdScale.PowerOfTwo<TVector, T>(n);
            complement = decay * ScaledComplement(a);
        }
        return TVector.Select(TVector.LessThan(a, One), small, One - complement) | (x & SignBit);
    }

    /// <summary>Φ(x), with a small relative error in both tails.</summary>
    [MethodImpl(Inline)]
    private static TVector NormalDistribution(TVector x)
    {
        // The square enters the exponent in two parts, because the exponential would magnify its rounding error.
        TVector a = AtMost(14.5, 38.6, TVector.Abs(x));
        TVector square = a * a, rest = TVector.MultiplyAdd(a, a, -square), half = TVector.Constant(-0.5);
        TVector r = TVector.MultiplyAdd(half, rest, Reduce(half * square, out TVector n));
        TVector unscaled = One + ExpMinusOneOfReduced(r);
        TVector weight = typeof(T) == typeof(float)
            ? TailWeight(a)
            : TVector.Constant(0.5) * ScaledComplement(a * TVector.Constant(0.70710678118654752));
        TVector tail = Scale(unscaled * weight, n);
        return TVector.Select(TVector.LessThan(x, TVector.Zero), tail, One - tail);
    }

    /// <summary>x·Φ(x).</summary>
    [MethodImpl(Inline)]
    public static TVector Gelu(TVector x) => NotBelow(x) * NormalDistribution(x);

    // Clamp x far beyond the tail of every activation, so that −∞·0 does not become NaN; nothing else changes.
    [MethodImpl(Inline)]
    private static TVector NotBelow(TVector x) => AtLeast(-200, -1000, x);

    // (erf(x) − x)/x as a polynomial in z = x² ≤ 1.
    [MethodImpl(Inline)]
    private static TVector ErfCorrection(TVector z)
    {
        TVector p;
        if (typeof(T) == typeof(float))
        {
            p = TVector.Constant(7.85384982e-05);
            p = Next(p, z, -0.000801020244);
            p = Next(p, z, 0.00518833054);
            p = Next(p, z, -0.0268538147);
            p = Next(p, z, 0.112835854);
            p = Next(p, z, -0.37612626);
            return Next(p, z, 0.128379166);
        }
        p = TVector.Constant(-7.779462971761597e-10);
        p = Next(p, z, 1.3710988704190523e-08);
        p = Next(p, z, -1.6206318752969208e-07);
        p = Next(p, z, 1.6447132699786621e-06);
        p = Next(p, z, -1.4924712439534814e-05);
        p = Next(p, z, 0.0001205529358693695);
        p = Next(p, z, -0.0008548325929766244);
        p = Next(p, z, 0.005223977606130842);
        p = Next(p, z, -0.026866170643113415);
        p = Next(p, z, 0.112837916709442);
        p = Next(p, z, -0.3761263890318352);
        return Next(p, z, 0.12837916709551256);
    }

    // log erfc(a) for 1 ≤ a ≤ 4, as accurate as 1 − erfc(a) needs.
    [MethodImpl(Inline)]
    private static TVector LogOfComplement(TVector a)
    {
        TVector p = TVector.Constant(0.000185573401);
        p = Next(p, a, -0.00293960469);
        p = Next(p, a, 0.0218053237);
        p = Next(p, a, -0.103037409);
        p = Next(p, a, -0.638225615);
        p = Next(p, a, -1.12704015);
        return Next(p, a, -0.000353696902);
    }

    // exp(a²/2)·Φ(−a) = u·F(t) with u = 1/(a+4), t = (a−4)/(a+4) = 1 − 8u: smooth from 0 to 14.5, one division. An
    // error in u would count up to three times, so the rounding errors of the sum and the division enter as a
    // correction c: u(1+c).
    [MethodImpl(Inline)]
    private static TVector TailWeight(TVector a)
    {
        TVector four = TVector.Constant(4), eight = TVector.Constant(-8), sum = a + four;
        TVector u = One / sum;
        TVector c = TVector.MultiplyAdd(-u, a - (sum - four), TVector.MultiplyAdd(-u, sum, One));
        TVector t = TVector.MultiplyAdd(u * c, eight, TVector.MultiplyAdd(u, eight, One));
        TVector p = TVector.Constant(-4.63167707e-05);
        p = Next(p, t, -0.000222054223);
        p = Next(p, t, 0.000170939486);
        p = Next(p, t, 0.00163708441);
        p = Next(p, t, -0.0034912969);
        p = Next(p, t, -0.00754290447);
        p = Next(p, t, 0.0603981465);
        p = Next(p, t, -0.18652156);
        p = Next(p, t, 0.387137324);
        p = Next(p, t, -0.607896626);
        TVector weight = u * Next(p, t, 0.755285144);
        return TVector.MultiplyAdd(weight, c, weight);
    }

    // exp(x²)·erfc(x) in double, for x ≥ 0: Q(t)/(1+2x) with t = (x−3.5)/(x+3.5).
    [MethodImpl(Inline)]
    private static TVector ScaledComplement(TVector x)
    {
        TVector shift = TVector.Constant(3.5);
        TVector t = (x - shift) / (x + shift);
        TVector p = TVector.Constant(-4.3107339556613453e-10);
        p = Next(p, t, 1.6680172130966066e-09);
        p = Next(p, t, 1.1893349748073181e-08);
        p = Next(p, t, -4.985277183295262e-09);
        p = Next(p, t, -9.534207868240957e-08);
        p = Next(p, t, 8.174780705906792e-11);
        p = Next(p, t, 6.022823484885715e-07);
        p = Next(p, t, -5.077307588378187e-08);
        p = Next(p, t, -3.815645259497561e-06);
        p = Next(p, t, 2.331623604960995e-06);
        p = Next(p, t, 2.4261433152295255e-05);
        p = Next(p, t, -4.27833134451471e-05);
        p = Next(p, t, -0.00012151255384223195);
        p = Next(p, t, 0.0005643846456504997);
        p = Next(p, t, -0.000302267854984895);
        p = Next(p, t, -0.004215019937944649);
        p = Next(p, t, 0.019099330940140095);
        p = Next(p, t, -0.048823325825553154);
        p = Next(p, t, 0.08798315382498711);
        p = Next(p, t, -0.11508959816028663);
        p = Next(p, t, 0.09751909515325577);
        p = Next(p, t, -0.01055559633221679);
        p = Next(p, t, -0.1400091801376194);
        p = Next(p, t, 1.2423492448711544);
        return p / TVector.MultiplyAdd(TVector.Constant(2), x, One);
    }
}
