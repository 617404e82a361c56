using Chainrule.Kernels;

namespace Chainrule;

/// <summary>
/// Samples of which any can be read at once: each epoch reads stretches of them in another order, or in their own.
/// </summary>
internal abstract class StretchedRows(long seed, bool isInOrder) : StreamedDataset
{
    private const int StretchesInBuffer = 64;   // so many are well mixed

    /// <summary>How many samples a stretch has at most.</summary>
    protected abstract long MostInStretch { get; }

    protected internal override IEnumerable<Dataset> Read(int epoch) => ReadNumbered(epoch).Select(pair => pair.Part);

    /// <summary>The stretches of an epoch.</summary>
    protected IEnumerable<(long First, int Count)> Stretches(int epoch)
    {
        long samples = Count!.Value;
        int stretch = (int)Math.Clamp(MostInStretch, 1, Math.Max(1, BufferSize / StretchesInBuffer));
        int stretches = checked((int)((samples + stretch - 1) / stretch));
        IEnumerable<int> order = isInOrder ? Enumerable.Range(0, stretches)
            : CounterRandom.Permutation(stretches, (ulong)seed, RandomPurpose.Order + (ulong)epoch);
        foreach (int place in order)
        {
            long first = (long)place * stretch;
            yield return (first, (int)Math.Min(stretch, samples - first));
        }
    }
}
