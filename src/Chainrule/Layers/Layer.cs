namespace Chainrule;

/// <summary>
/// A function with parameters. To write your own, override <see cref="Forward"/> using <see cref="Functions"/>, and
/// register parameters in <see cref="Build"/>; gradients, training and evaluation follow automatically.
/// </summary>
public abstract class Layer
{
    private readonly List<LayerParameter> own = [];
    private readonly List<(string Name, Layer Layer)> parts = [];
    private (ForwardContext Context, DType DType)? building;

    /// <summary>The name used in the path of the parameters; null to use the layer's index.</summary>
    public string? Name { get; init; }

    /// <summary>
    /// Whether training adjusts the layer's parameters, those of the layers within included; false freezes them. What a
    /// layer keeps itself, such as running means, goes on. Files do not hold it.
    /// </summary>
    public bool IsTrainable { get; set; } = true;

    /// <summary>The kind of layer, as shown in a summary; also the type of its description.</summary>
    public virtual string Kind => GetType().Name;

    /// <summary>Whether the parameters have been created, which happens on first use.</summary>
    public bool IsBuilt { get; private set; }

    /// <summary>The smallest batch size for which training makes sense.</summary>
    public virtual int MinBatchSize => parts.Count == 0 ? 1 : parts.Max(part => part.Layer.MinBatchSize);

    /// <summary>Whether samples of any shape are flattened to rows of numbers first.</summary>
    public virtual bool FlattensSamples => false;

    /// <summary>
    /// Computes the output for a batch of inputs. The first call creates the parameters, for inputs of this shape and
    /// type.
    /// </summary>
    /// <param name="x">The inputs, one sample per row: (m, …).</param>
    /// <param name="context">Whether this is training; null for inference.</param>
    /// <exception cref="ShapeException">The layer does not accept inputs of this shape.</exception>
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

    /// <summary>All parameters and buffers, including those of nested layers, in order of registration.</summary>
    /// <param name="path">A prefix for the names.</param>
    public IEnumerable<LayerParameter> Parameters(string path = "")
    {
        foreach (LayerParameter parameter in own)
            yield return parameter with
            {
                Name = Join(path, parameter.Name),
                IsTrained = parameter.IsTrained && IsTrainable,
            };
        foreach ((string name, Layer part) in parts)
            foreach (LayerParameter parameter in part.Parameters(Join(path, name)))
                yield return parameter with { IsTrained = parameter.IsTrained && IsTrainable };
    }

    /// <summary>The nested layers, by name.</summary>
    public IReadOnlyList<(string Name, Layer Layer)> Parts => parts;

    /// <summary>
    /// Describes the layer so that it can be saved. For a layer of your own, override this and register a factory with
    /// <see cref="LayerDescription.Register"/>.
    /// </summary>
    /// <exception cref="ChainruleException">The layer has no description.</exception>
    public virtual LayerDescription Describe() => throw new ChainruleException(
        $"A model with a layer of type {GetType().Name} cannot be saved: override its Describe() and call " +
        "LayerDescription.Register.");

    /// <summary>
    /// Creates the parameters with <see cref="AddParameter"/>; called once, before the first <see cref="Forward"/>.
    /// </summary>
    /// <param name="input">The shape of the first inputs, (m, …).</param>
    protected virtual void Build(Shape input) { }

    /// <summary>Computes the output from the inputs and the parameters.</summary>
    protected abstract Tensor Forward(Tensor x, ForwardContext context);

    /// <summary>Registers a trainable parameter. Call it in <see cref="Build"/>.</summary>
    /// <param name="name">The name: unique in the layer, without dots.</param>
    /// <param name="shape">The shape.</param>
    /// <param name="initializer">How to initialize it.</param>
    /// <param name="isWeight">Whether L1 and L2 regularization applies; by default only with two or more axes.</param>
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
    /// Registers a buffer: values saved with the model and changed by <see cref="ForwardContext.Update"/>.
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
    /// Registers a nested layer, whose parameters become part of this one; call it in the constructor.
    /// </summary>
    /// <returns>The nested layer.</returns>
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
            throw new ShapeException("Layers take a batch, one sample per row; the input is a single number.");
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
