using Chainrule.Operators;

namespace Chainrule;

/// <summary>Functions of tensors, named as in mathematics and NumPy. Elementwise functions keep the shape.</summary>
public static partial class Functions
{
    /// <summary>e raised to the power of each element.</summary>
    public static Tensor Exp(Tensor x) => new Exp().On(x);

    /// <summary>The natural logarithm.</summary>
    public static Tensor Log(Tensor x) => new Log().On(x);

    /// <summary>The square root; where a sum of squares is 0, its gradient is taken as 0.</summary>
    public static Tensor Sqrt(Tensor x) =>
        RootOfSquares.Fits(Node.Of(x)) ? new RootOfSquares().On(x) : new Sqrt().On(x);

    /// <summary>The absolute value; its derivative at 0 is taken as 0.</summary>
    public static Tensor Abs(Tensor x) => new Abs().On(x);

    /// <summary>The sign: −1, 0 or 1.</summary>
    public static Tensor Sign(Tensor x) => new Sign().On(x);

    /// <summary>The sine of angles in radians.</summary>
    public static Tensor Sin(Tensor x) => new Sin().On(x);

    /// <summary>The cosine of angles in radians.</summary>
    public static Tensor Cos(Tensor x) => new Cos().On(x);

    /// <summary>The tangent of x in radians.</summary>
    public static Tensor Tan(Tensor x) => new Tan().On(x);

    /// <summary>x, but no less than <paramref name="low"/> and no more than <paramref name="high"/>.</summary>
    /// <exception cref="ChainruleException">The bounds are the wrong way round.</exception>
    public static Tensor Clip(Tensor x, double low, double high) => low <= high ? new Clip(low, high).On(x)
        : throw new ChainruleException($"clip: the lower bound {low} is above the upper bound {high}: change them.");

    /// <summary>The error function, 2/√π ∫₀ˣ exp(−t²) dt.</summary>
    public static Tensor Erf(Tensor x) => new Erf().On(x);

    /// <summary>The logistic function, 1 / (1 + exp(−x)).</summary>
    public static Tensor Sigmoid(Tensor x) => new Sigmoid().On(x);

    /// <summary>The hyperbolic tangent.</summary>
    public static Tensor Tanh(Tensor x) => new Tanh().On(x);

    /// <summary>The rectifier, max(x, 0).</summary>
    public static Tensor Relu(Tensor x) => new Relu().On(x);

    /// <summary>x where it is positive, and slope · x elsewhere.</summary>
    public static Tensor LeakyRelu(Tensor x, double slope = 0.01) => new LeakyRelu(slope).On(x);

    /// <summary>x where it is positive, and α(exp x − 1) elsewhere.</summary>
    public static Tensor Elu(Tensor x, double alpha = 1) => new Elu(alpha).On(x);

    /// <summary>The scaled exponential linear unit of self-normalizing networks (Klambauer et al. 2017).</summary>
    public static Tensor Selu(Tensor x) => new Selu().On(x);

    /// <summary>x·Φ(x), using the exact error function (Hendrycks and Gimpel 2016).</summary>
    public static Tensor Gelu(Tensor x) => new Gelu().On(x);

    /// <summary>The tanh approximation of <see cref="Gelu"/>.</summary>
    public static Tensor GeluTanh(Tensor x) => new GeluTanh().On(x);

    /// <summary>x·sigmoid(x), also called swish.</summary>
    public static Tensor Silu(Tensor x) => new Silu().On(x);

    /// <summary>log(1 + exp x).</summary>
    public static Tensor Softplus(Tensor x) => new Softplus().On(x);

    /// <summary>x raised to a constant power.</summary>
    public static Tensor Pow(Tensor x, double exponent) => x.DType == DType.Int32 ? Pow(x.Cast(DType.Float32), exponent)
        : exponent == 0.5 && RootOfSquares.Fits(Node.Of(x)) ? new RootOfSquares().On(x)
        : new Power(exponent).On(x);

    /// <summary>a raised to the power b, after broadcasting.</summary>
    public static Tensor Pow(Tensor a, Tensor b) =>
        Node.Of(b).Operator is Constant { Uniform: { } exponent } && b.Rank == 0
            ? Pow(a, exponent)
            : Tensor.Pair(new PowerOf(), a, b);

    /// <summary>The elementwise maximum of a and b, after broadcasting.</summary>
    public static Tensor Maximum(Tensor a, Tensor b) => Tensor.Pair(new Maximum(), a, b);

    /// <summary>The elementwise minimum of a and b, after broadcasting.</summary>
    public static Tensor Minimum(Tensor a, Tensor b) => Tensor.Pair(new Minimum(), a, b);

    /// <summary>1 where a = b and 0 elsewhere, after broadcasting.</summary>
    public static Tensor Equal(Tensor a, Tensor b) => Tensor.Pair(new Equal(), a, b);

    /// <summary>1 where a ≠ b and 0 elsewhere, after broadcasting.</summary>
    public static Tensor NotEqual(Tensor a, Tensor b) => Tensor.Pair(new NotEqual(), a, b);

    /// <summary>a where the condition is not 0, and b elsewhere, after broadcasting.</summary>
    public static Tensor Where(Tensor condition, Tensor a, Tensor b)
    {
        DType dtype = Tensor.CommonType(a, b);
        if (a.IsNumber && b.IsNumber && condition.DType.IsFloating()) dtype = condition.DType;
        return new Where().On(condition.As(dtype), a.As(dtype), b.As(dtype));
    }
}
