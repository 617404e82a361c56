namespace Chainrule;

/// <summary>What the label column of a table is for.</summary>
public enum CsvTask
{
    /// <summary>Regression when every label is a number, else classification.</summary>
    Automatic,

    /// <summary>The labels name classes, even when they are numbers.</summary>
    Classification,

    /// <summary>The labels are values to predict.</summary>
    Regression,
}

/// <summary>What to do about a value that is missing.</summary>
public enum CsvMissing
{
    /// <summary>Stop with an error that names the line and the column.</summary>
    Error,

    /// <summary>Leave the row out.</summary>
    DropRow,

    /// <summary>Put the column's mean, or its most frequent category; a missing label stays an error.</summary>
    Fill,
}

/// <summary>How to read a table; the defaults find out by themselves what they can.</summary>
public sealed record CsvOptions
{
    /// <summary>What separates the fields; null to find out among comma, semicolon, tab and bar.</summary>
    public char? Delimiter { get; init; }

    /// <summary>Whether the first line names the columns; null to find out.</summary>
    public bool? HasHeader { get; init; }

    /// <summary>
    /// The column to predict: its name, or its index from 0, or from the end when negative; -1 is the last. Without a
    /// header the columns are called x0, x1 and so on.
    /// </summary>
    public string Label { get; init; } = "-1";

    /// <summary>Classification or regression.</summary>
    public CsvTask Task { get; init; }

    /// <summary>Columns to leave out, by name or index.</summary>
    public IReadOnlyList<string> Ignore { get; init; } = [];

    /// <summary>
    /// Columns whose numbers are codes and not quantities, by name or index: one feature for each code.
    /// </summary>
    public IReadOnlyList<string> Categorical { get; init; } = [];

    /// <summary>What to do about missing values.</summary>
    public CsvMissing Missing { get; init; }

    /// <summary>The fields that stand for a missing value, in any case.</summary>
    public IReadOnlyList<string> MissingMarkers { get; init; } = ["", "NA", "N/A", "NaN", "?"];

    /// <summary>The most different texts that a column may hold.</summary>
    public int MaximumCategories { get; init; } = 1000;

    /// <summary>The type of the features, and of the targets of a regression.</summary>
    public DType DType { get; init; } = DType.Float32;
}
