namespace Chainrule;

/// <summary>The samples of another stream, each part of them changed.</summary>
internal sealed class ChangedStream(StreamedDataset all, Func<Dataset, Dataset> change) : StreamedDataset
{
    public override string Name => all.Name;

    public override long? Count => all.Count;

    protected internal override IEnumerable<Dataset> Read(int epoch) => all.Read(epoch).Select(change);

    internal override IEnumerable<(Dataset Part, long First)> ReadNumbered(int epoch) =>
        all.ReadNumbered(epoch).Select(pair => (change(pair.Part), pair.First));

    internal override StreamedDataset InOrder() =>
        new ChangedStream(all.InOrder(), change) { BufferSize = BufferSize };
}

/// <summary>Some of the samples of another stream, chosen by their numbers.</summary>
/// <param name="all">The other.</param>
/// <param name="choose">
/// Of consecutive samples, given the number of the first and how many they are, the places of those chosen.
/// </param>
internal sealed class PartialStream(StreamedDataset all, Func<long, int, int[]> choose) : StreamedDataset
{
    private long? count;

    public override string Name => all.Name;

    public override long? Count => count ??= all.Count is { } samples ? Counted(samples) : null;

    protected internal override IEnumerable<Dataset> Read(int epoch) => ReadNumbered(epoch).Select(pair => pair.Part);

    internal override IEnumerable<(Dataset Part, long First)> ReadNumbered(int epoch)
    {
        foreach ((Dataset part, long first) in all.ReadNumbered(epoch))
        {
            int[] rows = choose(first, part.Count);
            if (rows.Length > 0) yield return (part.Subset(rows), first);
        }
    }

    internal override StreamedDataset InOrder() =>
        new PartialStream(all.InOrder(), choose) { BufferSize = BufferSize };

    private long Counted(long samples)
    {
        long result = 0;
        for (long first = 0; first < samples; first += 1 << 16)
            result += choose(first, (int)Math.Min(1 << 16, samples - first)).Length;
        return result;
    }
}
