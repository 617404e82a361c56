using System.Numerics.Tensors;
using System.Text.Json.Nodes;

namespace Chainrule;

/// <summary>
/// Puts a number where one is missing (NaN): the mean of the column over the training samples, or its most frequent
/// value where the column holds categories. On request a further column says where a value was missing, 1, or not, 0.
/// </summary>
public sealed class FillMissing : Transform
{
    internal const string Called = "fill_missing";

    private readonly HashSet<int> categorical;
    private readonly int[] indicators;
    private double[] fills = [];

    /// <summary>A transform that is still to be fitted.</summary>
    /// <param name="categorical">The columns that hold categories, from 0: filled with the most frequent.</param>
    /// <param name="indicators">The columns whose missing values are told to the network.</param>
    public FillMissing(IEnumerable<int>? categorical = null, IEnumerable<int>? indicators = null) : base(Called)
    {
        this.categorical = [.. categorical ?? []];
        this.indicators = [.. indicators ?? []];
        foreach (int column in this.categorical.Concat(this.indicators))
            ArgumentOutOfRangeException.ThrowIfNegative(column, nameof(categorical));
    }

    internal FillMissing(double[] fills, int[] indicators) : this((IEnumerable<int>?)null, indicators)
    {
        this.fills = fills;
        Columns = fills.Length;
    }

    /// <summary>What takes the place of a missing value, by column.</summary>
    public IReadOnlyList<double> Fills => fills;

    /// <summary>The columns whose missing values have a column of their own, in its order.</summary>
    public IReadOnlyList<int> Indicators => indicators;

    /// <inheritdoc/>
    protected override bool NeedsFit => true;

    /// <inheritdoc/>
    protected internal override bool TakesMissing => true;

    /// <inheritdoc/>
    protected override void FitRows(FeatureRows rows)
    {
        RequireColumns(rows.Width);
        int[] counted = [.. categorical.Order()];
        var all = new UsualValues(rows.Width, counted);
        foreach (UsualValues chunk in rows.Chunks(Chunk)) all.Add(chunk);
        fills = all.ToArray();
        Columns = fills.Length;

        UsualValues Chunk(FeatureRows rows, int first, int end)
        {
            var chunk = new UsualValues(rows.Width, counted);
            for (int row = first; row < end; row++) chunk.Add(rows.ReadWithMissing(row));
            return chunk;
        }
    }

    /// <inheritdoc/>
    protected internal override int WidthAfter(int width) => width + indicators.Length;

    /// <inheritdoc/>
    protected internal override void ApplyRow(ReadOnlySpan<double> row, Span<double> result, int number)
    {
        row.CopyTo(result);
        if (TensorPrimitives.IsNaNAny(row))
        {
            for (int column = 0; column < row.Length; column++)
                if (double.IsNaN(row[column])) result[column] = fills[column];
        }
        for (int i = 0; i < indicators.Length; i++)
            result[row.Length + i] = double.IsNaN(row[indicators[i]]) ? 1 : 0;
    }

    /// <inheritdoc/>
    protected override void DescribeTo(JsonObject description)
    {
        description["fill"] = TransformDescription.Write(fills);
        if (indicators.Length > 0)
            description["indicators"] = new JsonArray([.. indicators.Select(column => (JsonNode)column)]);
    }

    internal static FillMissing FromDescription(JsonObject description)
    {
        double[] fills = TransformDescription.Numbers(description["fill"], Called, "fill");
        double[] indicators = description["indicators"] is { } columns
            ? TransformDescription.Numbers(columns, Called, "indicators") : [];
        if (Array.Exists(indicators, column => column < 0 || column >= fills.Length || column != (int)column))
            throw new DataException($"The transform '{Called}' has a number in \"indicators\" that is no column.");
        return new(fills, Array.ConvertAll(indicators, column => (int)column));
    }

    private void RequireColumns(int width)
    {
        int most = categorical.Concat(indicators).DefaultIfEmpty(-1).Max();
        if (most < width) return;
        throw new ShapeException($"'{Called}' names the column {most}, but there are {width} (0 to {width - 1}).");
    }
}
