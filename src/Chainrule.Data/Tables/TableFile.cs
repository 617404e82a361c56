using Chainrule.Data;

namespace Chainrule;

/// <summary>
/// Reads tables of text, comma-separated and the like, as data sets: numbers, dates and categories become features,
/// and one or several columns the label. The file is parsed on all cores.
/// </summary>
public static class TableFile
{
    /// <summary>Reads a table to learn from.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">How to read it; by default everything is found out, and told.</param>
    /// <exception cref="DataException">
    /// The file is missing or broken, or can be meant in two ways; the message names the place and what to do.
    /// </exception>
    public static TableSamples Read(string path, TableOptions? options = null) =>
        new TableUnderstanding(path, options ?? new()).Read();

    /// <summary>
    /// Reads a table to learn from that may be larger than memory: it is understood from its first rows, and each epoch
    /// reads it from its start to its end.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="options">How to read it; by default everything is found out, and told.</param>
    /// <param name="bufferSize">How many samples are held in memory and shuffled together.</param>
    /// <param name="understoodRows">
    /// From how many rows it is understood: a later text that none of these had in a column of categories counts as
    /// none of them, and a label that none of them had is an error.
    /// </param>
    /// <param name="tell">
    /// Receives sentences about what is worth knowing of the other rows, when they have been read for the first time.
    /// </param>
    /// <exception cref="DataException">
    /// The file is missing or broken, or can be meant in two ways; the message names the place and what to do.
    /// </exception>
    public static StreamedTable Stream(
        string path, TableOptions? options = null, int bufferSize = 50_000, int understoodRows = 200_000,
        Action<string>? tell = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(understoodRows, 1);
        TableSamples first = new TableUnderstanding(path, options ?? new(), understoodRows).Read();
        return new(
            new TableRows(path, first.Schema, withWeights: true, tell) { BufferSize = bufferSize }, first.Schema,
            first.Reading);
    }

    /// <summary>Reads a later table with labels as the first was read, as it is needed.</summary>
    /// <param name="path">
    /// The file; its columns are found by name where the first table had a header, else by order.
    /// </param>
    /// <param name="schema">How the first table was read.</param>
    /// <param name="tell">Receives sentences about what is worth knowing, such as unknown categories.</param>
    public static StreamedDataset Stream(string path, TableSchema schema, Action<string>? tell = null)
    {
        ArgumentNullException.ThrowIfNull(schema);
        return new TableRows(path, schema, withWeights: false, tell);
    }

    /// <summary>Reads a later table with labels, as the first was read.</summary>
    /// <param name="path">
    /// The file; its columns are found by name where the first table had a header, else by order.
    /// </param>
    /// <param name="schema">How the first table was read.</param>
    /// <param name="tell">Receives sentences about what is worth knowing, such as unknown categories.</param>
    /// <exception cref="DataException">The file does not fit; the message names the line and the column.</exception>
    public static Dataset Read(string path, TableSchema schema, Action<string>? tell = null)
    {
        ArgumentNullException.ThrowIfNull(schema);
        if (schema.Labels.Count == 0) throw new DataException(
            $"{path}: the model knows no label: read the features alone.");
        return new LaterTable(path, schema, withLabels: true).Read(tell);
    }

    /// <summary>
    /// Reads the features of a later table, whether it has labels or not; no row is ever dropped. A missing value is
    /// NaN, and an unknown category −1: the model's preprocessing knows what to do about them.
    /// </summary>
    /// <param name="path">
    /// The file; its columns are found by name where the first table had a header, else by order.
    /// </param>
    /// <param name="schema">How the first table was read.</param>
    /// <param name="tell">Receives sentences about what is worth knowing, such as unknown categories.</param>
    /// <returns>The features (m, features).</returns>
    /// <exception cref="DataException">The file does not fit; the message names the line and the column.</exception>
    public static Tensor ReadFeatures(string path, TableSchema schema, Action<string>? tell = null)
    {
        ArgumentNullException.ThrowIfNull(schema);
        return new LaterTable(path, schema, withLabels: false).ReadFeatures(tell);
    }

    /// <summary>
    /// The same, some rows at a time, for tables larger than memory: see <see cref="PartwisePrediction.PredictParts"/>.
    /// </summary>
    /// <inheritdoc cref="ReadFeatures"/>
    /// <param name="path">The file.</param>
    /// <param name="schema">How the first table was read.</param>
    /// <param name="tell">Receives its sentences when all rows have been read.</param>
    /// <returns>The features of some rows (some, features), in their order.</returns>
    public static IEnumerable<Tensor> StreamFeatures(string path, TableSchema schema, Action<string>? tell = null)
    {
        ArgumentNullException.ThrowIfNull(schema);
        return new LaterTable(path, schema, withLabels: false).ReadFeatureParts(tell);
    }

    /// <summary>The rows of a table as text, the names of its columns first.</summary>
    /// <param name="path">The file.</param>
    /// <param name="schema">How the table that a model was trained on was read.</param>
    /// <exception cref="DataException">The file is missing or broken.</exception>
    public static IReadOnlyList<string[]> ReadRows(string path, TableSchema schema) => [.. StreamRows(path, schema)];

    /// <summary>The same, read as they are needed.</summary>
    /// <inheritdoc cref="ReadRows"/>
    public static IEnumerable<string[]> StreamRows(string path, TableSchema schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        return Rows();

        IEnumerable<string[]> Rows()
        {
            var layout = TableLayout.Detect(
                path, schema.Delimiter, schema.HasHeader, schema.Encoding, schema.MissingMarkers);
            yield return layout.Names;
            using var blocks = new BlockReader(path, schema.Encoding);
            while (blocks.Next() is { } block)
                foreach (string[] row in RowsOf(path, block, layout)) yield return row;
        }
    }

    private static List<string[]> RowsOf(string path, TextBlock block, TableLayout layout)
    {
        List<string[]> rows = [];
        using var reader = new RowReader(path, block, layout.Delimiter, layout.Header);
        while (reader.Read())
        {
            int count = Math.Min(reader.Count, layout.Names.Length);
            rows.Add([.. Enumerable.Range(0, count).Select(i => reader[i].ToString())]);
        }
        block.Release();
        return rows;
    }
}
