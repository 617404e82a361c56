using Chainrule.Formats;

namespace Chainrule;

/// <summary>Samples whose features stay in a file of rows.</summary>
internal sealed class FileStreamedRows : StretchedRows
{
    private const int StretchBytes = 1 << 20;   // long enough that disks read at full speed

    private readonly StoredRows rows;
    private readonly Tensor targets;
    private readonly long seed;

    public FileStreamedRows(string path, Tensor targets, long seed)
        : this(StoredRows.Open(path), targets, seed, isInOrder: false)
    {
        ArgumentNullException.ThrowIfNull(targets);
        int have = targets.Rank == 0 ? 1 : targets.Shape[0];
        if (have != rows.Count)
            throw new DataException(
                $"{path}: there are {rows.Count:N0} rows of features and {have:N0} targets: give a target for each.");
    }

    private FileStreamedRows(StoredRows rows, Tensor targets, long seed, bool isInOrder) : base(seed, isInOrder) =>
        (this.rows, this.targets, this.seed) = (rows, targets, seed);

    public override string Name => Path.GetFileNameWithoutExtension(rows.Path);

    public override long? Count => rows.Count;

    protected override long MostInStretch => StretchBytes / Math.Max(1, rows.RowBytes);

    internal override StreamedDataset InOrder() =>
        new FileStreamedRows(rows, targets, seed, isInOrder: true) { BufferSize = BufferSize };

    internal override IEnumerable<(Dataset Part, long First)> ReadNumbered(int epoch)
    {
        using FileStream file = FileInput.OpenFile(rows.Path);
        foreach ((long first, int count) in Stretches(epoch))
        {
            Tensor features = rows.Read(file, first, count);
            yield return (
                new($"{Name} from row {first}", features, RowGather.Range(targets, (int)first, count)), first);
        }
    }
}
