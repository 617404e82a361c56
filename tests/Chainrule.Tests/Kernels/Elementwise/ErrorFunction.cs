using System.Runtime.CompilerServices;

namespace Chainrule.Tests.Kernels;

/// <summary>The error function, its complement and the cumulative normal distribution in double, to 1–2 ulp.</summary>
internal static class ErrorFunction
{
    // Below 1, erf(x) = x + x·P(x²): the polynomial's rounding error only affects the small correction; the sum adds
    // half an ulp.
    private static ReadOnlySpan<double> Small =>
    [
        0.12837916709551256, -0.3761263890318352, 0.112837916709442, -0.026866170643113415,
        0.005223977606130842, -0.0008548325929766244, 0.0001205529358693695, -1.4924712439534814e-05,
        1.6447132699786621e-06, -1.6206318752969208e-07, 1.3710988704190523e-08, -7.779462971761597e-10,
    ];

    // For x ≥ 0, (1+2x)·exp(x²)·erfc(x) = Q(t) with t = (x−3.5)/(x+3.5): the factors remove the decay, and the change
    // of variable makes the rest smooth enough for a single polynomial up to 28, where erfc has underflowed.
    private static ReadOnlySpan<double> Scaled =>
    [
        1.2423492448711544, -0.1400091801376194, -0.01055559633221679, 0.09751909515325577,
        -0.11508959816028663, 0.08798315382498711, -0.048823325825553154, 0.019099330940140095,
        -0.004215019937944649, -0.000302267854984895, 0.0005643846456504997, -0.00012151255384223195,
        -4.27833134451471e-05, 2.4261433152295255e-05, 2.331623604960995e-06, -3.815645259497561e-06,
        -5.077307588378187e-08, 6.022823484885715e-07, 8.174780705906792e-11, -9.534207868240957e-08,
        -4.985277183295262e-09, 1.1893349748073181e-08, 1.6680172130966066e-09, -4.3107339556613453e-10,
    ];

    /// <summary>erf(x) = 2/√π ∫₀ˣ exp(−t²) dt.</summary>
    public static double Erf(double x)
    {
        double a = Math.Abs(x);
        if (double.IsNaN(x)) return x;
        if (a < 1) return x + (x * Polynomial(Small, x * x));
        return a > 6 ? Math.CopySign(1, x) : Math.CopySign(1 - Tail(a), x);
    }

    /// <summary>erfc(x) = 1 − erf(x), with a small relative error even where erf(x) is close to 1.</summary>
    public static double Erfc(double x)
    {
        if (x < 0.5) return 1 - Erf(x);
        return x > 28 ? 0 : Tail(x);
    }

    /// <summary>Φ(x) = ½·erfc(−x/√2), with a small relative error down to underflow.</summary>
    public static double NormalDistribution(double x)
    {
        const double SquareRootOfHalf = 0.70710678118654752;
        if (x > -0.75) return 0.5 + (0.5 * Erf(x * SquareRootOfHalf));
        if (x < -38.6) return 0;   // also −∞
        if (double.IsNaN(x)) return x;

        return 0.5 * ScaledComplement(-x * SquareRootOfHalf) * HalfSquareDecay(x);
    }

    // exp(−x²/2), with the square in two parts: its rounding error, times x², would cost 10 bits at the far end.
    private static double HalfSquareDecay(double x)
    {
        double square = x * x, rest = Math.FusedMultiplyAdd(x, x, -square);
        double decay = Math.Exp(-0.5 * square);
        return decay - (0.5 * decay * rest);
    }

    private static double Tail(double x)
    {
        double square = x * x, rest = Math.FusedMultiplyAdd(x, x, -square);
        double decay = Math.Exp(-square);
        return ScaledComplement(x) * (decay - (decay * rest));
    }

    // exp(x²)·erfc(x) for x ≥ 0.5
    private static double ScaledComplement(double x) =>
        Polynomial(Scaled, (x - 3.5) / (x + 3.5)) / (1 + (2 * x));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Polynomial(ReadOnlySpan<double> coefficients, double x)
    {
        double sum = coefficients[^1];
        for (int i = coefficients.Length - 2; i >= 0; i--) sum = Math.FusedMultiplyAdd(sum, x, coefficients[i]);
        return sum;
    }
}
