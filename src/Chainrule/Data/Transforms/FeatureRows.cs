using System.Numerics.Tensors;

namespace Chainrule;

/// <summary>
/// The rows of a tensor of features, read one at a time as doubles, of which none is infinite.
/// </summary>
public sealed class FeatureRows
{
    private readonly string reader;
    private readonly StreamedDataset? stream;   // whose parts are read one after the other
    private IEnumerator<Dataset>? parts;
    private Tensor features;
    private int firstRow;   // of the part
    private readonly double[] buffer;
    private readonly int[]? indices;   // of the rows that are read; null for all
    private readonly Transform[] transforms;
    private readonly TransformRows? before;
    private readonly double[] raw;   // what the transforms before take

    private FeatureRows(
        Tensor features, int width, string reader, Transform[] transforms, int[]? indices,
        StreamedDataset? stream = null)
    {
        (this.features, this.reader, this.indices, this.stream) = (features, reader, indices, stream);
        this.transforms = transforms;
        if (transforms.Length > 0) before = new(transforms, features.Shape, features.DType);
        Width = before?.Width ?? width;
        buffer = new double[Width];
        raw = before is null ? buffer : new double[width];
    }

    /// <summary>The number of samples.</summary>
    public int Count => stream is not null ? checked((int)stream.CountAll())
        : indices?.Length ?? features.Shape[0];

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
        return new(features, width, reader, before.ToArray(), indices);
    }

    /// <summary>The rows of a stream, to be read in their order, once or several times.</summary>
    /// <param name="stream">The samples.</param>
    /// <param name="first">Some of them, which tell their form.</param>
    /// <param name="reader">Who reads them.</param>
    /// <param name="before">The transforms whose results are read.</param>
    internal static FeatureRows Of(
        StreamedDataset stream, Tensor first, string reader, ReadOnlySpan<Transform> before) =>
        new(first, first.Shape.Without(0).Size, reader, before.ToArray(), null, stream);

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
        if (stream is not null) row = Reach(row);
        int width = raw.Length;
        NDArray array = features.Value;
        if (array.DType == DType.Float64) array.Span<double>().Slice(row * width, width).CopyTo(raw);
        else if (array.DType == DType.Int32)
            TensorPrimitives.ConvertTruncating<int, double>(array.Span<int>().Slice(row * width, width), raw);
        else TensorPrimitives.ConvertTruncating<float, double>(array.Span<float>().Slice(row * width, width), raw);
        before?.Apply<double>(raw, buffer, row);
        RequireFinite(buffer, row, reader, takesMissing: true);
        return buffer;
    }

    /// <summary>
    /// Sums up chunks of rows, those of a tensor on all threads. The results come in the order of the rows: combined
    /// one after the other they have the same bits for a stream and a tensor, and for any number of threads.
    /// </summary>
    /// <param name="summarize">Sums up some rows: given them, the first, and the end.</param>
    internal IEnumerable<T> Chunks<T>(Func<FeatureRows, int, int, T> summarize)
    {
        if (stream is not null) return RowChunks.Of(Count).Select(chunk => summarize(this, chunk.First, chunk.End));
        var results = new T[RowChunks.CountOf(Count)];
        RowChunks.Run(Count, (number, first, end) => results[number] =
            summarize(new(features, raw.Length, reader, transforms, indices), first, end));
        return results;
    }

    /// <summary>Closes the stream that the rows come from, if they do.</summary>
    internal void End()
    {
        parts?.Dispose();
        parts = null;
    }

    // The row's place in the part that holds it.
    private int Reach(int row)
    {
        if (row == 0 || parts is null)
        {
            End();
            parts = stream!.Read(0).GetEnumerator();
            Next(0);
        }
        if (row < firstRow)
            throw new ChainruleException(
                $"'{reader}' goes back to row {row}, and the rows of a stream are read in their order: begin again " +
                "with row 0, or train on a Dataset.");
        while (row - firstRow >= features.Shape[0]) Next(firstRow + features.Shape[0]);
        return row - firstRow;

        void Next(int first)
        {
            if (!parts!.MoveNext()) throw new DataException(
                $"The stream '{stream!.Name}' ended after {first} samples of {Count}: give the same in every epoch.");
            Tensor next = parts.Current.Features;
            if (next.Rank == 0 || next.Shape.Without(0) != features.Shape.Without(0) || next.DType != features.DType)
                throw new DataException(
                    $"A part of the stream '{stream!.Name}' has {next.DType.Name()} features of shape {next.Shape} " +
                    $"after others of shape {features.Shape}: give parts of one form.");
            (features, firstRow) = (next, first);
        }
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
