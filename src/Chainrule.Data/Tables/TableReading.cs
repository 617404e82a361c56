using System.Globalization;

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

    /// <summary>How the reading reads, line by line; options are named as properties of the library.</summary>
    public IEnumerable<string> Lines()
    {
        string delimiter = Delimiter switch
        {
            ',' => "commas",
            ';' => "semicolons",
            '\t' => "tabs",
            '|' => "bars",
            ' ' => "spaces",
            _ => $"'{Delimiter}'",
        };
        string header = Schema.HasHeader ? "a header" : "no header (columns are called x0, x1, …)";
        string dropped = DroppedRows > 0 ? $", {DroppedRows:N0} left out for missing values" : "";
        yield return $"table: {Rows:N0} rows{dropped}, {Schema.Columns.Count:N0} columns, separated by {delimiter}, " +
            header;
        foreach (string line in LabelLines()) yield return line;
        if (Names(TableColumnKind.Number, _ => "") is { Length: > 0 } numbers) yield return $"numbers: {numbers}";
        if (Names(TableColumnKind.Category, Categories) is { Length: > 0 } texts) yield return $"categories: {texts}";
        if (Names(TableColumnKind.Date, Parts) is { Length: > 0 } dates) yield return $"dates: {dates}";
        foreach (string line in FormatLines()) yield return line;
        foreach (string line in MissingLines()) yield return line;
        foreach (IGrouping<string, TableColumn> group in Schema.Columns
            .Where(column => column.Kind == TableColumnKind.Ignored).GroupBy(column => column.Note))
            yield return $"left out: {List([.. group.Select(column => column.Name)])}: {group.Key}";
        foreach (IGrouping<string, TableColumn> group in Schema.Columns
            .Where(column => column.Width > 0 && column.Note.Length > 0).GroupBy(column => column.Note))
            yield return $"note: {List([.. group.Select(column => column.Name)])}: {group.Key}";
        foreach (string note in Notes) yield return $"note: {note}";
    }

    private IEnumerable<string> LabelLines()
    {
        if (Schema.Labels.Count == 0) yield break;
        string reason = LabelReason.Length > 0 ? $" ({LabelReason}; TableOptions.Label names another)" : "";
        yield return $"label: {List([.. Schema.Labels.Select(label => label.Name)])}{reason}";
        string classes = Schema.IsClassification
            ? $" of {Schema.ClassNames.Count} classes: {List([.. Schema.ClassNames.Select(WithCount)])}" : "";
        string why = TaskReason.Length > 0 ? $" ({TaskReason})" : "";
        yield return $"task: {Task}{classes}{why}";

        string WithCount(string name, int index) => index < ClassCounts.Count
            ? string.Create(CultureInfo.InvariantCulture, $"{name} {ClassCounts[index]:N0}×") : name;
    }

    private IEnumerable<string> FormatLines()
    {
        foreach (IGrouping<string, TableColumn> group in Schema.Columns
            .Where(column => column.Width > 0 || column.Kind == TableColumnKind.Label)
            .Where(column => !column.Format.IsPlain).GroupBy(column => Describe(column)))
            yield return $"number signs: {group.Key} in {List([.. group.Select(column => column.Name)])}";

        static string Describe(TableColumn column)
        {
            List<string> parts = [];
            if (column.Format.Decimal != '.') parts.Add($"decimal '{column.Format.Decimal}'");
            if (column.Format.Thousands != '\0') parts.Add($"thousands '{column.Format.Thousands}'");
            if (column.Format.HasSigns) parts.Add("percent or money signs dropped (($5) is -5, 31% is 31)");
            if (column.Format.HasLimits) parts.Add("limits and errors dropped (<7.6 and 7.6±0.5 are 7.6)");
            if (column.Format.Unit.Length > 0) parts.Add($"unit {column.Format.Unit}");
            return string.Join(", ", parts);
        }
    }

    private IEnumerable<string> MissingLines()
    {
        TableColumn[] missing = [.. Schema.Columns.Where(column => column.Missing > 0 && column.Width > 0)];
        if (missing.Length == 0) yield break;
        string how = Schema.DropsMissing ? "such rows are left out" : "filled with the mean of the training rows" +
            (missing.Any(column => column.Kind == TableColumnKind.Category) ? ", or their most frequent category" : "");
        yield return $"missing: {List([.. missing.Select(column => $"{column.Name} {column.Missing:N0}")])}: {how}" +
            (Schema.DropsMissing ? "" : "; TableOptions.Missing = Drop or TableOptions.Missing = Error does otherwise");
    }

    private static string Categories(TableColumn column) =>
        $" ({column.Categories.Count}: {List(column.Categories)})";

    private static string Parts(TableColumn column) => column.IsTime ? " (times, in days)"
        : column.Parts.Count == 0 ? " (days since 1970)" : $" ({string.Join(", ", column.Parts)})";

    private string Names(TableColumnKind kind, Func<TableColumn, string> more) =>
        List([.. Schema.Columns.Where(column => column.Kind == kind).Select(column => column.Name + more(column))]);

    private static string List(IReadOnlyList<string> names)
    {
        string all = string.Join(", ", names.Take(MaxNames));
        return names.Count > MaxNames
            ? string.Create(CultureInfo.InvariantCulture, $"{all} and {names.Count - MaxNames:N0} more") : all;
    }
}
