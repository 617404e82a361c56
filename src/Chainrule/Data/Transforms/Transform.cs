using System.Text.Json.Nodes;

namespace Chainrule;

/// <summary>
/// What is done to features before a network sees them: fitted to the training samples once, applied to all others
/// alike, and written into a model file, so that a prediction repeats it.
/// </summary>
/// <remarks>
/// Works on (m, features), and on (m, height, width) as if each sample's values were one row, in float32 or float64;
/// the arithmetic is double, rounded once.
/// </remarks>
public abstract class Transform
{
    /// <summary>A transform with this name in descriptions.</summary>
    protected Transform(string name) => Name = name;

    /// <summary>What the transform is called in descriptions and on the command line.</summary>
    public string Name { get; }

    /// <summary>
    /// The number of columns the transform is fitted to; 0 where any number will do, or before it is fitted.
    /// </summary>
    public int Columns { get; protected set; }

    /// <summary>
    /// Learns what there is to learn from the training features; nothing for a transform without statistics.
    /// </summary>
    /// <returns>This transform.</returns>
    /// <exception cref="DataException">There are no rows, or a value is not a finite number.</exception>
    public Transform Fit(Tensor features)
    {
        FeatureRows rows = FeatureRows.Of(features, Name);
        if (rows.Count == 0)
            throw new DataException($"'{Name}' has no rows to learn from: the training data is empty.");
        FitRows(rows);
        return this;
    }

    /// <summary>The features as the network shall see them, in a new tensor of the same type.</summary>
    /// <exception cref="ChainruleException">The transform is not fitted, or was fitted to another number of
    /// columns.</exception>
    /// <exception cref="DataException">A value is not a finite number.</exception>
    public Tensor Apply(Tensor features)
    {
        FeatureRows.Of(features, Name);
        return new(new TransformRows([this], features.Shape, features.DType).Apply(features.Value, features.DType));
    }

    /// <summary>The data set with its features transformed.</summary>
    /// <exception cref="ChainruleException">As for the features alone.</exception>
    public Dataset Apply(Dataset data)
    {
        Tensor features = Apply(data.Features);
        bool sameColumns = features.Shape == data.Features.Shape;
        return data with { Features = features, FeatureNames = sameColumns ? data.FeatureNames : [] };
    }

    /// <summary>The transform with all it has learned, as JSON: <see cref="FromDescription"/> makes it again.</summary>
    public JsonObject Describe()
    {
        var description = new JsonObject { ["name"] = Name };
        DescribeTo(description);
        return description;
    }

    /// <summary>Makes the transform that was described.</summary>
    /// <exception cref="DataException">The description names no known transform, or lacks what it needs.</exception>
    public static Transform FromDescription(JsonNode? description) => TransformDescription.Read(description);

    /// <summary>
    /// Makes a transform from what a command line says: <c>standardize</c>, <c>minmax</c>, <c>onehot</c>,
    /// <c>scale:0.5</c> or <c>binarize:0.5</c>.
    /// </summary>
    /// <exception cref="ChainruleException">The text is none of these.</exception>
    public static Transform Parse(string text) => TransformDescription.Parse(text);

    /// <summary>
    /// Makes transforms of one's own readable: the factory reads descriptions with this name, in model files too.
    /// </summary>
    /// <param name="name">The <see cref="Name"/> of the transforms.</param>
    /// <param name="factory">Makes one of what <see cref="DescribeTo"/> wrote.</param>
    public static void Register(string name, Func<JsonObject, Transform> factory) =>
        TransformDescription.Register(name, factory);

    /// <summary>Whether there is nothing left to learn from training features.</summary>
    public bool IsFitted => !NeedsFit || Columns > 0;

    /// <summary>Whether the transform learns from training features; then it sets <see cref="Columns"/>.</summary>
    protected virtual bool NeedsFit => false;

    /// <summary>Learns from the training features, and sets <see cref="Columns"/> to their width.</summary>
    protected virtual void FitRows(FeatureRows rows) { }

    /// <summary>The number of values that a sample of so many has afterwards.</summary>
    protected internal virtual int WidthAfter(int width) => width;

    /// <summary>Transforms a sample; it should not allocate, since compiled models call it.</summary>
    /// <param name="row">The sample's values.</param>
    /// <param name="result">Where the values afterwards go.</param>
    /// <param name="number">The number of the sample, for messages.</param>
    protected internal abstract void ApplyRow(ReadOnlySpan<double> row, Span<double> result, int number);

    /// <summary>Writes the settings and what was learned, for the model's file.</summary>
    protected abstract void DescribeTo(JsonObject description);

    /// <summary>The transform as it is for samples that come in this type.</summary>
    internal virtual Transform For(DType type) => this;

    /// <summary>Refuses to go on where it is not fitted, or to another number of columns.</summary>
    internal void RequireFit(int width, Shape features)
    {
        if (!IsFitted)
            throw new ChainruleException($"'{Name}' has not been fitted: call Fit with the training features first.");
        if (Columns != 0 && Columns != width)
            throw new ShapeException(
                $"'{Name}' was fitted to {Columns} columns, but the features {features} have {width}.");
    }
}
