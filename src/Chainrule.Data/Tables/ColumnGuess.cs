namespace Chainrule.Data;

/// <summary>Finds out how to read each column, by the first rows and by what has been stumbled over since.</summary>
internal sealed class ColumnGuess
{
    private const string DateOrderProperty = $"{nameof(TableOptions)}.{nameof(TableOptions.DateOrder)}";

    private const int MinCompactDates = 3, MaxUnits = 5;

    private readonly string path;
    private readonly TableLayout layout;
    private readonly TableOptions options;
    private readonly HashSet<string> markers;
    private readonly HashSet<int> ignored, categorical, numeric, aside;
    private readonly List<string>[] samples;
    private readonly char usualDecimal;

    public ColumnGuess(string path, TableLayout layout, TableOptions options, LabelChoice labels, int? weights)
    {
        (this.path, this.layout, this.options) = (path, layout, options);
        markers = new(options.MissingMarkers, StringComparer.OrdinalIgnoreCase);
        ignored = layout.FindAll(path, options.Ignore, "TableOptions.Ignore");
        categorical = layout.FindAll(path, options.Categorical, "TableOptions.Categorical");
        numeric = layout.FindAll(path, options.Numeric, "TableOptions.Numeric");
        aside = [.. labels.Columns];
        if (weights is { } column) aside.Add(column);
        foreach (int label in labels.Columns)
        {
            if (ignored.Contains(label))
                throw new DataException(
                    $"{path}: the label '{layout.Names[label]}' is among the ignored columns: choose another.");
        }
        if (categorical.Overlaps(numeric))
        {
            string name = layout.Names[categorical.First(numeric.Contains)];
            throw new DataException(
                $"{path}: '{name}' is in TableOptions.Categorical and in TableOptions.Numeric: leave one out.");
        }
        samples = new List<string>[layout.Names.Length];
        for (int i = 0; i < samples.Length; i++)
            samples[i] = [.. layout.Sample.Select(row => row[i]).Where(text => !markers.Contains(text))];
        usualDecimal = options.DecimalSign
            ?? NumberEvidence.DecimalOf(samples.Where((texts, i) => !ignored.Contains(i) && MayBeNumber(texts)));
    }

    public bool HasHeader => layout.HasHeader;

    public bool IsCategorical(int column) => categorical.Contains(column);

    public bool IsNumeric(int column) => numeric.Contains(column);

    /// <summary>How a column's first rows write a number; null where they do not have it.</summary>
    public string? TextOf(int column, NumberFormat format, double number) =>
        samples[column].Find(text => format.TryParse(text, out double value) && value == number);

    /// <summary>How a column is to be read.</summary>
    public ColumnPlan Plan(int column)
    {
        if (ignored.Contains(column)) return new(FieldForm.Skipped);
        List<string> texts = samples[column];
        bool isAside = aside.Contains(column);
        if (categorical.Contains(column)) return Texts(isAside);
        bool asNumber = numeric.Contains(column) || (isAside && options.Task == TableTask.Regression);
        if (texts.Count == 0) return new(FieldForm.Number) { IsAside = isAside };
        if (!asNumber && !isAside && texts.Count >= MinCompactDates && texts.TrueForAll(DateText.IsCompact))
        {
            return Dates(DateFormat.YearFirst, false) with
            {
                Note = $"'{texts[0]}' is taken for a date; TableOptions.Numeric = \"{layout.Names[column]}\" takes " +
                    "the column as numbers",
            };
        }
        texts = WithoutWords(texts);
        NumberFormat? format = MayBeNumber(texts)
            ? NumberEvidence.Find(texts, usualDecimal, options.DecimalSign, options.ThousandsSign) : null;
        // Few texts that return, such as 2 rooms and 3 rooms, are the names of classes.
        bool mayBeName = isAside && !asNumber && (format?.Unit.Length > 0 || format?.HasLimits == true);
        if (mayBeName && AreFew(texts)) format = null;
        if (format is not null || asNumber)
        {
            return new(FieldForm.Number)
            {
                IsAside = isAside,
                Format = format ?? new(usualDecimal is ',' ? ',' : '.'),
                Note = format is { Unit.Length: > 0 }
                    ? $"numbers in {format.Unit}, as in '{texts[0]}'; TableOptions.Categorical = " +
                        $"\"{layout.Names[column]}\" takes the column as names"
                    : !asNumber && texts.Exists(IsCode)
                    ? $"'{texts.Find(IsCode)}' begins with 0, as codes do; TableOptions.Categorical = " +
                        $"\"{layout.Names[column]}\" takes the column as names" : "",
            };
        }
        if (!isAside && DateText.Find(texts, options.DateOrder, out bool isDoubtful) is { } dates)
        {
            if (isDoubtful)
            {
                throw new DataException(
                    $"{path}: column '{layout.Names[column]}': in '{texts[0]}' day and month could stand in either " +
                    $"order: set {DateOrderProperty} = DayFirst or {DateOrderProperty} = MonthFirst.");
            }
            bool hasTimes = texts.Any(text => DateText.TryParse(text, dates, out _, out bool time) && time);
            return Dates(dates, hasTimes);
        }
        if (ClockText.AreTimes(texts) && !isAside) return Dates(DateFormat.Clock, false) with { Parts = 0 };
        string[] units = NumberEvidence.UnitsOf(texts);
        bool areNumbers = units.Length is > 1 and <= MaxUnits && NumberEvidence.Find(
            [.. texts.Select(Bare)], usualDecimal, options.DecimalSign, options.ThousandsSign) is not null;
        return Texts(isAside) with
        {
            Note = areNumbers ? $"numbers in several units, {string.Join(", ", units)}: write one, to use them as " +
                "numbers" : "",
        };

        static string Bare(string text) => NumberFormat.WithoutUnit(text, NumberFormat.UnitOf(text).ToString())
            .ToString();
    }

    /// <summary>A better plan for a column that stumbled; null where the plan stays.</summary>
    public ColumnPlan? Reconsider(int column, ColumnPlan plan, ColumnSummary summary)
    {
        if (summary.StrayTexts is not { } stray) return null;
        // Those that the sample has already count once.
        var known = new HashSet<string>(samples[column], StringComparer.Ordinal);
        samples[column].AddRange(stray.Where(text => !known.Contains(text)));
        ColumnPlan better = Plan(column);
        bool isSame = better.Form == plan.Form && better.Format == plan.Format && better.Dates == plan.Dates;
        if (!isSame) return better;
        // The sample alone may hold too few numbers: all rows count.
        bool isMostlyText = summary.Count < summary.Stray * NumberEvidence.NumbersToText;
        return isMostlyText && plan.Form != FieldForm.Text && !numeric.Contains(column)
            && !(plan.IsAside && options.Task == TableTask.Regression) ? Texts(plan.IsAside) : null;
    }

    private ColumnPlan Dates(DateFormat format, bool hasTimes) => new(FieldForm.Date)
    {
        Dates = format,
        Parts = options.Dates == TableDates.Days ? 0 : hasTimes ? 5 : 4,
    };

    private ColumnPlan Texts(bool isAside) => new(FieldForm.Text)
    {
        IsAside = isAside,
        Texts = new(Math.Max(options.MaximumCategories, 1)),
    };

    // Where at least half of the texts are values, the words among them say that there is none.
    private static List<string> WithoutWords(List<string> texts)
    {
        List<string> values = texts.FindAll(text => !TableShape.IsWordForMissing(text));
        return values.Count * 2 >= texts.Count ? values : texts;
    }

    private static bool AreFew(List<string> texts)
    {
        int distinct = texts.Distinct(StringComparer.Ordinal).Count();
        return distinct <= LabelReading.MaxClassesUnasked && distinct * 2 <= texts.Count;
    }

    private static bool IsCode(string text) =>
        text.Length > 1 && text[0] == '0' && !text.AsSpan().ContainsAnyExceptInRange('0', '9');

    private static bool MayBeNumber(List<string> texts) =>
        texts.Exists(text => text.AsSpan().ContainsAnyInRange('0', '9') || NumberFormat.IsInfinite(text));
}
