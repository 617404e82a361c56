namespace Chainrule;

/// <summary>What the label of a table is for.</summary>
public enum TableTask
{
    /// <summary>
    /// Classification of texts, and of few whole numbers that each occur again; else regression.
    /// </summary>
    Automatic,

    /// <summary>The labels name classes, even when they are numbers.</summary>
    Classification,

    /// <summary>The labels are values to predict.</summary>
    Regression,
}

/// <summary>What to do about a value that is missing in a row to learn from.</summary>
public enum TableMissing
{
    /// <summary>Put the mean of the training rows, or their most frequent category.</summary>
    Fill,

    /// <summary>Leave the row out.</summary>
    Drop,

    /// <summary>Stop with an error that names the line and the column.</summary>
    Error,
}

/// <summary>What a date becomes.</summary>
public enum TableDates
{
    /// <summary>One number: days since the beginning of 1970.</summary>
    Days,

    /// <summary>Numbers of year, month, day and weekday (1 for Monday), and the hour where there are times.</summary>
    Parts,
}

/// <summary>The order of day and month in dates such as 3/4/2024.</summary>
public enum TableDateOrder
{
    /// <summary>Whatever the dates allow; an error where they allow both.</summary>
    Automatic,

    /// <summary>The day comes first.</summary>
    DayFirst,

    /// <summary>The month comes first.</summary>
    MonthFirst,
}

/// <summary>How to read a table; what is not said is found out, and told in <see cref="TableReading"/>.</summary>
public sealed record TableOptions
{
    /// <summary>What separates the fields; null to find out among comma, semicolon, tab and bar.</summary>
    public char? Delimiter { get; init; }

    /// <summary>Whether the first line names the columns; null to find out.</summary>
    public bool? HasHeader { get; init; }

    /// <summary>The text's encoding, such as latin1; null for UTF-8, or what a byte order mark says.</summary>
    public string? Encoding { get; init; }

    /// <summary>
    /// The column to predict, by its name or by its index from 0, or from the end when negative; several, separated by
    /// commas, for several values or several answers of yes or no a row. Null for the column that is called label,
    /// target, class or y, else the last one.
    /// </summary>
    public string? Label { get; init; }

    /// <summary>Classification or regression.</summary>
    public TableTask Task { get; init; }

    /// <summary>Columns to leave out, by name or index.</summary>
    public IReadOnlyList<string> Ignore { get; init; } = [];

    /// <summary>Columns whose values are names of something, by name or index: one feature for each.</summary>
    public IReadOnlyList<string> Categorical { get; init; } = [];

    /// <summary>Columns that hold numbers to learn from, whatever they look like, by name or index.</summary>
    public IReadOnlyList<string> Numeric { get; init; } = [];

    /// <summary>The column that says how much each row counts in training, by name or index; null for all the same.
    /// </summary>
    public string? Weights { get; init; }

    /// <summary>What to do about missing values in rows to learn from.</summary>
    public TableMissing Missing { get; init; }

    /// <summary>Whether a column with missing values has a further feature that says where they are.</summary>
    public bool MissingIndicator { get; init; }

    /// <summary>
    /// The fields that stand for a missing value, in any case; among numbers and dates also words such as None, unknown
    /// and #DIV/0!.
    /// </summary>
    public IReadOnlyList<string> MissingMarkers { get; init; } = UsualMarkers;

    /// <summary>The sign between whole and fraction; null to find out.</summary>
    public char? DecimalSign { get; init; }

    /// <summary>The sign between groups of three digits; null to find out.</summary>
    public char? ThousandsSign { get; init; }

    /// <summary>What dates become.</summary>
    public TableDates Dates { get; init; }

    /// <summary>The order of day and month.</summary>
    public TableDateOrder DateOrder { get; init; }

    /// <summary>The most categories that a column of texts may hold.</summary>
    public int MaximumCategories { get; init; } = 1000;

    /// <summary>
    /// The type of the features, and of the targets of a regression; features become float64 where their values are so
    /// large and so close together that they would be the same in float32.
    /// </summary>
    public DType DType { get; init; } = DType.Float32;

    internal static IReadOnlyList<string> UsualMarkers { get; } =
        ["", "NA", "N/A", "#N/A", "<NA>", "NaN", "null", "?", "-", "\\N"];
}
