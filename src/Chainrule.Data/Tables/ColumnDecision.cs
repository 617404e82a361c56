using System.Globalization;

namespace Chainrule.Data;

/// <summary>What a column that was read becomes.</summary>
/// <param name="Column">The column; null for a label, which is decided apart.</param>
internal sealed record ColumnDecision(TableColumn? Column)
{
    /// <summary>So many different texts are categories in any table.</summary>
    public const int FewTexts = 20;

    private const int MinRowsToNumber = 10;

    private const double MaxExact = 1L << 53;

    private static readonly string[] IndexWords =
        ["index", "idx", "id", "no", "nr", "num", "number", "row", "rownum", "rownames", "rowid", "sno", "serial"];

    /// <summary>For each text of the pool the number of its category; null where there are none.</summary>
    private int[]? Codes { get; init; }

    public static ColumnDecision Of(
        string path, string name, int index, int slot, ColumnPlan plan, ParsedTable parsed, ColumnGuess guess,
        TableOptions options)
    {
        if (plan.Form == FieldForm.Skipped) return Ignored(name, "as asked");
        ColumnSummary summary = parsed.Summaries[index]!;
        var column = new TableColumn(name, TableColumnKind.Number)
        {
            Missing = (int)summary.Missing,
            Format = plan.Format,
            Dates = plan.Dates,
        };
        if (summary.Count == 0) return Ignored(name, "it holds no value at all");
        switch (plan.Form)
        {
            case FieldForm.Number when !guess.IsNumeric(index) && IsIndex(name, index, slot, parsed, guess):
                return Ignored(name, $"it numbers the rows; TableOptions.Numeric = \"{name}\" keeps it");
            case FieldForm.Number when !guess.IsNumeric(index) && IsIdentifier(name, slot, parsed):
                return Ignored(name, "whole numbers that are called an identifier, nearly all of them different; " +
                    $"TableOptions.Numeric = \"{name}\" keeps it");
            case FieldForm.Number:
                bool isConstant = summary.Least == summary.Largest && summary.Missing == 0;
                bool isRounded = Math.Max(-summary.Least, summary.Largest) > MaxExact;
                return new(column with
                {
                    Note = isConstant ? "constant in all rows, so without effect"
                        : isRounded ? "whole numbers beyond 2^53 are rounded, so that neighbors may be the same; " +
                            $"TableOptions.Ignore = \"{name}\" leaves the column out"
                        : plan.Note.Length == 0 && !guess.IsNumeric(index) && MayIdentify(index, slot, parsed, guess)
                        ? "whole numbers, nearly all of them different, as identifiers are; " +
                            $"TableOptions.Ignore = \"{name}\" leaves the column out"
                        : plan.Note.Length == 0 && StandIn(index, slot, plan, summary, parsed, guess) is { } text
                        ? $"'{text}' stands far from all other numbers and more than once, as for a missing value; " +
                            $"TableOptions.MissingMarkers = \"{text}\" takes it so"
                        : plan.Note,
                });
            case FieldForm.Date:
                string[] parts = ["year", "month", "day", "weekday", "hour"];
                return new(column with
                {
                    Kind = TableColumnKind.Date,
                    Parts = parts[..plan.Parts],
                    Note = plan.Note,
                });
        }
        TextPool pool = plan.Texts!;
        column = column with { Note = plan.Note };
        if (!guess.IsCategorical(index))
        {
            if (plan.Note.Length > 0 && pool.Distinct > FewTexts) return Ignored(name, plan.Note);
            if (pool.Distinct == summary.Count && summary.Count > 1)
                return Ignored(name, $"a text of its own in each row; TableOptions.Categorical = \"{name}\" keeps it");
            if (pool.Distinct > FewTexts && pool.Distinct * 2L > summary.Count)
                return Ignored(name, string.Create(CultureInfo.InvariantCulture,
                    $"{pool.Distinct:N0} different texts in {summary.Count:N0} rows; ") +
                    $"TableOptions.Categorical = \"{name}\" keeps it");
            if (pool.Distinct == 1 && summary.Missing == 0)
                return Ignored(name, $"it is '{pool.Texts[0]}' in every row");
        }
        if (pool.Distinct > options.MaximumCategories && !guess.IsCategorical(index))
        {
            return Ignored(name, string.Create(CultureInfo.InvariantCulture,
                $"{pool.Distinct:N0} different texts, more than {options.MaximumCategories:N0}; ") +
                $"TableOptions.MaximumCategories = {pool.Distinct} keeps it");
        }
        if (pool.Distinct > options.MaximumCategories)
        {
            throw new DataException(
                $"{path}: column '{name}' holds {pool.Distinct:N0} different texts, more than " +
                $"{options.MaximumCategories:N0}: set TableOptions.Ignore = \"{name}\" to leave the column out, or " +
                $"TableOptions.MaximumCategories = {pool.Distinct}.");
        }
        (string[] categories, int[] codes) = Sorted(pool.Texts);
        string[] alike = [.. categories.GroupBy(one => one, StringComparer.OrdinalIgnoreCase)
            .Where(group => group.Count() > 1).SelectMany(group => group)];
        return new(column with
        {
            Kind = TableColumnKind.Category,
            Categories = categories,
            Format = NumberFormat.Plain,
            Note = column.Note.Length > 0 || alike.Length == 0 ? column.Note
                : $"{TableLayout.List(alike)} differ only in upper and lower case",
        })
        {
            Codes = codes,
        };
    }

    /// <summary>
    /// Texts in order, each once; numbers by their size in the shortest form, so that 1.0 and 1 are one. And for each
    /// text the number of its category.
    /// </summary>
    public static (string[] Categories, int[] Codes) Sorted(IReadOnlyList<string> texts)
    {
        var plain = NumberFormat.Plain;
        string[] canonical = [.. texts];
        var numbers = new double[canonical.Length];
        bool areNumbers = true;
        for (int i = 0; i < numbers.Length; i++) areNumbers &= plain.TryParse(canonical[i], out numbers[i]);
        if (areNumbers) canonical = [.. numbers.Select(number => TableColumn.Shortest(number == 0 ? 0 : number))];
        string[] categories = areNumbers
            ? [.. numbers.Distinct().Order().Select(number => TableColumn.Shortest(number == 0 ? 0 : number))
                .Distinct()]
            : [.. canonical.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        var places = categories.Index().ToDictionary(pair => pair.Item, pair => pair.Index, StringComparer.Ordinal);
        return (categories, [.. canonical.Select(text => places[text])]);
    }

    /// <summary>The features in the order of the columns.</summary>
    public static FeatureArrangement Arrange(ColumnDecision[] decisions, ColumnPlan[] plans)
    {
        List<int> sources = [];
        List<int[]?> codes = [];
        int slot = 0;
        for (int i = 0; i < plans.Length; i++)
        {
            if (plans[i].IsAside) continue;
            for (int part = 0; part < decisions[i].Column!.Width; part++)
            {
                sources.Add(slot + part);
                codes.Add(decisions[i].Codes);
            }
            slot += plans[i].Width;
        }
        return new([.. sources]) { Codes = [.. codes] };
    }

    private static ColumnDecision Ignored(string name, string note) =>
        new(new TableColumn(name, TableColumnKind.Ignored) { Note = note });

    // As data frames write it: in front without a name, or counting the rows, which a name says or their place.
    private static bool IsIndex(string name, int index, int slot, ParsedTable parsed, ColumnGuess guess)
    {
        bool isUnnamed = guess.HasHeader && ((index == 0 && name == "x0")
            || name.StartsWith("Unnamed:", StringComparison.Ordinal));
        bool isInFront = index == 0 && parsed.Features.Shape[1] > 1 && parsed.Rows >= MinRowsToNumber
            && (!guess.HasHeader || name is "X" or "x");
        string[] words = WordsOf(name);
        bool isCalledSo = words.Length > 0 && IndexWords.Contains(words[^1]);
        if ((!isUnnamed && !isCalledSo && !isInFront) || parsed.Rows < 2) return false;
        double[] values = Values(parsed, slot);
        if (isUnnamed) return AreOwn(values, values.Length) || CountInParts(values);
        for (int row = 1; row < values.Length; row++)
            if (values[row] != values[0] + row) return false;
        return values[0] == Math.Floor(values[0]) && (isCalledSo || values[0] is 0 or 1);
    }

    private static bool IsIdentifier(string name, int slot, ParsedTable parsed) => parsed.Rows > FewTexts
        && WordsOf(name) is [.., "id"] && AreOwn(Values(parsed, slot), parsed.Rows - (parsed.Rows / 10));

    // A number of nines, at one end of the column and far from the rest of it, that occurs again: its text.
    private static string? StandIn(
        int index, int slot, ColumnPlan plan, ColumnSummary summary, ParsedTable parsed, ColumnGuess guess)
    {
        foreach (double end in (double[])[summary.Least, summary.Largest])
        {
            string digits = TableColumn.Shortest(Math.Abs(end));
            if (digits.Length < 2 || digits.AsSpan().ContainsAnyExcept('9')) continue;
            double[] others = [.. Values(parsed, slot).Where(value => value != end && !double.IsNaN(value))];
            if (others.Length * 2 < summary.Count || summary.Count - others.Length < 2) continue;
            (double least, double largest) = (others.Min(), others.Max());
            if (Math.Min(Math.Abs(end - least), Math.Abs(end - largest)) <= largest - least) continue;
            // A text with a comma cannot be one of several markers that commas separate.
            if (guess.TextOf(index, plan.Format, end) is { } text && !text.Contains(',')) return text;
        }
        return null;
    }

    // In front of others where no name says what it is.
    private static bool MayIdentify(int index, int slot, ParsedTable parsed, ColumnGuess guess) =>
        index == 0 && !guess.HasHeader && parsed.Features.Shape[1] > 1 && parsed.Rows > FewTexts
        && AreOwn(Values(parsed, slot), parsed.Rows - (parsed.Rows / 10));

    private static double[] Values(ParsedTable parsed, int slot)
    {
        int width = parsed.Features.Shape[1];
        var values = new double[parsed.Rows];
        if (parsed.Features.DType == DType.Float64)
        {
            ReadOnlySpan<double> wide = parsed.Features.AsSpan<double>();
            for (int row = 0; row < values.Length; row++) values[row] = wide[(row * width) + slot];
            return values;
        }
        ReadOnlySpan<float> narrow = parsed.Features.AsSpan<float>();
        for (int row = 0; row < values.Length; row++) values[row] = narrow[(row * width) + slot];
        return values;
    }

    // Whole numbers, at least so many of them different.
    private static bool AreOwn(double[] values, int most) =>
        Array.TrueForAll(values, double.IsInteger) && values.Distinct().Count() >= most;

    // Tables that were put together count anew.
    private static bool CountInParts(double[] values)
    {
        for (int row = 1; row < values.Length; row++)
            if (values[row] != values[row - 1] + 1 && values[row] != values[0]) return false;
        return double.IsInteger(values[0]) && values[1] == values[0] + 1;
    }

    // Of customer_id, CustomerID and Serial No. the words in lower case.
    private static string[] WordsOf(string name)
    {
        List<string> words = [];
        int start = 0;
        for (int i = 0; i <= name.Length; i++)
        {
            bool isEnd = i == name.Length || !char.IsLetterOrDigit(name[i]);
            bool isNext = !isEnd && i > start && char.IsUpper(name[i]) && !char.IsUpper(name[i - 1]);
            if (!isEnd && !isNext) continue;
            if (i > start) words.Add(name[start..i].ToLowerInvariant());
            start = isEnd ? i + 1 : i;
        }
        return [.. words];
    }
}
