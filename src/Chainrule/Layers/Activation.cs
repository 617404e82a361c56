using System.Globalization;

namespace Chainrule;

/// <summary>
/// A layer without parameters that applies a function, mostly element by element: <c>Activation.Relu</c>,
/// <c>Activation.LeakyRelu(0.2)</c>; <see cref="Parse"/> reads what <see cref="ToString"/> writes.
/// </summary>
public sealed class Activation : Layer
{
    private readonly string text;
    private readonly Func<Tensor, Tensor> function;

    private Activation(string text, Func<Tensor, Tensor> function)
    {
        this.text = text;
        this.function = function;
    }

    /// <summary>max(x, 0).</summary>
    public static Activation Relu { get; } = new("relu", Functions.Relu);

    /// <summary>1/(1 + exp(−x)).</summary>
    public static Activation Sigmoid { get; } = new("sigmoid", Functions.Sigmoid);

    /// <summary>The hyperbolic tangent.</summary>
    public static Activation Tanh { get; } = new("tanh", Functions.Tanh);

    /// <summary>The self-normalising exponential linear unit.</summary>
    public static Activation Selu { get; } = new("selu", Functions.Selu);

    /// <summary>x·Φ(x).</summary>
    public static Activation Gelu { get; } = new("gelu", Functions.Gelu);

    /// <summary>The tanh approximation of x·Φ(x).</summary>
    public static Activation GeluTanh { get; } = new("gelu_tanh", Functions.GeluTanh);

    /// <summary>x·sigmoid(x), also called swish.</summary>
    public static Activation Silu { get; } = new("silu", Functions.Silu);

    /// <summary>log(1 + exp x).</summary>
    public static Activation Softplus { get; } = new("softplus", Functions.Softplus);

    /// <summary>exp(x) over its sum along the last axis; losses that take logits see through it.</summary>
    public static Activation Softmax { get; } = new("softmax", x => Functions.Softmax(x));

    /// <summary>The logarithm of the softmax.</summary>
    public static Activation LogSoftmax { get; } = new("log_softmax", x => Functions.LogSoftmax(x));

    /// <summary>x as it is.</summary>
    public static Activation Linear { get; } = new("linear", x => x);

    /// <inheritdoc/>
    public override string Kind => text;

    /// <summary>The weights before this activation start well with this.</summary>
    internal Initializer SuitableInitializer => text.Split('(')[0] switch
    {
        "relu" or "leaky_relu" or "elu" or "gelu" or "gelu_tanh" or "silu" or "softplus" => Initializer.HeUniform,
        "selu" => Initializer.LeCunNormal,
        _ => Initializer.XavierUniform,
    };

    /// <summary>x where it is positive, else slope·x.</summary>
    public static Activation LeakyRelu(double slope = 0.01) =>
        new(Text("leaky_relu", slope, 0.01), x => Functions.LeakyRelu(x, slope));

    /// <summary>x where it is positive, else α(exp x − 1).</summary>
    public static Activation Elu(double alpha = 1) => new(Text("elu", alpha, 1), x => Functions.Elu(x, alpha));

    /// <summary>
    /// Reads <c>relu</c>, <c>leaky_relu</c>, <c>leaky_relu(0.2)</c>, <c>elu</c>, <c>elu(0.5)</c>, <c>selu</c>,
    /// <c>gelu</c>,
    /// <c>gelu_tanh</c>, <c>silu</c>, <c>softplus</c>, <c>sigmoid</c>, <c>tanh</c>, <c>softmax</c>, <c>log_softmax</c>,
    /// <c>linear</c>.
    /// </summary>
    /// <exception cref="ChainruleException">The text is none of these.</exception>
    public static Activation Parse(string text)
    {
        string lower = text.Trim().ToLowerInvariant().Replace('-', '_');
        int open = lower.IndexOf('(', StringComparison.Ordinal);
        if (open < 0)
        {
            return lower switch
            {
                "relu" => Relu,
                "sigmoid" or "logistic" => Sigmoid,
                "tanh" => Tanh,
                "selu" => Selu,
                "gelu" => Gelu,
                "gelu_tanh" => GeluTanh,
                "silu" or "swish" => Silu,
                "softplus" => Softplus,
                "softmax" => Softmax,
                "log_softmax" => LogSoftmax,
                "linear" or "none" or "identity" => Linear,
                "leaky_relu" => LeakyRelu(),
                "elu" => Elu(),
                _ => throw Unknown(text),
            };
        }
        bool number = double.TryParse(lower[(open + 1)..].TrimEnd(')'), NumberStyles.Float,
            CultureInfo.InvariantCulture, out double value);
        if (!number || !lower.EndsWith(')') || !double.IsFinite(value)) throw Unknown(text);
        return lower[..open] switch
        {
            "leaky_relu" => LeakyRelu(value),
            "elu" => Elu(value),
            _ => throw Unknown(text),
        };
    }

    /// <inheritdoc/>
    public override LayerDescription Describe() => new LayerDescription("activation", Name).Set("function", text);

    /// <summary>The name, as <see cref="Parse"/> reads it.</summary>
    public override string ToString() => text;

    internal static Activation From(LayerDescription description)
    {
        Activation known = Parse(description.Text("function"));
        return description.LayerName is null ? known
            : new Activation(known.text, known.function) { Name = description.LayerName };
    }

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x, ForwardContext context) => function(x);

    internal Tensor Of(Tensor x) => function(x);

    private static string Text(string name, double value, double usual) => value == usual ? name : $"{name}({value:R})";

    private static ChainruleException Unknown(string text) => new(
        $"\"{text}\" is no activation: write relu, leaky_relu, leaky_relu(slope), elu, elu(alpha), selu, gelu, " +
        "gelu_tanh, silu, softplus, " +
        "sigmoid, tanh, softmax, log_softmax or linear.");
}
