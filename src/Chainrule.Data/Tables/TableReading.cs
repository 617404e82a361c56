using System.Globalization;
using Chainrule.Catalog;
using Chainrule.Data;

namespace Chainrule;

/// <summary>What was made of a table, to be told before a training.</summary>
/// <param name="Path">The file.</param>
/// <param name="Schema">The columns and what became of them.</param>
/// <param name="Rows">The rows that are used.</param>
public sealed record TableReading(string Path, TableSchema Schema, int Rows)
{
    private const int MaxNames = 8;

    /// <summary>What separates the fields.</summary>
    public char Delimiter { get; init; } = ',';

    /// <summary>Rows that were left out since a value was missing.</summary>
    public int DroppedRows { get; init; }

    /// <summary>Why the label columns were chosen; empty where it was said.</summary>
    public string LabelReason { get; init; } = "";

    /// <summary>Why the task is what it is.</summary>
    public string TaskReason { get; init; } = "";

    /// <summary>How many rows each class has, in the order of the classes; empty for values.</summary>
    public IReadOnlyList<int> ClassCounts { get; init; } = [];

    /// <summary>Whatever else is worth a sentence.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>What is learned: classification, regression, several labels.</summary>
    public string Task => Schema.IsMultiLabel ? "several labels a row" : Schema.IsClassification ? "classification"
        : "regression";

    /// <summary>
    /// How the reading reads, line by line, in the language in use; options are named as properties of the library, and
    /// reasons and notes stay as they were made.
    /// </summary>
    public IEnumerable<string> Lines()
    {
        Speech speech = Speech.Current;
        string delimiter = Delimiter switch
        {
            ',' => speech.Say("commas"),
            ';' => speech.Say("semicolons"),
            '\t' => speech.Say("tabs"),
            '|' => speech.Say("bars"),
            ' ' => speech.Say("spaces"),
            _ => $"'{Delimiter}'",
        };
        string header = Schema.HasHeader ? speech.Say("a header")
            : speech.Say("no header (columns are called x0, x1, …)");
        string dropped = DroppedRows > 0
            ? speech.Say(", {0} left out for missing values", Number(DroppedRows)) : "";
        yield return speech.Say(
            "table: {0} rows{1}, {2} columns, separated by {3}, {4}", Number(Rows), dropped,
            Number(Schema.Columns.Count), delimiter, header);
        foreach (string line in LabelLines(speech)) yield return line;
        if (Names(TableColumnKind.Number, _ => "") is { Length: > 0 } numbers)
            yield return speech.Say("numbers: {0}", numbers);
        if (Names(TableColumnKind.Category, Categories) is { Length: > 0 } texts)
            yield return speech.Say("categories: {0}", texts);
        if (Names(TableColumnKind.Date, Parts) is { Length: > 0 } dates) yield return speech.Say("dates: {0}", dates);
        foreach (string line in FormatLines(speech)) yield return line;
        foreach (string line in MissingLines(speech)) yield return line;
        foreach (IGrouping<string, TableColumn> group in Schema.Columns
            .Where(column => column.Kind == TableColumnKind.Ignored).GroupBy(column => column.Note))
            yield return speech.Say("left out: {0}: {1}", NamesOf(group), group.Key);
        foreach (IGrouping<string, TableColumn> group in Schema.Columns
            .Where(column => column.Width > 0 && column.Note.Length > 0).GroupBy(column => column.Note))
            yield return speech.Say("note: {0}: {1}", NamesOf(group), group.Key);
        foreach (string note in Notes) yield return speech.Say("note: {0}", note);
    }

    private IEnumerable<string> LabelLines(Speech speech)
    {
        if (Schema.Labels.Count == 0) yield break;
        string reason = LabelReason.Length > 0
            ? speech.Say(" ({0}; TableOptions.Label names another)", speech.Translated(LabelReason)) : "";
        yield return speech.Say("label: {0}{1}", NamesOf(Schema.Labels), reason);
        string classes = Schema.IsClassification
            ? speech.Say(" of {0} classes: {1}", $"{Schema.ClassNames.Count}",
                List([.. Schema.ClassNames.Select(WithCount)])) : "";
        string why = TaskReason.Length > 0 ? $" ({speech.Translated(TaskReason)})" : "";
        string task = Schema.IsMultiLabel ? speech.Say("several labels a row")
            : Schema.IsClassification ? speech.Say("classification") : speech.Say("regression");
        yield return speech.Say("task: {0}{1}{2}", task, classes, why);

        string WithCount(string name, int index) => index < ClassCounts.Count
            ? $"{name} {Number(ClassCounts[index])}×" : name;
    }

    private IEnumerable<string> FormatLines(Speech speech)
    {
        foreach (IGrouping<string, TableColumn> group in Schema.Columns
            .Where(column => column.Width > 0 || column.Kind == TableColumnKind.Label)
            .Where(column => !column.Format.IsPlain).GroupBy(column => Describe(column.Format)))
            yield return speech.Say("number signs: {0} in {1}", group.Key, NamesOf(group));

        string Describe(NumberFormat format)
        {
            List<string> parts = [];
            if (format.Decimal != '.') parts.Add(speech.Say("decimal '{0}'", $"{format.Decimal}"));
            if (format.Thousands != '\0') parts.Add(speech.Say("thousands '{0}'", $"{format.Thousands}"));
            if (format.HasSigns) parts.Add(speech.Say("percent or money signs dropped (($5) is -5, 31% is 31)"));
            if (format.HasLimits) parts.Add(speech.Say("limits and errors dropped (<7.6 and 7.6±0.5 are 7.6)"));
            if (format.Unit.Length > 0) parts.Add(speech.Say("unit {0}", format.Unit));
            return string.Join(", ", parts);
        }
    }

    private IEnumerable<string> MissingLines(Speech speech)
    {
        TableColumn[] missing = [.. Schema.Columns.Where(column => column.Missing > 0 && column.Width > 0)];
        if (missing.Length == 0) yield break;
        string names = List([.. missing.Select(column => $"{column.Name} {Number(column.Missing)}")]);
        bool hasCategory = missing.Any(column => column.Kind == TableColumnKind.Category);
        yield return Schema.DropsMissing ? speech.Say("missing: {0}: such rows are left out", names)
            : speech.Say(
                "missing: {0}: filled with the mean of the training rows{1}; TableOptions.Missing = Drop or " +
                "TableOptions.Missing = Error does otherwise",
                names, hasCategory ? speech.Say(", or their most frequent category") : "");
    }

    private static string Categories(TableColumn column) =>
        $" ({column.Categories.Count}: {List(column.Categories)})";

    private static string Parts(TableColumn column) => column.IsTime ? Speech.Current.Say(" (times, in days)")
        : column.Parts.Count == 0 ? Speech.Current.Say(" (days since 1970)") : $" ({string.Join(", ", column.Parts)})";

    private string Names(TableColumnKind kind, Func<TableColumn, string> more) =>
        List([.. Schema.Columns.Where(column => column.Kind == kind).Select(column => column.Name + more(column))]);

    private static string NamesOf(IEnumerable<TableColumn> columns) => List([.. columns.Select(column => column.Name)]);

    private static string Number(int number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string List(IReadOnlyList<string> names)
    {
        string all = string.Join(", ", names.Take(MaxNames));
        return names.Count > MaxNames
            ? Speech.Current.Say("{0} and {1} more", all, Number(names.Count - MaxNames)) : all;
    }
}
