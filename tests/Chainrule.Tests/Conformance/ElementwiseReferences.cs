using Chainrule.Operators;
using Chainrule.Tests.Derivations;

namespace Chainrule.Tests.Conformance;

/// <summary>Elementwise functions as the platform's Math has them, one number at a time.</summary>
internal static class ElementwiseReferences
{
    public static readonly (
        ElementwiseOperator Operator, Func<double, double, double, double> Reference, bool Positive)[] All =
    [
        (new Abs(), (a, _, _) => Math.Abs(a), false),
        (new Add(), (a, b, _) => a + b, false),
        (new Subtract(), (a, b, _) => a - b, false),
        (new Multiply(), (a, b, _) => a * b, false),
        (new Divide(), (a, b, _) => a / b, false),
        (new Negate(), (a, _, _) => -a, false),
        (new Maximum(), (a, b, _) => Math.Max(a, b), false),
        (new Minimum(), (a, b, _) => Math.Min(a, b), false),
        (new Exp(), (a, _, _) => Math.Exp(a), false),
        (new Log(), (a, _, _) => Math.Log(a), true),
        (new Sqrt(), (a, _, _) => Math.Sqrt(a), true),
        (new RootOfSquares(), (a, _, _) => Math.Sqrt(a), true),
        (new NonZero(), (a, _, _) => a == 0 ? 1 : a, false),
        (new Sin(), (a, _, _) => Math.Sin(a), false),
        (new Cos(), (a, _, _) => Math.Cos(a), false),
        (new Tanh(), (a, _, _) => Math.Tanh(a), false),
        (new Sigmoid(), (a, _, _) => a >= 0 ? 1 / (1 + Math.Exp(-a)) : Math.Exp(a) / (1 + Math.Exp(a)), false),
        (new Relu(), (a, _, _) => double.IsNaN(a) ? a : Math.Max(a, 0), false),
        (new LeakyRelu(0.1), (a, _, _) => a > 0 ? a : 0.1 * a, false),
        (new Elu(), (a, _, _) => a > 0 ? a : ExpMinusOne(a), false),
        (new Selu(), (a, _, _) => 1.0507009873554805 * (a > 0 ? a : 1.6732632423543772 * ExpMinusOne(a)), false),
        (new Silu(), (a, _, _) => double.IsNegativeInfinity(a)
            ? 0 : a * (a >= 0 ? 1 / (1 + Math.Exp(-a)) : Math.Exp(a) / (1 + Math.Exp(a))), false),
        (new Softplus(), (a, _, _) => Math.Max(a, 0) + LogOnePlus(Math.Exp(-Math.Abs(a))), false),
        (new Power(2), (a, _, _) => a * a, false),
        (new Power(3), (a, _, _) => a * a * a, false),
        (new Power(-1), (a, _, _) => 1 / a, false),
        (new Power(0.5), (a, _, _) => Math.Sqrt(a), true),
        (new Power(2.5), (a, _, _) => Math.Pow(a, 2.5), true),
        (new PowerOf(), (a, b, _) => Math.Pow(a, b), true),
        (new Sign(), (a, _, _) => double.IsNaN(a) ? a : Math.Sign(a), false),
        (new Greater(), (a, b, _) => a > b ? 1 : 0, false),
        (new GreaterOrEqual(), (a, b, _) => a >= b ? 1 : 0, false),
        (new Less(), (a, b, _) => a < b ? 1 : 0, false),
        (new LessOrEqual(), (a, b, _) => a <= b ? 1 : 0, false),
        (new Equal(), (a, b, _) => a == b ? 1 : 0, false),
        (new NotEqual(), (a, b, _) => a != b ? 1 : 0, false),
        (new Where(), (a, b, c) => a != 0 ? b : c, false),
        (new DefinedFunction(SystemGraphs.Define("f", x => (x * x) + 1)), (a, _, _) => (a * a) + 1, false),
        (new BinaryCrossEntropy(), (a, t, _) => Math.Max(a, 0) - (a * t) + LogOnePlus(Math.Exp(-Math.Abs(a))), false),
    ];

    /// <summary>
    /// Elementwise operators that the platform has no function for: their kernels have tables of their own.
    /// </summary>
    public static readonly Type[] WithTables = [typeof(Erf), typeof(Gelu), typeof(GeluTanh)];

    // Without the cancellation of exp(x) − 1 near 0.
    private static double ExpMinusOne(double x) => x < -40 ? -1 : 2 * Math.Exp(x / 2) * Math.Sinh(x / 2);

    // Kahan's: the error of 1 + x cancels in x / ((1 + x) − 1).
    private static double LogOnePlus(double x) => 1 + x == 1 ? x : Math.Log(1 + x) * (x / (1 + x - 1));
}
