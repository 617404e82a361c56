namespace Chainrule;

/// <summary>
/// A fully connected layer, f(x @ weight + bias), with x (m, n), weight (n, units) and bias (units). Further leading
/// axes are kept.
/// </summary>
public sealed class Dense : Layer
{
    private Tensor? weight, bias;

    /// <summary>Creates a layer with this many outputs; the number of inputs is found on first use.</summary>
    /// <param name="units">The number of outputs.</param>
    /// <param name="activation">The activation f; null for none.</param>
    /// <param name="bias">Whether to add a bias.</param>
    /// <param name="inputs">The expected number of inputs; null to take whatever comes first.</param>
    /// <param name="weights">
    /// How to initialize the weights. By default He uniform before ReLU and its relatives, LeCun normal before SELU,
    /// and Xavier uniform otherwise.
    /// </param>
    /// <param name="biases">How to initialize the biases; zeros by default.</param>
    /// <exception cref="ShapeException">A size is not positive.</exception>
    public Dense(
        int units, Activation? activation = null, bool bias = true, int? inputs = null,
        Initializer? weights = null, Initializer? biases = null)
    {
        if (units < 1) throw new ShapeException($"A dense layer cannot have {units} units: give at least 1.");
        if (inputs < 1) throw new ShapeException($"A dense layer cannot have {inputs} inputs: give at least 1.");
        Units = units;
        Activation = activation;
        HasBias = bias;
        Inputs = inputs;
        Weights = weights ?? activation?.SuitableInitializer ?? Initializer.XavierUniform;
        Biases = biases ?? Initializer.Zeros;
    }

    /// <summary>Creates a layer with any function as its activation, such as <c>Functions.Sin</c>.</summary>
    /// <inheritdoc cref="Dense(int, Activation?, bool, int?, Initializer?, Initializer?)"/>
    public Dense(
        int units, Func<Tensor, Tensor> activation, bool bias = true, int? inputs = null,
        Initializer? weights = null, Initializer? biases = null)
        : this(units, Activation.Of(activation), bias, inputs, weights, biases)
    {
    }

    /// <summary>The number of outputs.</summary>
    public int Units { get; }

    /// <summary>The activation; null for none.</summary>
    public Activation? Activation { get; }

    /// <summary>Whether there is a bias.</summary>
    public bool HasBias { get; }

    /// <summary>The number of inputs; null until first use unless given.</summary>
    public int? Inputs { get; private set; }

    /// <summary>How the weights are initialized.</summary>
    public Initializer Weights { get; }

    /// <summary>How the biases are initialized.</summary>
    public Initializer Biases { get; }

    /// <inheritdoc/>
    public override bool FlattensSamples => true;

    /// <inheritdoc/>
    public override string Kind => "dense";

    /// <inheritdoc/>
    public override LayerDescription Describe()
    {
        LayerDescription description = new LayerDescription(Kind, Name).Set("units", Units);
        if (Inputs is { } inputs) description.Set("inputs", inputs);
        if (Activation is not null) description.Set("activation", Activation.TextToSave);
        if (!HasBias) description.Set("bias", false);
        description.Set("weights", Weights.ToString());
        return HasBias ? description.Set("biases", Biases.ToString()) : description;
    }

    /// <inheritdoc/>
    public override string ToString() => Activation is null ? $"{Units}" : $"{Units} {Activation}";

    internal static Dense From(LayerDescription description) => new(
        description.Integer("units"),
        description.Text("activation", "") is { Length: > 0 } activation ? Activation.Parse(activation) : null,
        description.Flag("bias", true),
        description.Has("inputs") ? description.Integer("inputs") : null,
        description.Has("weights") ? Initializer.Parse(description.Text("weights")) : null,
        description.Has("biases") ? Initializer.Parse(description.Text("biases")) : null)
    {
        Name = description.LayerName,
    };

    /// <inheritdoc/>
    protected override void Build(Shape input)
    {
        RequireFit(input);
        Inputs = input[^1];
        weight = AddParameter("weight", [input[^1], Units], Weights);
        if (HasBias) bias = AddParameter("bias", [Units], Biases);
    }

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x, ForwardContext context)
    {
        RequireFit(x.Shape);
        Tensor z = Functions.MatMul(x, weight!);
        if (bias is not null) z += bias;
        return Activation is null ? z : Activation.Of(z);
    }

    private void RequireFit(Shape input)
    {
        string layer = Name is null ? $"A dense layer of {Units} units" : $"The dense layer {Name}";
        if (input.Rank < 2)
            throw new ShapeException($"{layer} takes rows of features (m, n), not input of shape {input}.");
        if (Inputs is { } inputs && inputs != input[^1])
            throw new ShapeException(
                $"{layer} takes {inputs} inputs; the samples have {input[^1]}: make the two sizes equal.");
        if (input[^1] == 0) throw new ShapeException($"{layer} needs at least one input; the samples have none.");
    }
}
