using System.Collections.Concurrent;
using System.Globalization;

namespace Chainrule;

public abstract partial class Initializer
{
    private static readonly ConcurrentDictionary<string, Initializer> Registered = new(StringComparer.Ordinal);

    /// <summary>Zeros: for biases.</summary>
    public static Initializer Zeros { get; } = new ConstantInitializer(0);

    /// <summary>Ones: for the scales of normalization layers.</summary>
    public static Initializer Ones { get; } = new ConstantInitializer(1);

    /// <summary>
    /// Uniform on ±√(6/(fan_in + fan_out)): for sigmoid and tanh (Glorot and Bengio, "Understanding the difficulty of
    /// training deep feedforward neural networks", AISTATS 2010, equation 16).
    /// </summary>
    public static Initializer XavierUniform { get; } =
        new ScaledInitializer("xavier_uniform", Fan.Average, 1, uniform: true);

    /// <summary>
    /// Normal with standard deviation √(2/(fan_in + fan_out)): for sigmoid and tanh (Glorot and Bengio, AISTATS 2010).
    /// </summary>
    public static Initializer XavierNormal { get; } =
        new ScaledInitializer("xavier_normal", Fan.Average, 1, uniform: false);

    /// <summary>
    /// Uniform on ±√(6/fan_in): for ReLU and its relatives (He, Zhang, Ren and Sun, "Delving deep into rectifiers",
    /// ICCV 2015, equation 10).
    /// </summary>
    public static Initializer HeUniform { get; } = new ScaledInitializer("he_uniform", Fan.In, 2, uniform: true);

    /// <summary>
    /// Normal with standard deviation √(2/fan_in): for ReLU and its relatives (He, Zhang, Ren and Sun, ICCV 2015).
    /// </summary>
    public static Initializer HeNormal { get; } = new ScaledInitializer("he_normal", Fan.In, 2, uniform: false);

    /// <summary>
    /// Uniform on ±√(3/fan_in): for SELU and linear layers (LeCun, Bottou, Orr and Müller, "Efficient BackProp", 1998,
    /// equation 16).
    /// </summary>
    public static Initializer LeCunUniform { get; } = new ScaledInitializer("lecun_uniform", Fan.In, 1, uniform: true);

    /// <summary>
    /// Normal with standard deviation √(1/fan_in): for SELU and linear layers (LeCun, Bottou, Orr and Müller, 1998).
    /// </summary>
    public static Initializer LeCunNormal { get; } = new ScaledInitializer("lecun_normal", Fan.In, 1, uniform: false);

    /// <summary>The same value everywhere.</summary>
    /// <exception cref="ChainruleException">The value is not finite.</exception>
    public static Initializer Constant(double value) => new ConstantInitializer(Finite(value, "constant"));

    /// <summary>Normal with this mean and standard deviation.</summary>
    /// <exception cref="ChainruleException">
    /// An argument is not finite, or the standard deviation is negative.
    /// </exception>
    public static Initializer Normal(double mean = 0, double standardDeviation = 0.01)
    {
        if (Finite(standardDeviation, "normal") < 0)
            throw new ChainruleException(
                $"normal({mean}, {standardDeviation}): the standard deviation must be 0 or more.");
        return new NormalInitializer(Finite(mean, "normal"), standardDeviation);
    }

    /// <summary>Uniform on [<paramref name="low"/>, <paramref name="high"/>).</summary>
    /// <exception cref="ChainruleException">A limit is not finite, or the limits are in the wrong order.</exception>
    public static Initializer Uniform(double low, double high)
    {
        if (Finite(low, "uniform") > Finite(high, "uniform"))
            throw new ChainruleException($"uniform({low}, {high}): give the lower limit first.");
        return new UniformInitializer(low, high);
    }

    /// <summary>
    /// A random orthogonal matrix times <paramref name="gain"/>: the columns are orthonormal, or the rows if there are
    /// fewer (Saxe, McClelland and Ganguli, "Exact solutions to the nonlinear dynamics of learning in deep linear
    /// neural networks", 2013).
    /// </summary>
    /// <exception cref="ChainruleException">The gain is not finite.</exception>
    public static Initializer Orthogonal(double gain = 1) => new OrthogonalInitializer(Finite(gain, "orthogonal"));

    /// <summary>
    /// Registers an initializer of your own, so that <see cref="Parse"/> and model files know its text form.
    /// </summary>
    public static void Register(Initializer initializer) => Registered[initializer.ToString()] = initializer;

    /// <summary>
    /// Reads the text form: <c>zeros</c>, <c>ones</c>, <c>constant(0.5)</c>, <c>normal(0, 0.1)</c>, <c>uniform(-1,
    /// 1)</c>, <c>xavier_uniform</c>, <c>xavier_normal</c>, <c>he_uniform</c>, <c>he_normal</c>, <c>lecun_uniform</c>,
    /// <c>lecun_normal</c>, <c>orthogonal</c> or <c>orthogonal(1.5)</c>. You may write glorot for xavier, and hyphens
    /// for underscores.
    /// </summary>
    /// <exception cref="ChainruleException">The text is none of these.</exception>
    public static Initializer Parse(string text)
    {
        if (Registered.TryGetValue(text, out Initializer? own)) return own;
        string lower = text.Trim().ToLowerInvariant();
        int open = lower.IndexOf('(');
        string name = (open < 0 ? lower : lower[..open]).Trim().Replace('-', '_').Replace("glorot", "xavier");
        double[] arguments = open < 0 ? [] : Arguments(text, lower[(open + 1)..]);
        return (name, arguments) switch
        {
            ("zeros", []) => Zeros,
            ("ones", []) => Ones,
            ("xavier_uniform" or "xavier", []) => XavierUniform,
            ("xavier_normal", []) => XavierNormal,
            ("he_uniform", []) => HeUniform,
            ("he_normal" or "he", []) => HeNormal,
            ("lecun_uniform", []) => LeCunUniform,
            ("lecun_normal" or "lecun", []) => LeCunNormal,
            ("orthogonal", []) => Orthogonal(),
            ("orthogonal", [double gain]) => Orthogonal(gain),
            ("constant", [double value]) => Constant(value),
            ("normal", [double mean, double standardDeviation]) => Normal(mean, standardDeviation),
            ("uniform", [double low, double high]) => Uniform(low, high),
            _ => throw Unknown(text),
        };
    }

    private static double[] Arguments(string text, string rest)
    {
        if (!rest.EndsWith(')')) throw Unknown(text);
        string[] parts = rest[..^1].Split(',');
        var values = new double[parts.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            if (!double.TryParse(parts[i], NumberStyles.Float, CultureInfo.InvariantCulture, out values[i]))
                throw Unknown(text);
        }
        return values;
    }

    private static ChainruleException Unknown(string text) => new(
        $"\"{text}\" is not an initializer: write zeros, ones, constant(c), normal(mean, standard deviation), " +
        "uniform(low, high), xavier_uniform, xavier_normal, he_uniform, he_normal, lecun_uniform, lecun_normal, " +
        "orthogonal or orthogonal(gain).");

    private static double Finite(double value, string name) => double.IsFinite(value)
        ? value
        : throw new ChainruleException($"{name} cannot use {value}: give a finite number.");
}
