using System.Collections.Immutable;
using System.Globalization;

namespace Chainrule;

/// <summary>
/// A network together with what it takes to use it: its loss, the shape of a sample and the names of the classes. Train
/// it with
/// <see cref="Fit"/>, then evaluate, predict and save it.
/// </summary>
public sealed partial class Model
{
    private LayerParameter[] parameters = [];

    /// <summary>A network of these layers, one after the other.</summary>
    public Model(params IReadOnlyList<Layer> layers)
    {
        if (layers.Count == 0) throw new ChainruleException("A model needs at least one layer.");
        Network = layers.Count == 1 ? layers[0] : new Sequential(layers);
    }

    /// <summary>The network.</summary>
    public Layer Network { get; }

    /// <summary>The type of values and parameters.</summary>
    public DType DType { get; init; } = DType.Float32;

    /// <summary>Fixes the first values of the parameters.</summary>
    public long Seed { get; init; }

    /// <summary>
    /// The loss; chosen by the data at the first training where it is null: cross-entropy for classes, else squared
    /// error.
    /// </summary>
    public Loss? Loss { get; set; }

    /// <summary>The shape of one sample, without the batch's axis; null until the model is built.</summary>
    public Shape? InputShape { get; private set; }

    /// <summary>The shape of a sample as the network sees it, after <see cref="Preprocessing"/>.</summary>
    internal Shape? PreparedShape { get; private set; }

    /// <summary>The shape of the output for one sample; null until the model is built.</summary>
    public Shape? OutputShape { get; private set; }

    /// <summary>Whether the parameters exist.</summary>
    public bool IsBuilt => InputShape is not null;

    /// <summary>The names of the classes in the order of their labels; empty for regression.</summary>
    public IReadOnlyList<string> ClassNames { get; set; } = [];

    /// <summary>The names of the features; empty where they have none.</summary>
    public IReadOnlyList<string> FeatureNames { get; set; } = [];

    /// <summary>Parameters and buffers in order, with names such as <c>0.weight</c>.</summary>
    public IReadOnlyList<LayerParameter> Parameters => parameters;

    /// <summary>The number of values that training adjusts.</summary>
    public long ParameterCount =>
        parameters.Where(parameter => parameter.IsTrained).Sum(parameter => (long)parameter.Value.Length);

    /// <summary>
    /// What is done to samples before the network sees them, wherever they come from: raw samples go into
    /// <see cref="Fit"/>, <see cref="Evaluate"/>, <see cref="Predict"/> and compiled models, and the model's file holds
    /// the transforms. <see cref="Fit"/> fits them to the training samples, unless they are fitted.
    /// </summary>
    public TransformPipeline Preprocessing { get; set; } = new();

    /// <summary>
    /// How targets of any size are scaled while training, for losses of values; null for not at all.
    /// <see cref="Fit"/> fits it to the training samples, unless it is fitted.
    /// </summary>
    public TargetScaling? TargetScaling { get; set; }

    internal TargetScaling? FittedScaling => TargetScaling is { IsFitted: true } ? TargetScaling : null;

    /// <summary>
    /// How a table's columns became features, as JSON in the words of whoever read the table; null where there was
    /// none.
    /// </summary>
    public string? Table { get; set; }

    /// <summary>Where the samples that it was trained on came from; null where nobody has said it.</summary>
    public DataOrigin? Origin { get; set; }

    /// <summary>Texts of your own by name, which the model's file keeps.</summary>
    public IReadOnlyDictionary<string, string> Notes { get; set; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>How the model was trained last; null before.</summary>
    public TrainingRecord? Training { get; set; }

    /// <summary>Where the last training ended: what the next one goes on from; null where there is nothing.</summary>
    public TrainingState? TrainingState { get; internal set; }

    /// <summary>The network in a line, with its size and how it was trained.</summary>
    public override string ToString()
    {
        string size = IsBuilt ? $"{ParameterCount:N0} parameters" : "not built";
        string loss = Loss is null ? "" : $", loss {Loss}";
        string trained = Training is null ? "" : $", {Training}";
        return string.Create(CultureInfo.InvariantCulture, $"{Describe()} ({size}{loss}{trained})");
    }

    /// <summary>The network in a line: <c>784 → 128 relu → 10</c>.</summary>
    public string Describe() =>
        $"{(PreparedShape is null ? "" : PreparedShape.Rank == 1 ? $"{PreparedShape[0]} → " : $"{PreparedShape} → ")}" +
        $"{Network}";

    /// <summary>
    /// Makes the parameters, for samples of this shape; <see cref="Fit"/> does so by itself.
    /// </summary>
    /// <param name="sample">The shape of one sample, without the batch's axis: <c>[784]</c>.</param>
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

    /// <summary>Makes the parameters, for samples that have this shape after the preprocessing.</summary>
    internal Model BuildPrepared(Shape prepared)
    {
        bool isSame = Preprocessing.Count == 0 || Preprocessing.WidthAfter(prepared.Size) == prepared.Size;
        if (isSame) return Build(prepared);
        int columns = Preprocessing.Select(transform => transform.Columns).FirstOrDefault(count => count > 0);
        return PreparedShape is null
            ? BuildFor(columns > 0 ? Shape.Create([columns]) : prepared, prepared, null)
            : this;
    }

    /// <summary>Makes the parameters, from a file where there is one.</summary>
    internal Model BuildFor(Shape sample, Shape prepared, StoredParameters? stored)
    {
        Tensor x = Tensor.Input(Batch(1, prepared), DType, "x");
        Tensor y = Network.Apply(x, new ForwardContext(training: false, Seed) { Stored = stored });
        if (y.Rank == 0 || y.Shape[0] != 1)
            throw new ShapeException(
                $"A network gives a row for each sample; for one sample it gave an output of shape {y.Shape}.");
        var seen = new HashSet<Tensor>();
        parameters = [.. Network.Parameters().Where(parameter => seen.Add(parameter.Value))];
        foreach (LayerParameter parameter in parameters) parameter.Value.Named(parameter.Name);
        (InputShape, PreparedShape, OutputShape) = (sample, prepared, y.Shape.Without(0));
        return this;
    }

    /// <summary>The network's output for a batch, as a graph to go on from.</summary>
    /// <param name="x">The inputs, (m, …).</param>
    /// <param name="context">Whether it is for training; null for predicting.</param>
    public Tensor Apply(Tensor x, ForwardContext? context = null)
    {
        if (!IsBuilt) BuildPrepared(x.Shape.Without(0));
        return Network.Apply(x, context ?? new ForwardContext(training: false, Seed));
    }

    internal static Shape Batch(int count, Shape sample) => Shape.Create([count]).Concat(sample);
}
