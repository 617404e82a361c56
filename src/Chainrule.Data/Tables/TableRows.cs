namespace Chainrule.Data;

/// <summary>The rows of a table, read from its start to its end in each epoch.</summary>
internal sealed class TableRows(string path, TableSchema schema, bool withWeights, Action<string>? tell)
    : StreamedDataset
{
    private long? count;   // known once all have been read

    public override string Name => System.IO.Path.GetFileNameWithoutExtension(path);

    public override long? Count => count;

    protected internal override IEnumerable<Dataset> Read(int epoch)
    {
        long rows = 0;
        foreach (Dataset part in new LaterTable(path, schema, withLabels: true, withWeights)
            .ReadParts(count is null ? tell : null))
        {
            rows += part.Count;
            yield return part;
        }
        count = rows;
    }
}
