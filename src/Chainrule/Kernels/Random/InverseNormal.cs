namespace Chainrule.Kernels;

/// <summary>
/// The quantile function of the standard normal distribution, from M. J. Wichura, "Algorithm AS 241: the percentage
/// points of the normal distribution" (Applied Statistics 37, 1988), routine PPND16: accurate to about 16 digits.
/// </summary>
/// <remarks>
/// It uses only + − × ÷, square root and the <see cref="Log"/> below, which every machine rounds the same way, so the
/// same seed gives the same bits everywhere. The logarithm and cosine of a C library (Box-Muller) would not.
/// </remarks>
internal static class InverseNormal
{
    private const double Central = 0.425, CentralSquared = 0.180625, Far = 5, Near = 1.6;

    // Numerators and denominators, highest power first: the center, the tails, the far tails.
    private static ReadOnlySpan<double> A =>
    [
        2.5090809287301226727e3, 3.3430575583588128105e4, 6.7265770927008700853e4, 4.5921953931549871457e4,
        1.3731693765509461125e4, 1.9715909503065514427e3, 1.3314166789178437745e2, 3.3871328727963666080,
    ];

    private static ReadOnlySpan<double> B =>
    [
        5.2264952788528545610e3, 2.8729085735721942674e4, 3.9307895800092710610e4, 2.1213794301586595867e4,
        5.3941960214247511077e3, 6.8718700749205790830e2, 4.2313330701600911252e1, 1,
    ];

    private static ReadOnlySpan<double> C =>
    [
        7.74545014278341407640e-4, 2.27238449892691845833e-2, 2.41780725177450611770e-1, 1.27045825245236838258,
        3.64784832476320460504, 5.76949722146069140550, 4.63033784615654529590, 1.42343711074968357734,
    ];

    private static ReadOnlySpan<double> D =>
    [
        1.05075007164441684324e-9, 5.47593808499534494600e-4, 1.51986665636164571966e-2, 1.48103976427480074590e-1,
        6.89767334985100004550e-1, 1.67638483018380384940, 2.05319162663775882187, 1,
    ];

    private static ReadOnlySpan<double> E =>
    [
        2.01033439929228813265e-7, 2.71155556874348757815e-5, 1.24266094738807843860e-3, 2.65321895265761230930e-2,
        2.96560571828504891230e-1, 1.78482653991729133580, 5.46378491116411436990, 6.65790464350110377720,
    ];

    private static ReadOnlySpan<double> F =>
    [
        2.04426310338993978564e-15, 1.42151175831644588870e-7, 1.84631831751005468180e-5, 7.86869131145613259100e-4,
        1.48753612908506148525e-2, 1.36929880922735805310e-1, 5.99832206555887937690e-1, 1,
    ];

    /// <summary>
    /// The value that a standard normal variable stays below with probability <paramref name="p"/>, 0 &lt; p &lt; 1.
    /// </summary>
    public static double Quantile(double p)
    {
        double q = p - 0.5;
        if (Math.Abs(q) <= Central)
        {
            double square = CentralSquared - (q * q);
            return q * Polynomial(A, square) / Polynomial(B, square);
        }
        double tail = Math.Sqrt(-Log(q < 0 ? p : 1 - p));
        double value = tail <= Far
            ? Polynomial(C, tail - Near) / Polynomial(D, tail - Near)
            : Polynomial(E, tail - Far) / Polynomial(F, tail - Far);
        return q < 0 ? -value : value;
    }

    /// <summary>The natural logarithm of a positive normal number, to about 1 unit in the last place.</summary>
    public static double Log(double x)
    {
        // x = m·2^e with √½ ≤ m < √2; ln m = 2 artanh s with s = (m − 1)/(m + 1), |s| < 0.172, so the series can end at
        // s²¹.
        long bits = BitConverter.DoubleToInt64Bits(x);
        int exponent = (int)(bits >> 52) - 1023;
        double m = BitConverter.Int64BitsToDouble((bits & 0x000FFFFFFFFFFFFF) | 0x3FF0000000000000);
        if (m > 1.4142135623730951)
        {
            m /= 2;
            exponent++;
        }
        double s = (m - 1) / (m + 1), square = s * s, series = 0;
        for (int power = 21; power >= 3; power -= 2) series = (series + (1.0 / power)) * square;
        // ln 2 in two parts. The first has 21 trailing zeros, so that multiplying it by the exponent is exact.
        const double ln2High = 0.69314718036912381649, ln2Low = 1.9082149292705877e-10;
        return (exponent * ln2High) + ((exponent * ln2Low) + ((2 * s) + (2 * s * series)));
    }

    private static double Polynomial(ReadOnlySpan<double> coefficients, double x)
    {
        double sum = 0;
        foreach (double coefficient in coefficients) sum = (sum * x) + coefficient;
        return sum;
    }
}
