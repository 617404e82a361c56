using System.Numerics.Tensors;
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
    private protected Transform(string name) => Name = name;

    /// <summary>What the transform is called in descriptions and on the command line.</summary>
    public string Name { get; }

    /// <summary>
    /// The number of columns the transform is fitted to; 0 where any number will do, or before it is fitted.
    /// </summary>
    public int Columns { get; private protected set; }

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
        FeatureRows rows = FeatureRows.Of(features, Name);
        if (NeedsFit && Columns == 0)
            throw new ChainruleException($"'{Name}' has not been fitted: call Fit with the training features first.");
        if (Columns != 0 && Columns != rows.Width)
        {
            throw new ShapeException(
                $"'{Name}' was fitted to {Columns} columns, but the features {features.Shape} have {rows.Width}.");
        }
        int width = WidthAfter(rows.Width);
        NDArray result = NDArray.Uninitialized(
            width == rows.Width ? features.Shape : [rows.Count, width], features.DType);
        double[] output = new double[width];
        for (int row = 0; row < rows.Count; row++)
        {
            ApplyRow(rows.Read(row), output, row);
            Write(output, result, row);
        }
        return new(result);
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
    /// Makes a transform from what a command line says: <c>standardise</c>, <c>minmax</c>, <c>onehot</c>,
    /// <c>scale:0.5</c> or <c>binarise:0.5</c>.
    /// </summary>
    /// <exception cref="ChainruleException">The text is none of these.</exception>
    public static Transform Parse(string text) => TransformDescription.Parse(text);

    private protected virtual bool NeedsFit => false;

    private protected virtual void FitRows(FeatureRows rows) { }

    private protected virtual int WidthAfter(int width) => width;

    private protected abstract void ApplyRow(ReadOnlySpan<double> row, Span<double> result, int number);

    private protected abstract void DescribeTo(JsonObject description);

    private static void Write(ReadOnlySpan<double> row, NDArray result, int number)
    {
        if (result.DType == DType.Float64) row.CopyTo(result.Span<double>()[(number * row.Length)..]);
        else TensorPrimitives.ConvertTruncating(row, result.Span<float>().Slice(number * row.Length, row.Length));
    }
}
