namespace Chainrule;

/// <summary>
/// Another stream, of which a few samples are kept whenever it is read to its end: of the parts 1, 2, 4 and so on, and
/// of the last.
/// </summary>
/// <param name="stream">The other.</param>
/// <param name="most">How many samples of a part are kept.</param>
internal sealed class ProbedStream(StreamedDataset stream, int most) : StreamedDataset
{
    private List<Dataset>? kept;
    private long? all;

    public override string Name => stream.Name;

    public override long? Count => all ??= stream.CountAll();

    /// <summary>Those that are kept; reads the stream only if nobody has.</summary>
    public IReadOnlyList<Dataset> Kept()
    {
        if (kept is null) foreach (Dataset _ in Read(0)) { }
        return kept!;
    }

    protected internal override IEnumerable<Dataset> Read(int epoch)
    {
        List<Dataset> some = [];
        Dataset? last = null;
        int parts = 0;
        long samples = 0;
        foreach (Dataset part in stream.Read(epoch))
        {
            if (part.Count > 0)
            {
                last = part;
                samples += part.Count;
                if (int.IsPow2(++parts)) some.Add(Few(part));
                // Who knows how many there are may not ask for the end.
                if (samples == all) Keep();
            }
            yield return part;
        }
        if (samples != all) Keep();

        void Keep() => kept = last is null || int.IsPow2(parts) ? some : [.. some, Few(last)];
    }

    // A copy: what is kept of a large part should not keep all of it.
    private Dataset Few(Dataset part) => part.Subset([.. Enumerable.Range(0, Math.Min(most, part.Count))]);
}
