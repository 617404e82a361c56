using System.Text.Json.Nodes;

namespace Chainrule;

/// <summary>
/// A preprocessing step for features: fitted once to the training samples, applied in the same way to all others, and
/// stored in the model file so that predictions repeat it.
/// </summary>
/// <remarks>
/// Works on (m, features), and on (m, height, width) as if each sample were one row, in float32 or float64; it computes
/// in double and rounds once.
/// </remarks>
public abstract class Transform
{
    /// <summary>Creates a transform with this name in descriptions.</summary>
    protected Transform(string name) => Name = name;

    /// <summary>The name of the transform in descriptions and on the command line.</summary>
    public string Name { get; }

    /// <summary>
    /// The number of columns that the transform is fitted to; 0 if any number will do, or before it is fitted.
    /// </summary>
    public int Columns { get; protected set; }

    /// <summary>Learns statistics from the training features, if the transform has any.</summary>
    /// <returns>This transform.</returns>
    /// <exception cref="DataException">There are no rows, or a value is not finite.</exception>
    public Transform Fit(Tensor features)
    {
        FeatureRows.Of(features, Name);
        return Fit(features, [], null);
    }

    /// <summary>Learns statistics from what other transforms make of some rows of the training features.</summary>
    /// <param name="features">The features, which may be integers.</param>
    /// <param name="before">The transforms.</param>
    /// <param name="indices">The rows; null for all.</param>
    internal Transform Fit(Tensor features, ReadOnlySpan<Transform> before, int[]? indices)
    {
        return Fit(FeatureRows.Of(features, Name, before, indices, takesIntegers: true));
    }

    /// <summary>Learns statistics from rows.</summary>
    internal Transform Fit(FeatureRows rows)
    {
        if (rows.Count == 0)
            throw new DataException($"'{Name}' has no rows to learn from: the training data is empty.");
        try
        {
            FitRows(rows);
        }
        finally
        {
            rows.End();
        }
        return this;
    }

    /// <summary>Transforms the features into a new tensor of the same type.</summary>
    /// <exception cref="ChainruleException">
    /// The transform is not fitted, or was fitted to another number of columns.
    /// </exception>
    /// <exception cref="DataException">A value is not finite.</exception>
    public Tensor Apply(Tensor features)
    {
        FeatureRows.Of(features, Name);
        return new(new TransformRows([this], features.Shape, features.DType).Apply(features.Value, features.DType));
    }

    /// <summary>The data set with its features transformed.</summary>
    /// <exception cref="ChainruleException">
    /// The transform is not fitted, or was fitted to another number of columns.
    /// </exception>
    public Dataset Apply(Dataset data)
    {
        Tensor features = Apply(data.Features);
        bool sameColumns = features.Shape == data.Features.Shape;
        return data with { Features = features, FeatureNames = sameColumns ? data.FeatureNames : [] };
    }

    /// <summary>
    /// The transform with everything it has learned, as JSON; <see cref="FromDescription"/> creates it again.
    /// </summary>
    public JsonObject Describe()
    {
        var description = new JsonObject { ["name"] = Name };
        DescribeTo(description);
        return description;
    }

    /// <summary>Creates the transform described.</summary>
    /// <exception cref="DataException">The description names no known transform, or is incomplete.</exception>
    public static Transform FromDescription(JsonNode? description) => TransformDescription.Read(description);

    /// <summary>
    /// Parses a transform as written on a command line: <c>standardize</c>, <c>minmax</c>, <c>onehot</c>,
    /// <c>scale:0.5</c> or <c>binarize:0.5</c>.
    /// </summary>
    /// <exception cref="ChainruleException">The text is none of these.</exception>
    public static Transform Parse(string text) => TransformDescription.Parse(text);

    /// <summary>
    /// Registers a transform of your own: the factory reads descriptions with this name, also in model files.
    /// </summary>
    /// <param name="name">The <see cref="Name"/> of the transforms.</param>
    /// <param name="factory">Creates a transform from what <see cref="DescribeTo"/> wrote.</param>
    public static void Register(string name, Func<JsonObject, Transform> factory) =>
        TransformDescription.Register(name, factory);

    /// <summary>Whether the transform needs no fitting, or has been fitted.</summary>
    public bool IsFitted => !NeedsFit || Columns > 0;

    /// <summary>Whether the transform learns from training features; it must then set <see cref="Columns"/>.</summary>
    protected virtual bool NeedsFit => false;

    /// <summary>Whether values may be missing (NaN) in what the transform is given.</summary>
    protected internal virtual bool TakesMissing => false;

    /// <summary>Learns from the training features, and sets <see cref="Columns"/> to their width.</summary>
    protected virtual void FitRows(FeatureRows rows) { }

    /// <summary>The number of values per sample after the transform, given the number before.</summary>
    protected internal virtual int WidthAfter(int width) => width;

    /// <summary>
    /// Transforms a sample. It should not allocate, because compiled models call it, nor change anything, because
    /// several threads may call it at once.
    /// </summary>
    /// <param name="row">The sample's values.</param>
    /// <param name="result">Receives the transformed values.</param>
    /// <param name="number">The index of the sample, for error messages.</param>
    protected internal abstract void ApplyRow(ReadOnlySpan<double> row, Span<double> result, int number);

    /// <summary>Writes the settings and what was learned, for the model file.</summary>
    protected abstract void DescribeTo(JsonObject description);

    /// <summary>The same transform, to be fitted apart from this one.</summary>
    internal Transform Copy() => (Transform)MemberwiseClone();

    /// <summary>The transform as it is for samples that come in this type.</summary>
    internal virtual Transform For(DType type) => this;

    /// <summary>Whether the transform leaves samples of this type as they are.</summary>
    internal virtual bool Keeps(DType type) => false;

    /// <summary>Throws if the transform is not fitted, or was fitted to another number of columns.</summary>
    internal void RequireFit(int width, Shape features)
    {
        if (!IsFitted)
            throw new ChainruleException($"'{Name}' has not been fitted: call Fit with the training features first.");
        if (Columns != 0 && Columns != width)
            throw new ShapeException(
                $"'{Name}' was fitted to {Columns} columns, but the features {features} have {width}.");
    }
}
