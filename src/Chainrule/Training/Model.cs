using System.Collections.Immutable;
using System.Globalization;

namespace Chainrule;

/// <summary>
/// A network with everything needed to use it: its loss, the shape of a sample and the names of the classes. Train it
/// with <c>Fit</c>, then evaluate, predict and save it.
/// </summary>
public sealed partial class Model
{
    /// <summary>Creates a network of these layers, one after the other.</summary>
    public Model(params IReadOnlyList<Layer> layers)
    {
        if (layers.Count == 0) throw new ChainruleException("A model needs at least one layer.");
        Network = layers.Count == 1 ? layers[0] : new Sequential(layers);
    }

    /// <summary>The network.</summary>
    public Layer Network { get; }

    /// <summary>The element type of values and parameters.</summary>
    public DType DType { get; init; } = DType.Float32;

    /// <summary>Determines the initial values of the parameters.</summary>
    public long Seed { get; init; }

    /// <summary>
    /// The loss. If null, the first training chooses it: cross-entropy for classes, squared error otherwise.
    /// </summary>
    public Loss? Loss { get; set; }

    /// <summary>The shape of one sample, without the batch axis; null until the model is built.</summary>
    public Shape? InputShape { get; private set; }

    /// <summary>The shape of a sample as the network sees it, after <see cref="Preprocessing"/>.</summary>
    internal Shape? PreparedShape { get; private set; }

    /// <summary>The shape of the output for one sample; null until the model is built.</summary>
    public Shape? OutputShape { get; private set; }

    /// <summary>Whether the parameters exist.</summary>
    public bool IsBuilt => InputShape is not null;

    /// <summary>The names of the classes, in the order of their labels; empty for regression.</summary>
    public IReadOnlyList<string> ClassNames { get; set; } = [];

    /// <summary>The names of the features; empty if they have none.</summary>
    public IReadOnlyList<string> FeatureNames { get; set; } = [];

    /// <summary>The parameters and buffers in order, with names such as <c>0.weight</c>.</summary>
    public IReadOnlyList<LayerParameter> Parameters => IsBuilt ? Collected() : [];

    /// <summary>The number of trainable values.</summary>
    public long ParameterCount =>
        Parameters.Where(parameter => parameter.IsTrained).Sum(parameter => (long)parameter.Value.Length);

    /// <summary>
    /// How raw samples are processed before the network sees them. <c>Fit</c>, <c>Evaluate</c>, <see cref="Predict"/>
    /// and compiled models take raw samples and apply this, and the model file stores it. <c>Fit</c> fits it to the
    /// training samples unless it is already fitted.
    /// </summary>
    public TransformPipeline Preprocessing { get; set; } = new();

    /// <summary>
    /// How regression targets are scaled during training; null for not at all. <c>Fit</c> fits it to the
    /// training samples unless it is already fitted.
    /// </summary>
    public TargetScaling? TargetScaling { get; set; }

    internal TargetScaling? FittedScaling => TargetScaling is { IsFitted: true } ? TargetScaling : null;

    /// <summary>
    /// How the columns of a table became features, as JSON written by whoever read the table; null if there was no
    /// table.
    /// </summary>
    public string? Table { get; set; }

    /// <summary>The form of the images that the model takes; null where it takes other samples.</summary>
    public ImageForm? Images { get; set; }

    /// <summary>Where the training samples came from; null if unknown.</summary>
    public DataOrigin? Origin { get; set; }

    /// <summary>Notes of your own by name, which are saved with the model.</summary>
    public IReadOnlyDictionary<string, string> Notes { get; set; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>How the model was last trained; null before.</summary>
    public TrainingRecord? Training { get; set; }

    /// <summary>
    /// The state in which the last training ended, from which the next can continue; null if there is none.
    /// </summary>
    public TrainingState? TrainingState { get; internal set; }

    /// <summary>The network in one line, with its size and how it was trained.</summary>
    public override string ToString()
    {
        string size = IsBuilt ? $"{ParameterCount:N0} parameters" : "not built";
        string loss = Loss is null ? "" : $", loss {Loss}";
        string trained = Training is null ? "" : $", {Training}";
        return string.Create(CultureInfo.InvariantCulture, $"{Describe()} ({size}{loss}{trained})");
    }

    /// <summary>The network in one line: <c>784 → 128 relu → 10</c>.</summary>
    public string Describe() =>
        $"{(PreparedShape is null ? "" : PreparedShape.Rank == 1 ? $"{PreparedShape[0]} → " : $"{PreparedShape} → ")}" +
        $"{Network}";

    /// <summary>Creates the parameters for samples of this shape; <c>Fit</c> does this automatically.</summary>
    /// <param name="sample">The shape of one sample, without the batch axis: <c>[784]</c>.</param>
    /// <returns>The model.</returns>
    /// <exception cref="ShapeException">
    /// The layers do not fit together, or the model was built for other samples.
    /// </exception>
    public Model Build(Shape sample)
    {
        Shape shape = Network.FlattensSamples && sample.Rank != 1 ? Shape.Create([sample.Size]) : sample;
        if (InputShape is not null)
        {
            return InputShape.Size == shape.Size
                ? this
                : throw new ShapeException(
                    $"The model takes samples of shape {InputShape}; samples of shape {sample} do not fit it.");
        }
        int width = Preprocessing.WidthAfter(shape.Size);
        return BuildFor(shape, width == shape.Size ? shape : Shape.Create([width]), null);
    }

    /// <summary>Creates the parameters for samples that have this shape after preprocessing.</summary>
    internal Model BuildPrepared(Shape prepared)
    {
        bool isSame = Preprocessing.Count == 0 || Preprocessing.WidthAfter(prepared.Size) == prepared.Size;
        if (isSame) return Build(prepared);
        int columns = Preprocessing.Select(transform => transform.Columns).FirstOrDefault(count => count > 0);
        return PreparedShape is null
            ? BuildFor(columns > 0 ? Shape.Create([columns]) : prepared, prepared, null)
            : this;
    }

    /// <summary>Creates the parameters, from a file if one is given.</summary>
    internal Model BuildFor(Shape sample, Shape prepared, StoredParameters? stored)
    {
        Tensor x = Tensor.Input(Batch(1, prepared), DType, "x");
        Tensor y = Network.Apply(x, new ForwardContext(training: false, Seed) { Stored = stored });
        if (y.Rank == 0 || y.Shape[0] != 1)
            throw new ShapeException(
                $"A network gives a row for each sample; for one sample it gave an output of shape {y.Shape}.");
        foreach (LayerParameter parameter in Collected()) parameter.Value.Named(parameter.Name);
        (InputShape, PreparedShape, OutputShape) = (sample, prepared, y.Shape.Without(0));
        return this;
    }

    // One that stands in several places is one parameter. Layers may be frozen at any time.
    private LayerParameter[] Collected()
    {
        var seen = new HashSet<Tensor>();
        return [.. Network.Parameters().Where(parameter => seen.Add(parameter.Value))];
    }

    /// <summary>The network's output for a batch, as a graph that can be extended.</summary>
    /// <param name="x">The inputs, (m, …).</param>
    /// <param name="context">Whether this is training; null for inference.</param>
    public Tensor Apply(Tensor x, ForwardContext? context = null)
    {
        if (!IsBuilt) BuildPrepared(x.Shape.Without(0));
        return Network.Apply(x, context ?? new ForwardContext(training: false, Seed));
    }

    internal static Shape Batch(int count, Shape sample) => Shape.Create([count]).Concat(sample);
}
