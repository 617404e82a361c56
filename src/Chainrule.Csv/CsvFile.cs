using Chainrule.Csv;

namespace Chainrule;

/// <summary>A table as samples, and how it became them.</summary>
/// <param name="Data">The samples.</param>
/// <param name="Schema">How columns became features and targets, to apply to later tables.</param>
public sealed record CsvTable(Dataset Data, CsvSchema Schema);

/// <summary>
/// Reads comma-separated tables as data sets: numbers become one feature, texts one feature for each category, and one
/// column the label. A table is read twice, so that no more than its features is held in memory.
/// </summary>
public static class CsvFile
{
    /// <summary>Reads a table.</summary>
    /// <param name="path">The file, in UTF-8.</param>
    /// <param name="options">
    /// How to read it; by default everything is found out, and the last column is the label.
    /// </param>
    /// <exception cref="DataException">
    /// The file is missing or broken; the message names the line and the column.
    /// </exception>
    public static Dataset Read(string path, CsvOptions? options = null) => ReadWithSchema(path, options).Data;

    /// <summary>Reads a table, and tells how to read later ones for the same model.</summary>
    /// <param name="path">The file, in UTF-8.</param>
    /// <param name="options">
    /// How to read it; by default everything is found out, and the last column is the label.
    /// </param>
    /// <exception cref="DataException">
    /// The file is missing or broken; the message names the line and the column.
    /// </exception>
    public static CsvTable ReadWithSchema(string path, CsvOptions? options = null)
    {
        options ??= new();
        CsvLayout layout = CsvLayout.Detect(path, options.Delimiter, options.HasHeader, options.MissingMarkers);
        var scan = new TableScan(path, layout, options);
        CsvSchema schema = scan.Run();
        int[] fields = [.. Enumerable.Range(0, schema.Columns.Count)];
        return new(new TableReader(path, layout, schema, fields).ReadDataset(scan.Rows), schema);
    }

    /// <summary>Reads a later table with labels, as the first was read.</summary>
    /// <param name="path">
    /// The file; its columns are found by name where the first table had a header, else by order.
    /// </param>
    /// <param name="schema">How the first table was read.</param>
    /// <exception cref="DataException">The file does not fit; the message names the line and the column.</exception>
    public static Dataset Read(string path, CsvSchema schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        if (schema.Label is null) throw new DataException(
            $"{path}: the model knows no label: read the features alone.");
        return Open(path, schema, withLabel: true).ReadDataset();
    }

    /// <summary>Reads the features of a later table, whether it has labels or not; no row is ever dropped.</summary>
    /// <param name="path">
    /// The file; its columns are found by name where the first table had a header, else by order.
    /// </param>
    /// <param name="schema">How the first table was read.</param>
    /// <returns>The features (m, features).</returns>
    /// <exception cref="DataException">The file does not fit; the message names the line and the column.</exception>
    public static Tensor ReadFeatures(string path, CsvSchema schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        return Open(path, schema, withLabel: false).ReadFeatures();
    }

    private static TableReader Open(string path, CsvSchema schema, bool withLabel)
    {
        CsvLayout layout = CsvLayout.Detect(path, null, schema.HasHeader, schema.MissingMarkers);
        return new(path, layout, schema, schema.HasHeader
            ? ByName(path, schema, layout, withLabel)
            : ByOrder(path, schema, layout, withLabel));
    }

    /// <summary>For each column of the schema the field that holds it, or -1.</summary>
    private static int[] ByName(string path, CsvSchema schema, CsvLayout layout, bool withLabel)
    {
        Dictionary<string, int> places = new(layout.Names.Length, StringComparer.Ordinal);
        for (int i = 0; i < layout.Names.Length; i++) places.Add(layout.Names[i], i);
        var fields = new int[schema.Columns.Count];
        for (int i = 0; i < fields.Length; i++)
        {
            CsvColumn column = schema.Columns[i];
            bool needed = column.Width > 0 || (withLabel && column == schema.Label);
            fields[i] = needed ? places.GetValueOrDefault(column.Name, -1) : -1;
            if (!needed || fields[i] >= 0) continue;
            throw new DataException($"{path}: line 1: the column '{column.Name}' is missing; the columns are "
                + $"{CsvLayout.List(layout.Names)}: add it, under the name that the model was trained with.");
        }
        return fields;
    }

    private static int[] ByOrder(string path, CsvSchema schema, CsvLayout layout, bool withLabel)
    {
        bool hasLabel = layout.Names.Length == schema.Columns.Count;
        int withoutLabel = schema.Columns.Count - (schema.Label is null ? 0 : 1);
        if (!hasLabel && (withLabel || layout.Names.Length != withoutLabel))
        {
            throw new DataException($"{path}: line 1: {layout.Names.Length} columns instead of the "
                + $"{schema.Columns.Count} that the model was trained with: give the same columns in the same order.");
        }
        var fields = new int[schema.Columns.Count];
        int next = 0;
        for (int i = 0; i < fields.Length; i++)
            fields[i] = schema.Columns[i] == schema.Label && !hasLabel ? -1 : next++;
        return fields;
    }
}
