using Chainrule.Data;

namespace Chainrule;

/// <summary>
/// How the columns of a table become features and a target: learned from the table that a model was trained on, kept
/// with the model, and applied to later tables, with or without labels.
/// </summary>
public sealed class TableSchema
{
    private readonly HashSet<string> markers;

    /// <summary>Describes a table by its columns.</summary>
    /// <param name="columns">The columns in the order of the file.</param>
    /// <param name="hasHeader">Whether the first line of such a table names the columns.</param>
    /// <param name="missingMarkers">The fields that stand for a missing value, in any case.</param>
    /// <exception cref="DataException">There are no features.</exception>
    public TableSchema(
        IReadOnlyList<TableColumn> columns, bool hasHeader, IReadOnlyList<string> missingMarkers)
    {
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentNullException.ThrowIfNull(missingMarkers);
        Columns = columns;
        HasHeader = hasHeader;
        MissingMarkers = missingMarkers;
        markers = new(missingMarkers, StringComparer.OrdinalIgnoreCase);
        FeatureNames = [.. columns.SelectMany(column => column.FeatureNames)];
        Labels = [.. columns.Where(column => column.Kind == TableColumnKind.Label)];
        if (FeatureNames.Count == 0)
            throw new DataException(
                "A table needs a column of features besides the label: set TableOptions.Label to the right column, " +
                "or ignore less.");
    }

    /// <summary>The columns in the order of the file.</summary>
    public IReadOnlyList<TableColumn> Columns { get; }

    /// <summary>Whether the first line of such a table names the columns.</summary>
    public bool HasHeader { get; }

    /// <summary>The fields that stand for a missing value, in any case.</summary>
    public IReadOnlyList<string> MissingMarkers { get; }

    /// <summary>What separates the fields, where it was said; null to find out.</summary>
    public char? Delimiter { get; init; }

    /// <summary>The text's encoding, where it was said; null for UTF-8.</summary>
    public string? Encoding { get; init; }

    /// <summary>Whether rows with missing values are left out of training and evaluation.</summary>
    public bool DropsMissing { get; init; }

    /// <summary>Whether a feature of its own says where a value was missing.</summary>
    public bool HasIndicators { get; init; }

    /// <summary>The type of the features, which need float64 where float32 would make them the same.</summary>
    public DType DType { get; init; }

    /// <summary>The columns to predict, if there are some.</summary>
    public IReadOnlyList<TableColumn> Labels { get; }

    /// <summary>The names of the features: <c>age</c>, and <c>color</c> for a column of categories.</summary>
    public IReadOnlyList<string> FeatureNames { get; }

    /// <summary>Whether the labels are several answers of yes or no, 1 or 0.</summary>
    public bool IsMultiLabel { get; init; }

    /// <summary>
    /// The names of the classes in the order of their labels, or those of several labels; empty for a regression.
    /// </summary>
    public IReadOnlyList<string> ClassNames => IsMultiLabel ? [.. Labels.Select(label => label.Name)]
        : Labels.Count == 1 ? Labels[0].Categories : [];

    /// <summary>Whether the label names classes.</summary>
    public bool IsClassification => !IsMultiLabel && ClassNames.Count > 0;

    /// <summary>
    /// What is done to the features before a network sees them, still to be fitted: missing values are filled,
    /// categories get a feature each, and all are standardized.
    /// </summary>
    public TransformPipeline Preprocessing()
    {
        List<int> categories = [], indicators = [], counts = [];
        foreach (TableColumn column in Columns)
        {
            for (int i = 0; i < column.Width; i++)
            {
                if (column.Kind == TableColumnKind.Category) categories.Add(counts.Count);
                if (i == 0 && HasIndicators && column.Missing > 0) indicators.Add(counts.Count);
                counts.Add(column.Kind == TableColumnKind.Category ? column.Categories.Count : 0);
            }
        }
        var fill = new FillMissing(categories, indicators);
        return categories.Count == 0 ? new(fill, new Standardize())
            : new(
                fill, OneHotColumns.OfCodes(counts.Concat(Enumerable.Repeat(0, indicators.Count))), new Standardize());
    }

    /// <summary>Turns one row into features.</summary>
    /// <param name="fields">
    /// The fields in the order of <see cref="Columns"/>, with or without those of the labels.
    /// </param>
    /// <param name="features">
    /// Receives as many values as there are <see cref="FeatureNames"/>: NaN for a missing one, and the index of a
    /// category, or −1 for one that is not known.
    /// </param>
    /// <exception cref="DataException">A field is no number where one is needed.</exception>
    public void Encode(IReadOnlyList<string> fields, Span<double> features)
    {
        ArgumentNullException.ThrowIfNull(fields);
        bool withLabels = fields.Count == Columns.Count;
        if (!withLabels && fields.Count != Columns.Count - Labels.Count)
        {
            throw new DataException($"A row of {fields.Count} fields does not fit the table's {Columns.Count} columns: "
                + "give one field a column, the label's excepted.");
        }
        int field = 0, feature = 0;
        foreach (TableColumn column in Columns)
        {
            if (column.Kind == TableColumnKind.Label && !withLabels) continue;
            string text = fields[field++].Trim();
            Encode(column, text, features.Slice(feature, column.Width));
            feature += column.Width;
        }
    }

    /// <summary>The schema for a table of the same columns that is written otherwise.</summary>
    /// <param name="delimiter">What separates its fields; null for as before.</param>
    /// <param name="encoding">The encoding of its text; null for as before.</param>
    public TableSchema WrittenWith(char? delimiter, string? encoding) => new(Columns, HasHeader, MissingMarkers)
    {
        Delimiter = delimiter ?? Delimiter,
        Encoding = encoding ?? Encoding,
        DropsMissing = DropsMissing,
        HasIndicators = HasIndicators,
        DType = DType,
        IsMultiLabel = IsMultiLabel,
    };

    /// <summary>The schema as JSON, to be kept with a model.</summary>
    public string ToJson() => TableSchemaJson.Write(this);

    /// <summary>The schema that <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="DataException">The text is no such JSON.</exception>
    public static TableSchema FromJson(string json) => TableSchemaJson.Read(json);

    private void Encode(TableColumn column, string text, Span<double> target)
    {
        if (target.IsEmpty) return;
        target.Fill(double.NaN);
        if (markers.Contains(text)) return;
        if (column.Kind != TableColumnKind.Category && TableShape.IsWordForMissing(text)) return;
        if (column.Kind == TableColumnKind.Category)
        {
            target[0] = column.IndexOf(text);
        }
        else if (column.Kind == TableColumnKind.Date)
        {
            if (!DateText.TryParse(text, column.Dates, out DateTime date, out _))
                throw new DataException($"Column '{column.Name}': '{text}' is not a date: correct it.");
            if (column.Parts.Count > 0) DateText.Parts(date, target);
            else target[0] = DateText.Days(date);
        }
        else if (!column.Format.TryParse(text, out target[0]))
        {
            throw new DataException($"Column '{column.Name}': '{text}' is not a number: correct it.");
        }
    }
}
