namespace Chainrule.Kernels;

// One struct a function, so that a loop is compiled for each with the function inlined.

internal readonly struct TanhFunction : IScalarFunction
{
    public static double Of(double x) => Math.Tanh(x);
}

internal readonly struct ErfFunction : IScalarFunction
{
    public static double Of(double x) => ErrorFunction.Erf(x);
}

internal readonly struct SoftplusFunction : IScalarFunction
{
    public static double Of(double x) => ScalarFunctions.Softplus(x);
}

internal readonly struct GeluFunction : IScalarFunction
{
    public static double Of(double x) => ScalarFunctions.Gelu(x);
}

internal readonly struct GeluTanhFunction : IScalarFunction
{
    public static double Of(double x) => ScalarFunctions.GeluTanh(x);
}

internal readonly struct SiluFunction : IScalarFunction
{
    public static double Of(double x) => ScalarFunctions.Silu(x);
}

internal readonly struct SigmoidFunction : IScalarFunction
{
    public static double Of(double x) => ScalarFunctions.Sigmoid(x);
}

internal readonly struct GeluDerivativeFunction : IScalarFunction
{
    public static double Of(double x) => ScalarFunctions.GeluDerivative(x);
}

internal readonly struct GeluTanhDerivativeFunction : IScalarFunction
{
    public static double Of(double x) => ScalarFunctions.GeluTanhDerivative(x);
}

internal readonly struct SiluDerivativeFunction : IScalarFunction
{
    public static double Of(double x) => ScalarFunctions.SiluDerivative(x);
}
