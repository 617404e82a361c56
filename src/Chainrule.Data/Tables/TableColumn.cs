using System.Globalization;
using Chainrule.Data;

namespace Chainrule;

/// <summary>What a column of a table becomes.</summary>
public enum TableColumnKind
{
    /// <summary>One feature: the number itself.</summary>
    Number,

    /// <summary>One feature for each category, 1 where the row has it and 0 elsewhere.</summary>
    Category,

    /// <summary>One feature, days since 1970, or one for each part of a date.</summary>
    Date,

    /// <summary>What is to be predicted: a class name, a number, or one of several.</summary>
    Label,

    /// <summary>How much the row counts in training.</summary>
    Weight,

    /// <summary>Nothing; <see cref="TableColumn.Note"/> says why.</summary>
    Ignored,
}

/// <summary>A column of a table and how its fields become numbers.</summary>
/// <param name="Name">The name in the header, or x0, x1 and so on.</param>
/// <param name="Kind">What it becomes.</param>
public sealed record TableColumn(string Name, TableColumnKind Kind)
{
    private Dictionary<string, int>? indices;

    /// <summary>
    /// The categories, or the class names of a label, sorted; empty for numbers. When all are numbers they are written
    /// in their shortest form, so that 1.0 and 1 are one category.
    /// </summary>
    public IReadOnlyList<string> Categories { get; init; } = [];

    /// <summary>Why the column is of its kind, where that is not plain; empty elsewhere.</summary>
    public string Note { get; init; } = "";

    /// <summary>How many fields were missing in the rows to learn from.</summary>
    public int Missing { get; init; }

    /// <summary>How many features the samples have of it, before categories are expanded.</summary>
    public int Width => Kind switch
    {
        TableColumnKind.Number or TableColumnKind.Category => 1,
        TableColumnKind.Date => Parts.Count == 0 ? 1 : Parts.Count,
        _ => 0,
    };

    /// <summary>The parts that a date becomes; none for days since 1970.</summary>
    public IReadOnlyList<string> Parts { get; init; } = [];

    /// <summary>Whether a column of dates holds times without dates, as days and parts of days.</summary>
    public bool IsTime => Kind == TableColumnKind.Date && Dates == DateFormat.Clock;

    /// <summary>How the column's numbers are written.</summary>
    internal NumberFormat Format { get; init; } = NumberFormat.Plain;

    /// <summary>How the column's dates are written.</summary>
    internal DateFormat Dates { get; init; }

    /// <summary>The names of its features.</summary>
    internal IEnumerable<string> FeatureNames => Width == 0 ? []
        : Parts.Count > 0 ? Parts.Select(part => $"{Name}.{part}") : [Name];

    internal bool AreNumbers =>
        Categories.Count > 0 && Categories.All(text => NumberFormat.Plain.TryParse(text, out _));

    /// <summary>The index of a category, or -1.</summary>
    public int IndexOf(string text)
    {
        indices ??= Categories.Index().ToDictionary(pair => pair.Item, pair => pair.Index, StringComparer.Ordinal);
        if (indices.TryGetValue(text, out int index)) return index;
        return AreNumbers && Format.TryParse(text, out double number)
            ? indices.GetValueOrDefault(Shortest(number), -1) : -1;
    }

    internal static string Shortest(double number) => number.ToString(CultureInfo.InvariantCulture);
}
