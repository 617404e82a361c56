using System.Globalization;

namespace Chainrule.Data;

/// <summary>A column whose fields are computed from objects.</summary>
internal sealed record RecordColumn<T>(string Name, TableColumnKind Kind)
{
    /// <summary>The number of an object, NaN for a missing one, where the column holds numbers.</summary>
    public Func<T, double>? Number { get; init; }

    /// <summary>The category of an object, where the column holds categories.</summary>
    public Func<T, string?>? Text { get; init; }

    /// <summary>The date of an object, where the column holds dates.</summary>
    public Func<T, DateTime?>? Date { get; init; }

    /// <summary>A category as a table of text would have it.</summary>
    public static string? TextOf(object? value) => value switch
    {
        null => null,
        string text => text,
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };

    /// <summary>What the column becomes, given the objects to learn from.</summary>
    public TableColumn Describe(T[] rows)
    {
        var column = new TableColumn(Name, Kind);
        if (Number is not null) return column with { Missing = rows.Count(row => double.IsNaN(Number(row))) };
        if (Date is not null) return column with { Missing = rows.Count(row => Date(row) is null) };
        if (Text is null) return column;
        string?[] texts = [.. rows.Select(Text)];
        string[] distinct = [.. texts.OfType<string>().Distinct(StringComparer.Ordinal)];
        int most = new TableOptions().MaximumCategories;
        if (distinct.Length > most)
            throw new DataException(string.Create(CultureInfo.InvariantCulture,
                $"The column '{Name}' holds {distinct.Length:N0} different categories, more than {most:N0}: leave it " +
                $"out, or make it a column of numbers."));
        return column with
        {
            Categories = ColumnDecision.Sorted(distinct).Categories,
            Missing = texts.Count(text => text is null),
        };
    }

    /// <summary>Turns the field of an object into features.</summary>
    /// <param name="row">The object.</param>
    /// <param name="column">What the column is to a model.</param>
    /// <param name="target">Receives the features: NaN for a missing value, −1 for an unknown category.</param>
    public void Encode(T row, TableColumn column, Span<double> target)
    {
        target.Fill(double.NaN);
        switch (column.Kind)
        {
            case TableColumnKind.Category when Text is not null:
                if (Text(row) is { } text) target[0] = column.IndexOf(text);
                break;
            case TableColumnKind.Category when Number is not null:
                double number = Number(row);
                if (!double.IsNaN(number)) target[0] = column.Categories.ToList().IndexOf(TableColumn.Shortest(number));
                break;
            case TableColumnKind.Number when Number is not null:
                target[0] = Number(row);
                break;
            case TableColumnKind.Date when Date is not null:
                if (Date(row) is not { } date) break;
                if (column.Parts.Count > 0) DateText.Parts(date, target);
                else target[0] = DateText.Days(date);
                break;
            default:
                throw new DataException(
                    $"The column '{Name}' is a {Word(column.Kind)} in the model's table and a {Word(Kind)} here: " +
                    $"add it with {column.Kind}.");
        }
    }

    private static string Word(TableColumnKind kind) => kind.ToString().ToLowerInvariant();
}
