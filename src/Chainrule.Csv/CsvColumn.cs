using System.Globalization;

namespace Chainrule;

/// <summary>What a column of a table becomes.</summary>
public enum CsvColumnKind
{
    /// <summary>One feature: the number itself.</summary>
    Numeric,

    /// <summary>One feature for each category, 1 where the row has it and 0 elsewhere.</summary>
    Categorical,

    /// <summary>What is to be predicted: a class name, or a number.</summary>
    Label,

    /// <summary>Nothing.</summary>
    Ignored,
}

/// <summary>A column of a table and how its fields become numbers.</summary>
/// <param name="Name">The name in the header, or x0, x1 and so on.</param>
/// <param name="Kind">What it becomes.</param>
public sealed record CsvColumn(string Name, CsvColumnKind Kind)
{
    private readonly Dictionary<string, int> indices = new(StringComparer.Ordinal);
    private readonly IReadOnlyList<string> categories = [];

    /// <summary>
    /// The categories, or the class names of a label, sorted; empty for numbers. When all are numbers they are written
    /// in their shortest form, so that 1.0 and 1 are one category.
    /// </summary>
    public IReadOnlyList<string> Categories
    {
        get => categories;
        init
        {
            categories = value;
            for (int i = 0; i < value.Count; i++) indices[value[i]] = i;
            AreNumbers = value.Count > 0 && value.All(text => CsvNumber.IsFinite(text, out _));
        }
    }

    /// <summary>
    /// What takes the place of a missing value: the mean, or the most frequent category; null for nothing.
    /// </summary>
    public string? Fill { get; init; }

    /// <summary>How many features the column becomes.</summary>
    public int Width => Kind switch
    {
        CsvColumnKind.Numeric => 1,
        CsvColumnKind.Categorical => Categories.Count,
        _ => 0,
    };

    internal bool AreNumbers { get; private init; }

    /// <summary>The index of a category, or -1.</summary>
    public int IndexOf(string text)
    {
        if (indices.TryGetValue(text, out int index)) return index;
        if (!AreNumbers || !CsvNumber.IsFinite(text, out double number)) return -1;
        return indices.GetValueOrDefault(number.ToString(CultureInfo.InvariantCulture), -1);
    }
}

/// <summary>Numbers as tables write them: with a point, in any culture.</summary>
internal static class CsvNumber
{
    public static bool IsFinite(string text, out double number) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && double.IsFinite(number);

    /// <summary>Whether the text stands for an infinite number, or one too large for a double.</summary>
    public static bool IsInfinite(string text)
    {
        if (text.Length == 0 || text[^1] is not (>= '0' and <= '9' or 'f' or 'F' or 'y' or 'Y' or '∞')) return false;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number))
            return double.IsInfinity(number);
        return text.TrimStart('+', '-').ToUpperInvariant() is "INF" or "INFINITY" or "∞";
    }
}
