using System.Runtime.CompilerServices;

namespace Chainrule.Tests.Kernels;

/// <summary>The scalar functions that the base library lacks or computes with cancellation.</summary>
internal static class ScalarFunctions
{
    private const double SquareRootOfTwoOverPi = 0.79788456080286536;

    // log(1+x): with u = fl(1+x), log(u)/(u−1) is as smooth as the sought quotient log(1+x)/x and stands in for it.
    public static double LogOfOnePlus(double x)
    {
        double u = 1 + x;
        if (u == 1 || double.IsPositiveInfinity(u)) return x;
        return Math.Log(u) * (x / (u - 1));
    }

    // exp(x)−1, by the same device: (u−1)/log(u) stands in for (exp(x)−1)/x.
    public static double ExpMinusOne(double x)
    {
        double u = Math.Exp(x);
        if (u == 1) return x;
        return Math.Abs(x) > 1 ? u - 1 : (u - 1) * (x / Math.Log(u));
    }

    /// <summary>1/(1+e⁻ˣ), with no overflow on either side.</summary>
    public static double Sigmoid(double x)
    {
        if (x >= 0) return 1 / (1 + Math.Exp(-x));
        double e = Math.Exp(x);
        return e / (1 + e);
    }

    /// <summary>log(1+eˣ) = max(x,0) + log(1+e^−|x|).</summary>
    public static double Softplus(double x) =>
        double.IsNaN(x) ? x : Math.Max(x, 0) + LogOfOnePlus(Math.Exp(-Math.Abs(x)));

    /// <summary>x·Φ(x).</summary>
    public static double Gelu(double x) =>
        double.IsNegativeInfinity(x) ? -0.0 : x * ErrorFunction.NormalDistribution(x);

    // ½x·(1+tanh(v)) = x·sigmoid(2v) with v = √(2/π)(x + 0.044715x³): no cancellation where tanh is close to −1.
    /// <summary>The approximation of GELU by tanh (Hendrycks and Gimpel, 2016).</summary>
    public static double GeluTanh(double x) => double.IsNegativeInfinity(x) ? -0.0 : x * Sigmoid(GeluTanhArgument(x));

    /// <summary>x·sigmoid(x).</summary>
    public static double Silu(double x) => double.IsNegativeInfinity(x) ? -0.0 : x * Sigmoid(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double GeluTanhArgument(double x) => 2 * SquareRootOfTwoOverPi * (x + (0.044715 * x * x * x));
}
