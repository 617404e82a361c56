using System.Buffers;
using System.Numerics;
using nietras.SeparatedValues;

namespace Chainrule.Data;

/// <summary>The rows of a block of text as numbers: values, codes of texts, and NaN where one is missing.</summary>
/// <typeparam name="T">The type of the features.</typeparam>
internal sealed class ParsedBlock<T> : IDisposable where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly TableShape shape;
    private readonly Dictionary<string, int>?[] codes;
    private readonly bool[] arePlain;   // the columns of numbers that are written as most are
    private T[] features;
    private double[] aside;

    public ParsedBlock(TableShape shape, TextBlock block)
    {
        this.shape = shape;
        Summaries = new ColumnSummary?[shape.Plans.Length];
        codes = new Dictionary<string, int>?[shape.Plans.Length];
        arePlain = Array.ConvertAll(
            shape.Plans, plan => plan.Form == FieldForm.Number && plan.Format.IsPlain && !shape.MayMissNumbers);
        for (int i = 0; i < shape.Plans.Length; i++)
        {
            if (shape.Plans[i].Form == FieldForm.Skipped) continue;
            Summaries[i] = new();
            if (shape.Plans[i].Form == FieldForm.Text) codes[i] = new(StringComparer.Ordinal);
        }
        int expected = Math.Max(1, block.Length / Math.Max(2, 4 * shape.Fields));
        features = ArrayPool<T>.Shared.Rent(Math.Max(1, expected * shape.Width));
        aside = ArrayPool<double>.Shared.Rent(Math.Max(1, expected * shape.AsideWidth));
        Read(block);
    }

    public int Rows { get; private set; }

    /// <summary>How often the names of the columns stood among the rows.</summary>
    public int RepeatedHeaders { get; private set; }

    public ReadOnlySpan<T> Features => features.AsSpan(0, Rows * shape.Width);

    public ReadOnlySpan<double> Aside => aside.AsSpan(0, Rows * shape.AsideWidth);

    public ColumnSummary?[] Summaries { get; }

    /// <summary>Gives the memory back for other blocks.</summary>
    public void Dispose()
    {
        ArrayPool<T>.Shared.Return(features);
        ArrayPool<double>.Shared.Return(aside);
        (features, aside) = ([], []);
    }

    private void Read(TextBlock block)
    {
        using var reader = new RowReader(shape.Path, block, shape.Delimiter, shape.Header);
        while (reader.Read())
        {
            reader.RequireCount(shape.Fields);
            Grow(ref features, shape.Width);
            Grow(ref aside, shape.AsideWidth);
            ReadRow(reader, features.AsSpan(Rows * shape.Width), aside.AsSpan(Rows * shape.AsideWidth));
            Rows++;
        }
        RepeatedHeaders = reader.RepeatedHeaders;
    }

    private void Grow<TValue>(ref TValue[] values, int width)
    {
        if ((Rows + 1) * width <= values.Length) return;
        TValue[] larger = ArrayPool<TValue>.Shared.Rent(Math.Max((Rows + 1) * width, values.Length * 2));
        values.AsSpan(0, Rows * width).CopyTo(larger);
        ArrayPool<TValue>.Shared.Return(values);
        values = larger;
    }

    private void ReadRow(RowReader reader, Span<T> row, Span<double> others)
    {
        int at = 0, other = 0;
        ColumnPlan[] plans = shape.Plans;
        bool mayBePlain = !reader.HasQuotes;
        Span<double> values = stackalloc double[8];
        SepReader.Row current = reader.Current;
        for (int i = 0; i < plans.Length; i++)
        {
            ColumnPlan plan = plans[i];
            if (plan.Form == FieldForm.Skipped) continue;
            ColumnSummary summary = Summaries[i]!;
            // The parser takes 1,5 for 15.
            if (mayBePlain && arePlain[i] && (ShortDecimal.TryParse(current[i].Span, out double number)
                || (!current[i].Span.Contains(',') && current[i].TryParse(out number) && double.IsFinite(number))))
            {
                summary.Number(number);
                if (plan.IsAside) others[other++] = number;
                else row[at++] = T.CreateTruncating(number);
                continue;
            }
            ReadOnlySpan<char> text = reader[i];
            if (plan.IsAside)
            {
                Span<double> target = others.Slice(other, plan.Width);
                ReadField(i, plan, text, summary, reader.Line, target);
                other += plan.Width;
            }
            else
            {
                ReadField(i, plan, text, summary, reader.Line, values[..plan.Width]);
                for (int j = 0; j < plan.Width; j++) row[at++] = T.CreateTruncating(values[j]);
            }
        }
    }

    private void ReadField(
        int column, ColumnPlan plan, ReadOnlySpan<char> text, ColumnSummary summary, int line, Span<double> target)
    {
        target.Fill(double.NaN);
        if (shape.IsMissing(text))
        {
            summary.Miss(line);
            return;
        }
        switch (plan.Form)
        {
            case FieldForm.Number when plan.Format.TryParse(text, out double number):
                summary.Number(number);
                target[0] = number;
                break;
            case FieldForm.Date when DateText.TryParse(text, plan.Dates, out DateTime date, out bool hasTime):
                double days = DateText.Days(date);
                summary.Number(days);
                summary.HasTimes |= hasTime;
                if (plan.Parts == 0) target[0] = days;
                else DateText.Parts(date, target);
                break;
            case FieldForm.Text:
                summary.Text();
                target[0] = CodeOf(codes[column]!, plan.Texts!, text);
                if (target[0] < 0) summary.Unknown(text, line);
                break;
            case FieldForm.Number or FieldForm.Date when TableShape.IsWordForMissing(text):
                summary.Miss(line);
                break;
            default:
                summary.Stumble(text, line);
                break;
        }
    }

    // Asks the table's pool, which other threads ask too, once for each text.
    private static int CodeOf(Dictionary<string, int> codes, TextPool pool, ReadOnlySpan<char> text)
    {
        Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> lookup =
            codes.GetAlternateLookup<ReadOnlySpan<char>>();
        if (lookup.TryGetValue(text, out int code))
        {
            if (code < 0) pool.Miss(text.ToString());
            return code;
        }
        string kept = text.ToString();
        code = pool.Add(kept);
        codes.Add(kept, code);
        if (code < 0) pool.Miss(kept);
        return code;
    }
}

/// <summary>What all blocks of a table have in common.</summary>
internal sealed class TableShape
{
    // Among numbers and dates these say that there is none; elsewhere they may be names.
    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> Words = new HashSet<string>(
        [
            "None", "NaT", "nil", "n.a.", "n.d.", "-nan", ".", "--", "missing", "unknown", "not available", "#VALUE!",
            "#DIV/0!", "#REF!", "#NAME?", "#NUM!", "#NULL!",
        ], StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> markers;

    public TableShape(
        string path, TableLayout layout, IReadOnlyList<string> missingMarkers, ColumnPlan[] plans)
    {
        (Path, Delimiter, Header, Plans) = (path, layout.Delimiter, layout.Header, plans);
        markers = new HashSet<string>(missingMarkers, StringComparer.OrdinalIgnoreCase)
            .GetAlternateLookup<ReadOnlySpan<char>>();
        MayMissNumbers = missingMarkers.Any(text => NumberFormat.Plain.TryParse(text, out _));
        foreach (ColumnPlan plan in plans)
        {
            if (plan.IsAside) AsideWidth += plan.Width;
            else Width += plan.Width;
        }
    }

    public string Path { get; }

    public char Delimiter { get; }

    /// <summary>The row that names the columns; null where there is none.</summary>
    public string[]? Header { get; }

    public ColumnPlan[] Plans { get; }

    /// <summary>The number of fields of a row.</summary>
    public int Fields => Plans.Length;

    /// <summary>The number of features of a row, and of values that are none.</summary>
    public int Width { get; }

    public int AsideWidth { get; }

    /// <summary>Whether a number, such as -999, stands for a missing value.</summary>
    public bool MayMissNumbers { get; }

    public bool IsMissing(ReadOnlySpan<char> text) => markers.Contains(text);

    /// <summary>Whether a text stands for a missing number or date.</summary>
    public static bool IsWordForMissing(ReadOnlySpan<char> text) => Words.Contains(text);
}
