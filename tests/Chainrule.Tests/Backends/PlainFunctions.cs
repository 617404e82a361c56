using Chainrule.Kernels.Keys;
using Chainrule.Tests.Kernels;

namespace Chainrule.Tests.Backends;

/// <summary>Every elementwise function in double, one number at a time, using System.Math.</summary>
internal static class PlainFunctions
{
    private const double SquareRootOfTwoOverPi = 0.79788456080286536;

    /// <summary>f(a, b, c), with as many arguments as the function takes.</summary>
    public static double Of(ElementKey key, double a, double b, double c) => key.Function switch
    {
        ElementFunction.Abs => Math.Abs(a),
        ElementFunction.Add => a + b,
        ElementFunction.BinaryCrossEntropy => Math.Max(a, 0) - (a * b) + LogOfOnePlus(Math.Exp(-Math.Abs(a))),
        ElementFunction.Clip => Math.Clamp(a, key.First, key.Second),
        ElementFunction.Cos => Math.Cos(a),
        ElementFunction.Divide => a / b,
        ElementFunction.Elu => a < 0 ? key.First * ExpMinusOne(a) : key.Second * a,
        ElementFunction.Equal => a == b ? 1 : 0,
        ElementFunction.Erf => ErrorFunction.Erf(a),
        ElementFunction.Exp => Math.Exp(a),
        ElementFunction.Formula => Formula((FormulaKey)key, a),
        ElementFunction.Gelu => Gelu(a),
        ElementFunction.GeluTanh => GeluTanh(a),
        ElementFunction.Greater => a > b ? 1 : 0,
        ElementFunction.GreaterOrEqual => a >= b ? 1 : 0,
        ElementFunction.LeakyRelu => a < 0 ? key.First * a : a,
        ElementFunction.Less => a < b ? 1 : 0,
        ElementFunction.LessOrEqual => a <= b ? 1 : 0,
        ElementFunction.Log => Math.Log(a),
        ElementFunction.Maximum => Math.Max(a, b),
        ElementFunction.Minimum => Math.Min(a, b),
        ElementFunction.Multiply => a * b,
        ElementFunction.Negate => -a,
        ElementFunction.NonZero => a == 0 ? 1 : a,
        ElementFunction.NotEqual => a != b ? 1 : 0,
        // The square root of −∞ is NaN, as for sqrt.
        ElementFunction.Power => key.First == 0.5 ? Math.Sqrt(a) : Math.Pow(a, key.First),
        ElementFunction.PowerOf => Math.Pow(a, b),
        ElementFunction.Relu => double.IsNaN(a) ? a : Math.Max(a, 0),
        ElementFunction.Sigmoid => Sigmoid(a),
        ElementFunction.Sign => double.IsNaN(a) ? a : Math.Sign(a),
        ElementFunction.Silu => Silu(a),
        ElementFunction.Sin => Math.Sin(a),
        ElementFunction.Softplus => Softplus(a),
        ElementFunction.Sqrt => Math.Sqrt(a),
        ElementFunction.Subtract => a - b,
        ElementFunction.Tan => Math.Tan(a),
        ElementFunction.Tanh => Math.Tanh(a),
        ElementFunction.Where => a != 0 ? b : c,
        _ => throw new NotSupportedException(key.ToString()),
    };

    /// <summary>f(x), for functions of one number without attributes.</summary>
    public static double Of(ElementFunction function, double x) => Of(new ElementKey(function), x, 0, 0);

    /// <summary>exp(x) − 1.</summary>
    public static double ExpMinusOne(double x)
    {
        // With u = exp(x), (u−1)/log(u) is as smooth as the quotient we need, (exp(x)−1)/x, and replaces it.
        double u = Math.Exp(x);
        if (u == 1) return x;
        return Math.Abs(x) > 1 ? u - 1 : (u - 1) * (x / Math.Log(u));
    }

    private static double Formula(FormulaKey key, double x)
    {
        var values = new double[key.Steps.Length];
        for (int i = 0; i < values.Length; i++)
        {
            FormulaStep step = key.Steps[i];
            values[i] = step.Function is { } function ? Of(function, At(0), At(1), At(2)) : step.Number ?? x;

            double At(int place) => place < step.Inputs.Length ? values[step.Inputs[place]] : 0;
        }
        return values[^1];
    }

    // log(1+x): with u = fl(1+x), log(u)/(u−1) is as smooth as the quotient we need, log(1+x)/x, and replaces it.
    private static double LogOfOnePlus(double x)
    {
        double u = 1 + x;
        if (u == 1 || double.IsPositiveInfinity(u)) return x;
        return Math.Log(u) * (x / (u - 1));
    }

    // Cannot overflow on either side.
    private static double Sigmoid(double x)
    {
        if (x >= 0) return 1 / (1 + Math.Exp(-x));
        double e = Math.Exp(x);
        return e / (1 + e);
    }

    private static double Softplus(double x) =>
        double.IsNaN(x) ? x : Math.Max(x, 0) + LogOfOnePlus(Math.Exp(-Math.Abs(x)));

    private static double Gelu(double x) =>
        double.IsNegativeInfinity(x) ? -0.0 : x * ErrorFunction.NormalDistribution(x);

    // ½x·(1+tanh(v)) = x·sigmoid(2v) with v = √(2/π)(x + 0.044715x³): no cancellation where tanh is close to −1.
    private static double GeluTanh(double x) => double.IsNegativeInfinity(x)
        ? -0.0
        : x * Sigmoid(2 * SquareRootOfTwoOverPi * (x + (0.044715 * x * x * x)));

    private static double Silu(double x) => double.IsNegativeInfinity(x) ? -0.0 : x * Sigmoid(x);
}
