namespace Chainrule.Csv;

/// <summary>The first pass over a table: learns what its columns hold.</summary>
internal sealed class TableScan(string path, CsvLayout layout, CsvOptions options)
{
    private readonly HashSet<string> markers = new(options.MissingMarkers, StringComparer.OrdinalIgnoreCase);

    /// <summary>The rows that are kept.</summary>
    public int Rows { get; private set; }

    public CsvSchema Run()
    {
        int label = layout.Find(path, options.Label, "the label");
        HashSet<int> ignored = [.. options.Ignore.Select(name => layout.Find(path, name, "what to ignore"))];
        HashSet<int> categorical = [.. options.Categorical.Select(name => layout.Find(path, name, "the categories"))];
        if (ignored.Contains(label))
            throw new DataException(
                $"{path}: the label '{layout.Names[label]}' is among the ignored columns: choose another.");
        int[] used = [.. Enumerable.Range(0, layout.Names.Length).Where(i => !ignored.Contains(i))];
        if (used.Length < 2)
        {
            throw new DataException($"{path}: line 1: there is no column of features besides the label "
                + $"'{layout.Names[label]}': check the delimiter, or ignore less.");
        }
        ColumnStatistics[] columns =
            [.. layout.Names.Select(name => new ColumnStatistics(name, options.MaximumCategories))];
        Scan(columns, used, label);
        if (Rows == 0)
        {
            throw new DataException($"{path}: no row is left to learn from: the file needs a line for each sample"
                + (options.Missing == CsvMissing.DropRow ? " without missing values." : "."));
        }
        return new(
            [.. columns.Select((column, i) => ignored.Contains(i)
                ? new CsvColumn(column.Name, CsvColumnKind.Ignored)
                : i == label ? Label(column) : Feature(column, categorical.Contains(i)))],
            layout.HasHeader,
            options.Missing,
            options.MissingMarkers,
            options.DType);
    }

    private void Scan(ColumnStatistics[] columns, int[] used, int label)
    {
        using CsvSource source = CsvSource.Open(path, layout.Delimiter);
        if (layout.HasHeader) source.Read();
        var texts = new string[columns.Length];
        while (source.Read())
        {
            source.RequireCount(columns.Length);
            int missing = -1;
            foreach (int column in used)
            {
                texts[column] = source[column];
                if (markers.Contains(texts[column]) && (missing < 0 || column == label)) missing = column;
            }
            if (missing >= 0)
            {
                if (options.Missing == CsvMissing.DropRow) continue;
                if (options.Missing == CsvMissing.Error || missing == label)
                    throw Missing(source, columns[missing].Name, texts[missing], missing == label);
            }
            foreach (int column in used)
                if (missing < 0 || !markers.Contains(texts[column])) columns[column].Add(texts[column], source);
            Rows++;
        }
    }

    private static DataException Missing(CsvSource source, string column, string text, bool isLabel) => source.Error(
        column,
        $"the {(isLabel ? "label" : "value")} is missing ('{text}')",
        isLabel
            ? "complete it, or choose to drop such rows"
            : "complete it, or choose to drop such rows or to fill them in");

    private CsvColumn Label(ColumnStatistics column)
    {
        if (options.Task == CsvTask.Regression) return column.AsNumber(path, CsvColumnKind.Label);
        if (options.Task == CsvTask.Automatic)
        {
            if (!column.HoldsText) return column.AsNumber(path, CsvColumnKind.Label);
            column.RequireNoStrayText(path);
        }
        return column.AsCategories(path, CsvColumnKind.Label);
    }

    private CsvColumn Feature(ColumnStatistics column, bool categorical)
    {
        if (!categorical && !column.HoldsText) return column.AsNumber(path, CsvColumnKind.Numeric);
        if (!categorical) column.RequireNoStrayText(path);
        return column.AsCategories(path, CsvColumnKind.Categorical);
    }
}
