using System.Globalization;
using Chainrule.Catalog;

namespace Chainrule;

/// <summary>
/// A layer without parameters that applies a function, usually elementwise: <c>Activation.Relu</c>,
/// <c>Activation.LeakyRelu(0.2)</c>. <see cref="Parse"/> reads what <see cref="ToString"/> writes.
/// </summary>
public sealed class Activation : Layer
{
    private static readonly string[] NamesOfLinear = ["linear", "none", "identity"];

    private readonly string? text;
    private readonly Func<Tensor, Tensor> function;
    private readonly FunctionEntry? entry;

    private Activation(string? text, Func<Tensor, Tensor> function, FunctionEntry? entry = null)
    {
        this.text = text;
        this.function = function;
        this.entry = entry;
    }

    private Activation(FunctionEntry entry, params double[] options)
        : this(entry.Written(options), x => entry.On(x, options), entry)
    {
    }

    /// <summary>max(x, 0).</summary>
    public static Activation Relu { get; } = new(Operators.Relu.Entry);

    /// <summary>1/(1 + exp(−x)).</summary>
    public static Activation Sigmoid { get; } = new(Operators.Sigmoid.Entry);

    /// <summary>The hyperbolic tangent.</summary>
    public static Activation Tanh { get; } = new(Operators.Tanh.Entry);

    /// <summary>The scaled exponential linear unit of self-normalizing networks.</summary>
    public static Activation Selu { get; } = new(Operators.Selu.Entry);

    /// <summary>x·Φ(x).</summary>
    public static Activation Gelu { get; } = new(Operators.Gelu.Entry);

    /// <summary>The tanh approximation of x·Φ(x).</summary>
    public static Activation GeluTanh { get; } = new(Operators.GeluTanh.Entry);

    /// <summary>x·sigmoid(x), also called swish.</summary>
    public static Activation Silu { get; } = new(Operators.Silu.Entry);

    /// <summary>log(1 + exp x).</summary>
    public static Activation Softplus { get; } = new(Operators.Softplus.Entry);

    /// <summary>exp(x) divided by its sum along the last axis; losses that take logits look behind it.</summary>
    public static Activation Softmax { get; } = new(Operators.Softmax.Entry);

    /// <summary>The logarithm of the softmax.</summary>
    public static Activation LogSoftmax { get; } = new(Operators.LogSoftmax.Entry);

    /// <summary>The identity: x unchanged.</summary>
    public static Activation Linear { get; } = new(NamesOfLinear[0], x => x);

    /// <inheritdoc/>
    public override string Kind => ToString();

    /// <summary>How to initialize the weights before this activation.</summary>
    internal Initializer SuitableInitializer => entry?.Weights ?? Initializer.XavierUniform;

    /// <summary>
    /// Any function as an activation. A function of the library keeps its name, and so does one registered with <see
    /// cref="Functions.Register"/>; any other has no name and cannot be saved.
    /// </summary>
    public static Activation Of(Func<Tensor, Tensor> function) =>
        FunctionCatalog.Find(function) is { IsActivation: true } known ? new(known) : new(null, function);

    /// <summary>x where it is positive, and slope·x elsewhere.</summary>
    public static Activation LeakyRelu(double slope = 0.01) => new(Operators.LeakyRelu.Entry, slope);

    /// <summary>x where it is positive, and α(exp x − 1) elsewhere.</summary>
    public static Activation Elu(double alpha = 1) => new(Operators.Elu.Entry, alpha);

    /// <summary>
    /// Reads the name of a function that keeps the shape of its argument, such as <c>relu</c> or one registered with
    /// <see cref="Functions.Register"/>, followed by a number in parentheses if it takes one, as in
    /// <c>leaky_relu(0.2)</c>; or <c>linear</c>.
    /// </summary>
    /// <exception cref="ChainruleException">The text is none of these.</exception>
    public static Activation Parse(string text)
    {
        string name = text.Trim();
        double[] options = [];
        if (name.EndsWith(')') && name.IndexOf('(', StringComparison.Ordinal) is >= 0 and var open)
        {
            if (!double.TryParse(name[(open + 1)..^1], NumberStyles.Float, CultureInfo.InvariantCulture,
                out double value) || !double.IsFinite(value))
            {
                throw Unknown(text);
            }
            (name, options) = (name[..open], [value]);
        }
        string lower = name.ToLowerInvariant().Replace('-', '_');
        if (options.Length == 0 && NamesOfLinear.Contains(lower)) return Linear;
        return (FunctionCatalog.Find(name) ?? FunctionCatalog.Find(lower) ?? FunctionCatalog.OfAlias(lower))
            is { IsActivation: true } known && options.Length <= known.Numbers.Count
                ? new(known, options) : throw Unknown(text);
    }

    /// <inheritdoc/>
    /// <exception cref="ChainruleException">The function has no name.</exception>
    public override LayerDescription Describe() =>
        new LayerDescription("activation", Name).Set("function", TextToSave);

    /// <summary>The name, as <see cref="Parse"/> reads it.</summary>
    public override string ToString() => text ?? "function";

    internal static Activation From(LayerDescription description)
    {
        Activation known = Parse(description.Text("function"));
        return description.LayerName is null ? known
            : new Activation(known.text, known.function, known.entry) { Name = description.LayerName };
    }

    /// <summary>The text stored in a model file.</summary>
    internal string TextToSave => text ?? throw new ChainruleException(
        "An activation without a name cannot be saved: name the function with " +
        "Functions.Register(\"name\", f), here and where the file is loaded, and pass what it returns to the layer.");

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x, ForwardContext context) => Of(x);

    internal Tensor Of(Tensor x)
    {
        Tensor y = function(x);
        return y.Shape == x.Shape ? y : throw new ShapeException(
            $"The activation {ToString()} turns {x.Shape} into {y.Shape}: an activation keeps the shape.");
    }

    private static ChainruleException Unknown(string text) => new(
        $"\"{text}\" is not an activation: write {string.Join(", ", FunctionCatalog.All
            .Where(function => function.IsActivation).SelectMany(Forms))} or {NamesOfLinear[0]}.");

    private static IEnumerable<string> Forms(FunctionEntry function) =>
        [function.Name, .. function.Numbers.Select(option => $"{function.Name}({option.Name})")];
}
