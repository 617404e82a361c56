using System.Globalization;
using System.Runtime.InteropServices;

namespace Chainrule.Csv;

/// <summary>What the first pass over a table learns of one column.</summary>
internal sealed class ColumnStatistics(string name, int maximumCategories)
{
    // A column of numbers with one typing error in it should not silently become a column of categories.
    private const int NumbersToText = 9;

    private Dictionary<string, int>? texts = new(StringComparer.Ordinal);   // null once there are too many
    private double sum;
    private long numbers, others;
    private (string Text, int Line) firstOther, firstInfinite;

    public string Name { get; } = name;

    public bool HoldsText => others > 0;

    /// <summary>Takes note of a field that is not missing.</summary>
    public void Add(string text, CsvSource source)
    {
        if (CsvNumber.IsFinite(text, out double number))
        {
            numbers++;
            sum += number;
        }
        else if (CsvNumber.IsInfinite(text))
        {
            if (firstInfinite.Text is null) firstInfinite = (text, source.Line);
        }
        else if (others++ == 0)
        {
            firstOther = (text, source.Line);
        }
        if (texts is null) return;
        CollectionsMarshal.GetValueRefOrAddDefault(texts, text, out _)++;
        if (texts.Count > maximumCategories) texts = null;
    }

    /// <summary>The column as a number, for a feature or a label.</summary>
    public CsvColumn AsNumber(string path, CsvColumnKind kind)
    {
        if (firstOther.Text is { } text)
        {
            throw Error(path, firstOther.Line, $"'{text}' is not a number",
                LooksLikeDecimalComma(text) ? "write it with a decimal point" : "correct it, or choose classification");
        }
        if (firstInfinite.Text is { } infinite)
            throw Error(path, firstInfinite.Line, $"'{infinite}' is not finite", "correct it, or mark it as missing");
        if (numbers == 0) throw new DataException($"{path}: column '{Name}' holds no value at all: ignore it.");
        string mean = (sum / numbers).ToString(CultureInfo.InvariantCulture);
        return new(Name, kind) { Fill = kind == CsvColumnKind.Numeric ? mean : null };
    }

    /// <summary>The column as categories, for a feature or the classes of a label.</summary>
    public CsvColumn AsCategories(string path, CsvColumnKind kind)
    {
        if (texts is null)
        {
            throw new DataException($"{path}: column '{Name}' holds more than {maximumCategories:N0} different texts: "
                + "ignore the column, or raise the maximum of categories.");
        }
        bool areNumbers = others == 0 && firstInfinite.Text is null;
        string[] sorted = areNumbers
            ? [.. texts.Keys.Select(Number).Distinct().Order().Select(Shortest)]
            : [.. texts.Keys.Order(StringComparer.Ordinal)];
        string? mostFrequent = texts.OrderByDescending(pair => pair.Value).ThenBy(
            pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => pair.Key).FirstOrDefault();
        return new(Name, kind) { Categories = sorted, Fill = kind == CsvColumnKind.Categorical ? mostFrequent : null };

        static string Shortest(double number) => number.ToString(CultureInfo.InvariantCulture);
        static double Number(string text) => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
    }

    /// <summary>Throws when texts are more likely numbers in error than categories.</summary>
    public void RequireNoStrayText(string path)
    {
        if (others == 0) return;
        if (LooksLikeDecimalComma(firstOther.Text))
        {
            throw Error(path, firstOther.Line, $"'{firstOther.Text}' is not a number",
                "write it with a decimal point, or name the column among the categorical ones");
        }
        if (numbers < others * NumbersToText) return;
        throw Error(path, firstOther.Line, $"'{firstOther.Text}' is not a number, as {numbers:N0} others in the "
            + "column are",
            "correct it, or name the column among the categorical ones");
    }

    private DataException Error(string path, int line, string problem, string remedy) =>
        new($"{path}: line {line}, column '{Name}': {problem}: {remedy}.");

    private static bool LooksLikeDecimalComma(string text) =>
        text.AsSpan().Count(',') == 1 && CsvNumber.IsFinite(text.Replace(',', '.'), out _);
}
