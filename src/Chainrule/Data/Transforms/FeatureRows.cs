using System.Numerics.Tensors;

namespace Chainrule;

/// <summary>
/// The rows of a tensor of features, read one at a time as doubles, of which none is infinite.
/// </summary>
public sealed class FeatureRows
{
    private readonly Tensor features;
    private readonly NDArray array;
    private readonly string reader;
    private readonly double[] buffer;
    private readonly int[]? indices;   // of the rows that are read; null for all
    private readonly TransformRows? before;
    private readonly double[] raw;   // what the transforms before take

    private FeatureRows(
        Tensor features, int width, string reader, ReadOnlySpan<Transform> transforms, int[]? indices)
    {
        (this.features, this.reader, this.indices) = (features, reader, indices);
        array = features.Value;
        if (transforms.Length > 0) before = new(transforms.ToArray(), features.Shape, features.DType);
        Width = before?.Width ?? width;
        buffer = new double[Width];
        raw = before is null ? buffer : new double[width];
    }

    /// <summary>The number of samples.</summary>
    public int Count => indices?.Length ?? features.Shape[0];

    /// <summary>The number of values per sample.</summary>
    public int Width { get; }

    /// <summary>The rows of features (m, …); <paramref name="reader"/> is named in error messages.</summary>
    /// <param name="features">The features.</param>
    /// <param name="reader">Who reads them.</param>
    /// <param name="before">The transforms whose results are read.</param>
    /// <param name="indices">The rows to read, in order; null for all.</param>
    /// <param name="takesIntegers">Whether the features may be integers.</param>
    internal static FeatureRows Of(
        Tensor features, string reader, ReadOnlySpan<Transform> before = default, int[]? indices = null,
        bool takesIntegers = false)
    {
        if (features.Rank < 2)
        {
            throw new ShapeException(
                $"'{reader}' works on features (m, columns), not {features.Shape}: reshape one sample to (1, "
                + "columns).");
        }
        if (!takesIntegers && !features.DType.IsFloating())
            throw new ChainruleException(
                $"'{reader}' works on float32 or float64, not int32: convert the features with Cast.");
        int width = 1;
        foreach (int length in features.Shape.Lengths[1..]) width *= length;
        return new(features, width, reader, before, indices);
    }

    /// <summary>Reads a row; the next call overwrites the span.</summary>
    /// <exception cref="DataException">The row contains NaN or infinity.</exception>
    public ReadOnlySpan<double> Read(int row)
    {
        ReadOnlySpan<double> values = ReadWithMissing(row);
        RequireFinite(values, indices?[row] ?? row, reader);
        return values;
    }

    /// <summary>One row, in which NaN stands for missing values; the span is overwritten by the next call.</summary>
    /// <exception cref="DataException">The row holds an infinity.</exception>
    public ReadOnlySpan<double> ReadWithMissing(int row)
    {
        if (indices is not null) row = indices[row];
        int width = raw.Length;
        if (array.DType == DType.Float64) array.Span<double>().Slice(row * width, width).CopyTo(raw);
        else if (array.DType == DType.Int32)
            TensorPrimitives.ConvertTruncating<int, double>(array.Span<int>().Slice(row * width, width), raw);
        else TensorPrimitives.ConvertTruncating<float, double>(array.Span<float>().Slice(row * width, width), raw);
        before?.Apply<double>(raw, buffer, row);
        RequireFinite(buffer, row, reader, takesMissing: true);
        return buffer;
    }

    /// <summary>Refuses a row that holds an infinity, or NaN unless that stands for a missing value.</summary>
    internal static void RequireFinite(
        ReadOnlySpan<double> values, int row, string reader, bool takesMissing = false)
    {
        if (TensorPrimitives.IsFiniteAll(values)) return;
        int column = 0;
        while (double.IsFinite(values[column]) || (takesMissing && double.IsNaN(values[column])))
            if (++column == values.Length) return;
        throw new DataException(
            $"The features have {Text(values[column])} in row {row}, column {column} (counted from 0), which " +
            $"'{reader}' cannot use: remove the row or fill the value in.");
    }

    private static string Text(double value) => double.IsNaN(value) ? "NaN" : "an infinite value";
}
