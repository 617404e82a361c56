using Chainrule.Formats;
using Chainrule.Kernels;

namespace Chainrule;

/// <summary>Samples whose features stay in a file of rows; each epoch reads stretches of it in another order.</summary>
internal sealed class FileStreamedRows : StreamedDataset
{
    // Long enough that disks read at full speed, and so many fill the buffer that they are well mixed.
    private const int StretchBytes = 1 << 20, StretchesInBuffer = 64;

    private readonly StoredRows rows;
    private readonly Tensor targets;
    private readonly long seed;
    private readonly bool isInOrder;

    public FileStreamedRows(string path, Tensor targets, long seed)
    {
        ArgumentNullException.ThrowIfNull(targets);
        rows = StoredRows.Open(path);
        (this.targets, this.seed) = (targets, seed);
        int have = targets.Rank == 0 ? 1 : targets.Shape[0];
        if (have != rows.Count)
            throw new DataException(
                $"{path}: there are {rows.Count:N0} rows of features and {have:N0} targets: give a target for each.");
    }

    private FileStreamedRows(FileStreamedRows other)
    {
        (rows, targets, seed, isInOrder) = (other.rows, other.targets, other.seed, true);
        BufferSize = other.BufferSize;
    }

    public override string Name => Path.GetFileNameWithoutExtension(rows.Path);

    public override long? Count => rows.Count;

    protected internal override IEnumerable<Dataset> Read(int epoch) => ReadNumbered(epoch).Select(pair => pair.Part);

    internal override StreamedDataset InOrder() => new FileStreamedRows(this);

    internal override IEnumerable<(Dataset Part, long First)> ReadNumbered(int epoch)
    {
        int stretch = (int)Math.Clamp(
            StretchBytes / Math.Max(1, rows.RowBytes), 1, Math.Max(1, BufferSize / StretchesInBuffer));
        int stretches = checked((int)((rows.Count + stretch - 1) / stretch));
        IEnumerable<int> order = isInOrder ? Enumerable.Range(0, stretches)
            : CounterRandom.Permutation(stretches, (ulong)seed, RandomPurpose.Order + (ulong)epoch);
        using FileStream file = FileInput.OpenFile(rows.Path);
        foreach (int place in order)
        {
            int first = place * stretch, count = (int)Math.Min(stretch, rows.Count - first);
            yield return (
                new($"{Name} from row {first}", rows.Read(file, first, count), RowGather.Range(targets, first, count)),
                first);
        }
    }
}
