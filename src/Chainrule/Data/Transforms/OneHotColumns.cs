using System.Text.Json.Nodes;

namespace Chainrule;

/// <summary>
/// Replaces categorical columns by one column for each value seen in training, with 1 where the sample has that value
/// and 0 elsewhere. Other columns are kept, in their order. (For labels see <c>Functions.OneHot</c>.)
/// </summary>
public sealed class OneHotColumns : Transform
{
    internal const string Called = "onehot";
    private const int MaxValues = 10_000;   // per column: with more, it is a measurement rather than a category

    private readonly int[] chosen;
    private double[][] values = [];   // for each input column, its values in ascending order; empty if it is kept

    /// <summary>Encodes some columns, or all.</summary>
    /// <param name="columns">The categorical columns, from 0; all if none are given.</param>
    public OneHotColumns(params ReadOnlySpan<int> columns) : base(Called)
    {
        foreach (int column in columns) ArgumentOutOfRangeException.ThrowIfNegative(column, nameof(columns));
        chosen = columns.ToArray();
    }

    internal OneHotColumns(double[][] values) : base(Called)
    {
        this.values = values;
        chosen = [.. Enumerable.Range(0, values.Length).Where(column => values[column].Length > 0)];
        Columns = values.Length;
    }

    /// <summary>Columns of codes: the number of categories of each, or 0 for a column that stays.</summary>
    internal static OneHotColumns OfCodes(IEnumerable<int> categories) => new(
        [.. categories.Select(count => Array.ConvertAll([.. Enumerable.Range(0, count)], code => (double)code))])
    {
        IgnoresUnknown = true,
    };

    /// <summary>
    /// Whether a value that did not occur in training becomes zeros in all columns of its own, and not an error.
    /// </summary>
    public bool IgnoresUnknown { get; init; }

    /// <inheritdoc/>
    protected override bool NeedsFit => true;

    /// <summary>
    /// The values of a column that have columns of their own after the transform; empty if the column is kept.
    /// </summary>
    public IReadOnlyList<double> ValuesOf(int column) => values[column];

    /// <inheritdoc/>
    protected override void FitRows(FeatureRows rows)
    {
        if (IsFitted && IgnoresUnknown && Columns == rows.Width) return;   // the categories are declared
        int[] encoded = chosen.Length > 0 ? chosen : [.. Enumerable.Range(0, rows.Width)];
        var seen = new SortedSet<double>?[rows.Width];
        foreach (int column in encoded)
        {
            if (column >= rows.Width)
            {
                throw new ShapeException(
                    $"'{Called}' cannot encode column {column}: there are {rows.Width} (0 to {rows.Width - 1}).");
            }
            seen[column] = [];
        }
        for (int row = 0; row < rows.Count; row++)
        {
            ReadOnlySpan<double> x = rows.Read(row);
            foreach (int column in encoded)
            {
                seen[column]!.Add(x[column]);
                if (seen[column]!.Count > MaxValues)
                {
                    throw new DataException(
                        $"Column {column} has more than {MaxValues:N0} different values: it holds no categories to "
                        + "encode.");
                }
            }
        }
        values = Array.ConvertAll(seen, set => set is null ? [] : set.ToArray());
        Columns = rows.Width;
    }

    /// <inheritdoc/>
    protected internal override int WidthAfter(int width) => IsFitted
        ? values.Sum(known => Math.Max(1, known.Length))
        : throw new ChainruleException(
            $"'{Called}' has not been fitted, so its width is not known: call Fit with the training features first.");

    /// <inheritdoc/>
    protected internal override void ApplyRow(ReadOnlySpan<double> row, Span<double> result, int number)
    {
        result.Clear();
        int start = 0;
        for (int column = 0; column < row.Length; column++)
        {
            double[] known = values[column];
            if (known.Length == 0)
            {
                result[start++] = row[column];
                continue;
            }
            int place = Array.BinarySearch(known, row[column]);
            if (place < 0 && !IgnoresUnknown)
            {
                throw new DataException(
                    $"Row {number} has the value {row[column]} in column {column} (counted from 0), which did not "
                    + "occur in training; "
                    + $"it knows {string.Join(", ", known.Take(8))}{(known.Length > 8 ? ", …" : "")}.");
            }
            if (place >= 0) result[start + place] = 1;
            start += known.Length;
        }
    }

    /// <inheritdoc/>
    protected override void DescribeTo(JsonObject description)
    {
        var all = new JsonArray();
        foreach (double[] known in values) all.Add((JsonNode)TransformDescription.Write(known));
        description["values"] = all;
        if (IgnoresUnknown) description["unknown"] = "zeros";
    }
}
