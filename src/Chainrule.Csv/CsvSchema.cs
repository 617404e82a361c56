using System.Numerics;
using Chainrule.Csv;

namespace Chainrule;

/// <summary>
/// How the columns of a table become features and a target: learned from the table that a model was trained on, kept
/// with the model, and applied to later tables, with or without labels.
/// </summary>
public sealed class CsvSchema
{
    private readonly HashSet<string> markers;

    /// <summary>Describes a table by its columns.</summary>
    /// <param name="columns">The columns in the order of the file; at most one label.</param>
    /// <param name="hasHeader">Whether the first line of such a table names the columns.</param>
    /// <param name="missing">What to do about missing values.</param>
    /// <param name="missingMarkers">The fields that stand for a missing value, in any case.</param>
    /// <param name="dtype">The type of the features, and of the targets of a regression.</param>
    /// <exception cref="DataException">There are no features, or two labels.</exception>
    public CsvSchema(
        IReadOnlyList<CsvColumn> columns,
        bool hasHeader,
        CsvMissing missing,
        IReadOnlyList<string> missingMarkers,
        DType dtype = DType.Float32)
    {
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentNullException.ThrowIfNull(missingMarkers);
        Columns = columns;
        HasHeader = hasHeader;
        Missing = missing;
        MissingMarkers = missingMarkers;
        DType = dtype;
        markers = new(missingMarkers, StringComparer.OrdinalIgnoreCase);
        FeatureNames = [.. columns.SelectMany(Names)];
        if (FeatureNames.Count == 0)
            throw new DataException(
                "A table needs a column of features besides the label: name the right label, or ignore less.");
        if (columns.Count(column => column.Kind == CsvColumnKind.Label) > 1)
            throw new DataException("A table can have one label column only: ignore the others.");
        Label = columns.FirstOrDefault(column => column.Kind == CsvColumnKind.Label);
    }

    /// <summary>The columns in the order of the file.</summary>
    public IReadOnlyList<CsvColumn> Columns { get; }

    /// <summary>Whether the first line of such a table names the columns.</summary>
    public bool HasHeader { get; }

    /// <summary>What to do about missing values.</summary>
    public CsvMissing Missing { get; }

    /// <summary>The fields that stand for a missing value, in any case.</summary>
    public IReadOnlyList<string> MissingMarkers { get; }

    /// <summary>The type of the features, and of the targets of a regression.</summary>
    public DType DType { get; }

    /// <summary>The column to predict, or null.</summary>
    public CsvColumn? Label { get; }

    /// <summary>The names of the features: <c>age</c>, and <c>colour=red</c> for a category.</summary>
    public IReadOnlyList<string> FeatureNames { get; }

    /// <summary>The names of the classes in the order of their labels; empty for a regression.</summary>
    public IReadOnlyList<string> ClassNames => Label?.Categories ?? [];

    /// <summary>Whether the label names classes.</summary>
    public bool IsClassification => ClassNames.Count > 0;

    /// <summary>Turns one row into features.</summary>
    /// <param name="fields">
    /// The fields in the order of <see cref="Columns"/>, with or without that of the label.
    /// </param>
    /// <param name="features">Receives as many values as there are <see cref="FeatureNames"/>.</param>
    /// <exception cref="DataException">A field is missing, is no number, or is an unknown category.</exception>
    public void Encode(IReadOnlyList<string> fields, Span<float> features)
    {
        ArgumentNullException.ThrowIfNull(fields);
        bool withLabel = fields.Count == Columns.Count;
        if (!withLabel && fields.Count != Columns.Count - (Label is null ? 0 : 1))
        {
            throw new DataException($"A row of {fields.Count} fields does not fit the table's {Columns.Count} columns: "
                + "give one field a column, the label's excepted.");
        }
        int field = 0, feature = 0;
        foreach (CsvColumn column in Columns)
        {
            if (column.Kind == CsvColumnKind.Label && !withLabel) continue;
            string text = fields[field++].Trim();
            CsvField result = Encode(column, text, features.Slice(feature, column.Width));
            if (result != CsvField.Encoded)
            {
                (string problem, string remedy) = Explain(result, column, text);
                throw new DataException($"Column '{column.Name}': {problem}: {remedy}.");
            }
            feature += column.Width;
        }
    }

    /// <summary>The schema as JSON, to be kept with a model.</summary>
    public string ToJson() => CsvSchemaJson.Write(this);

    /// <summary>The schema that <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="DataException">The text is no such JSON.</exception>
    public static CsvSchema FromJson(string json) => CsvSchemaJson.Read(json);

    internal bool IsMissing(string text) => markers.Contains(text);

    /// <summary>Turns a field into the column's features; of an ignored column or the label it takes no note.</summary>
    internal CsvField Encode<T>(CsvColumn column, string text, Span<T> target) where T : INumber<T>
    {
        if (target.IsEmpty) return CsvField.Encoded;
        if (IsMissing(text))
        {
            if (Missing != CsvMissing.Fill || column.Fill is null) return CsvField.Missing;
            text = column.Fill;
        }
        if (column.Kind == CsvColumnKind.Numeric) return Number(text, out target[0]);
        int category = column.IndexOf(text);
        if (category < 0) return CsvField.Unknown;
        target.Clear();
        target[category] = T.One;
        return CsvField.Encoded;
    }

    /// <summary>A finite number of the type, or why it is none.</summary>
    internal static CsvField Number<T>(string text, out T value) where T : INumber<T>
    {
        value = T.Zero;
        if (!CsvNumber.IsFinite(text, out double number))
            return CsvNumber.IsInfinite(text) ? CsvField.Infinite : CsvField.NoNumber;
        value = T.CreateTruncating(number);
        return T.IsFinite(value) ? CsvField.Encoded : CsvField.TooLarge;
    }

    /// <summary>What is wrong with a field, and what to do about it.</summary>
    internal static (string Problem, string Remedy) Explain(CsvField result, CsvColumn column, string text) =>
        result switch
        {
            CsvField.Missing => (
                $"the value is missing ('{text}')", "complete it, or train with missing values filled in"),
            CsvField.Infinite => ($"'{text}' is not finite", "correct it, or mark it as missing"),
            CsvField.TooLarge => (
                $"'{text}' is too large for float32", "read the table as float64, or scale the column"),
            CsvField.Unknown => (
                $"'{text}' is unknown; the known are {CsvLayout.List(column.Categories)}",
                "correct it, or train with a table that holds it"),
            _ => ($"'{text}' is not a number", "correct it"),
        };

    private static IEnumerable<string> Names(CsvColumn column) => column.Kind switch
    {
        CsvColumnKind.Numeric => [column.Name],
        CsvColumnKind.Categorical => column.Categories.Select(category => $"{column.Name}={category}"),
        _ => [],
    };
}

/// <summary>What came of a field.</summary>
internal enum CsvField
{
    Encoded, Missing, NoNumber, Infinite, TooLarge, Unknown,
}
