namespace Chainrule;

/// <summary>
/// A function with parameters. To write one, override <see cref="Forward"/> with the functions of
/// <see cref="Functions"/> and register parameters in <see cref="Build"/>: gradients, training and evaluation follow
/// from that.
/// </summary>
public abstract class Layer
{
    private readonly List<LayerParameter> own = [];
    private readonly List<(string Name, Layer Layer)> parts = [];
    private (ForwardContext Context, DType DType)? building;

    /// <summary>
    /// A name that stands in the path of the parameters instead of the layer's number; null for the number.
    /// </summary>
    public string? Name { get; init; }

    /// <summary>The layer's kind, as in a summary: the name of its description.</summary>
    public virtual string Kind => GetType().Name;

    /// <summary>Whether the parameters exist: from the first use on.</summary>
    public bool IsBuilt { get; private set; }

    /// <summary>How many samples a batch needs at least for training to make sense.</summary>
    public virtual int MinBatchSize => parts.Count == 0 ? 1 : parts.Max(part => part.Layer.MinBatchSize);

    /// <summary>Whether samples of any shape shall come in as rows of numbers.</summary>
    public virtual bool FlattensSamples => false;

    /// <summary>
    /// The output for a batch of inputs. The first use makes the parameters, for inputs of this shape and type.
    /// </summary>
    /// <param name="x">The inputs, one sample a row: (m, …).</param>
    /// <param name="context">Whether it is for training; null for predicting.</param>
    /// <exception cref="ShapeException">The layer does not take inputs of this shape.</exception>
    public Tensor Apply(Tensor x, ForwardContext? context = null)
    {
        context ??= new ForwardContext();
        if (!IsBuilt) BuildOnce(x, context);
        Tensor y = context.Applying(() => Forward(x, context));
        context.Applied?.Invoke(this, x, y);
        return y;
    }

    /// <summary>The layer in a few words: <c>128 relu</c>, <c>dropout(0.2)</c>.</summary>
    public override string ToString() => Kind;

    /// <summary>
    /// All parameters and buffers, those of the layers within included, in the order of their registration.
    /// </summary>
    /// <param name="path">What the names begin with.</param>
    public IEnumerable<LayerParameter> Parameters(string path = "")
    {
        foreach (LayerParameter parameter in own) yield return parameter with { Name = Join(path, parameter.Name) };
        foreach ((string name, Layer part) in parts)
            foreach (LayerParameter parameter in part.Parameters(Join(path, name))) yield return parameter;
    }

    /// <summary>The layers within, by name.</summary>
    public IReadOnlyList<(string Name, Layer Layer)> Parts => parts;

    /// <summary>
    /// What the layer is made of, so that a model file can hold it; a layer of your own overrides this and registers a
    /// factory with <see cref="LayerDescription.Register"/>.
    /// </summary>
    /// <exception cref="ChainruleException">The layer has no description.</exception>
    public virtual LayerDescription Describe() => throw new ChainruleException(
        $"A model with a layer of type {GetType().Name} cannot be saved: override its Describe() and call " +
        "LayerDescription.Register.");

    /// <summary>
    /// Makes the parameters with <see cref="AddParameter"/>: called once, before the first <see cref="Forward"/>.
    /// </summary>
    /// <param name="input">The shape of the first inputs, (m, …).</param>
    protected virtual void Build(Shape input) { }

    /// <summary>Writes the output as a function of the inputs and the parameters.</summary>
    protected abstract Tensor Forward(Tensor x, ForwardContext context);

    /// <summary>Registers a parameter, which training adjusts. To be called in <see cref="Build"/>.</summary>
    /// <param name="name">The name, once in a layer and without dots.</param>
    /// <param name="shape">The shape.</param>
    /// <param name="initializer">How the first values are found.</param>
    /// <param name="isWeight">Whether L1 and L2 terms apply to it; by default where it has two axes or more.</param>
    protected Tensor AddParameter(string name, Shape shape, Initializer initializer, bool? isWeight = null)
    {
        (ForwardContext context, DType dtype) = Building(name);
        long stream = context.NextStream();
        Tensor start =
            context.Stored?.Read(this, name, shape, dtype) ?? initializer.Create(shape, context.Seed, stream, dtype);
        Tensor parameter = Tensor.Parameter(start, name);
        own.Add(new LayerParameter(name, parameter, true, isWeight ?? shape.Rank >= 2));
        return parameter;
    }

    /// <summary>
    /// Registers a buffer: values that are saved with the model and that <see cref="ForwardContext.Update"/> writes to.
    /// </summary>
    protected Tensor AddBuffer(string name, Shape shape, double value)
    {
        (ForwardContext context, DType dtype) = Building(name);
        Tensor start = context.Stored?.Read(this, name, shape, dtype) ?? Tensor.Full(shape, value, dtype);
        Tensor buffer = Tensor.Input(shape, dtype, name);
        buffer.Assign(start);
        own.Add(new LayerParameter(name, buffer, false, false));
        return buffer;
    }

    /// <summary>
    /// Registers a layer within this one, whose parameters become part of it; call it in the constructor.
    /// </summary>
    /// <returns>The layer itself.</returns>
    protected TLayer AddLayer<TLayer>(string name, TLayer layer) where TLayer : Layer
    {
        RequireNew(name);
        parts.Add((name, layer));
        building?.Context.Stored?.Place(this, name, layer);
        return layer;
    }

    private void BuildOnce(Tensor x, ForwardContext context)
    {
        if (!x.DType.IsFloating())
            throw new ShapeException(
                $"Layers take floating-point numbers; the input holds {x.DType.Name()}: convert it with Cast.");
        if (x.Rank == 0)
            throw new ShapeException("Layers take a batch, one sample a row; the input is a single number.");
        building = (context, x.DType);
        try
        {
            Build(x.Shape);
            IsBuilt = true;
        }
        finally
        {
            building = null;
            if (!IsBuilt) own.Clear();
        }
    }

    private (ForwardContext Context, DType DType) Building(string name)
    {
        RequireNew(name);
        return building ?? throw new ChainruleException(
            $"The parameter {name} can only be added while the layer is built, in Build.");
    }

    private void RequireNew(string name)
    {
        bool taken = own.Exists(other => other.Name == name) || parts.Exists(other => other.Name == name);
        if (name.Length > 0 && !name.Contains('.') && !taken) return;
        throw new ChainruleException(
            $"\"{name}\" cannot name a part of a layer: it needs a name of its own without dots.");
    }

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";
}
