using System.Runtime.InteropServices;
using Chainrule.Kernels;

namespace Chainrule;

public sealed partial record Dataset
{
    private const ulong ShuffleStream = 0x5348_5546, StratifyStream = 0x5354_5241, FoldStream = 0x464F_4C44;

    /// <summary>The first samples; all of them if there are fewer.</summary>
    public Dataset Take(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return Range(0, Math.Min(count, Count));
    }

    /// <summary>The samples with these indices, in this order; an index may occur several times.</summary>
    /// <exception cref="ChainruleException">An index is outside 0 … m − 1.</exception>
    public Dataset Subset(ReadOnlySpan<int> indices) => this with
    {
        Features = RowGather.Take(Features, indices),
        Targets = RowGather.Take(Targets, indices),
        Weights = Weights is null ? null : RowGather.Take(Weights, indices),
    };

    /// <summary>All samples in a random order.</summary>
    /// <param name="seed">Determines the order: the same seed gives the same order.</param>
    public Dataset Shuffle(long seed) => Subset(ShuffledRows(seed));

    internal int[] ShuffledRows(long seed) => Permutation(Count, seed, ShuffleStream);

    /// <summary>
    /// Splits the samples into consecutive parts: <c>Split(0.8)</c> gives the first 80 % and the rest, <c>Split(0.7,
    /// 0.2, 0.1)</c> three parts. Shuffle first if the samples are ordered.
    /// </summary>
    /// <param name="fractions">
    /// The fraction in each part; if they sum to less than 1, one more part gets the rest.
    /// </param>
    /// <exception cref="ArgumentException">A fraction is not in (0, 1), or they sum to more than 1.</exception>
    public Dataset[] Split(params ReadOnlySpan<double> fractions)
    {
        double[] ends = PartEnds(fractions);
        var parts = new Dataset[ends.Length];
        int start = 0;
        for (int part = 0; part < parts.Length; part++)
        {
            int end = Boundary(ends[part], Count);
            parts[part] = Range(start, end - start);
            start = end;
        }
        return parts;
    }

    /// <summary>
    /// Splits the samples at random so that every class has the same fraction in each part as overall, to within one
    /// sample. The order of the samples is kept.
    /// </summary>
    /// <param name="seed">Determines which samples go where.</param>
    /// <param name="fractions">
    /// The fraction in each part; if they sum to less than 1, one more part gets the rest.
    /// </param>
    /// <exception cref="ChainruleException">The targets are not class labels.</exception>
    /// <exception cref="ArgumentException">A fraction is not in (0, 1), or they sum to more than 1.</exception>
    public Dataset[] SplitStratified(long seed, params ReadOnlySpan<double> fractions) =>
        Array.ConvertAll(StratifiedParts(seed, fractions), part => Subset(CollectionsMarshal.AsSpan(part)));

    /// <summary>
    /// The parts that Shuffle and Split, or SplitStratified, would give, as ranges of this data set's own memory, which
    /// is reordered.
    /// </summary>
    internal Dataset[] SplitInPlace(long seed, bool isStratified, params ReadOnlySpan<double> fractions)
    {
        if (!isStratified)
        {
            Reorder(Permutation(Count, seed, ShuffleStream));
            return Split(fractions);
        }
        List<int>[] members = StratifiedParts(seed, fractions);
        Reorder([.. members.SelectMany(part => part)]);
        var parts = new Dataset[members.Length];
        int start = 0;
        for (int part = 0; part < parts.Length; part++)
        {
            parts[part] = Range(start, members[part].Count);
            start += members[part].Count;
        }
        return parts;
    }

    private void Reorder(int[] order)
    {
        RowGather.Reorder(Features, order);
        if (!Targets.Value.Overlaps(Features.Value)) RowGather.Reorder(Targets, order);
        if (Weights is not null) RowGather.Reorder(Weights, order);
    }

    internal List<int>[] StratifiedParts(long seed, ReadOnlySpan<double> fractions)
    {
        double[] ends = PartEnds(fractions);
        int[] order = ByClass(seed, StratifyStream);
        int[] counts = CountClasses();
        var members = new List<int>[ends.Length];
        for (int part = 0; part < ends.Length; part++) members[part] = [];
        int start = 0;
        foreach (int count in counts)
        {
            // Boundaries are differences of rounded cumulative counts, so that rounding does not accumulate over the
            // classes.
            int taken = 0;
            for (int part = 0; part < ends.Length; part++)
            {
                int end = Boundary(ends[part], start + count) - Boundary(ends[part], start);
                if (part == ends.Length - 1) end = count;
                for (; taken < end; taken++) members[part].Add(order[start + taken]);
            }
            start += count;
        }
        foreach (List<int> part in members) part.Sort();
        return members;
    }

    /// <summary>
    /// k train/test pairs for cross-validation: each sample is in exactly one test part. Where there are classes, they
    /// are spread evenly over the folds; other samples are at random.
    /// </summary>
    /// <param name="k">The number of folds, 2 … m.</param>
    /// <param name="seed">Determines which samples go where.</param>
    /// <param name="method">
    /// Stratified, at random, or <see cref="SplitMethod.Last"/> for one fold after the other in the order of the
    /// samples.
    /// </param>
    /// <exception cref="ChainruleException">There are no classes to stratify by.</exception>
    public IEnumerable<(Dataset Train, Dataset Test)> Folds(
        int k, long seed, SplitMethod method = SplitMethod.Automatic)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(k, Count);
        bool isStratified = method == SplitMethod.Stratified || (method == SplitMethod.Automatic && IsClassification);
        if (isStratified) return Folded(k, ByClass(seed, FoldStream), position => position % k);
        int[] order = method == SplitMethod.Last ? [.. Enumerable.Range(0, Count)]
            : Permutation(Count, seed, FoldStream);
        return Folded(k, order, position =>
            method == SplitMethod.Last ? (int)((long)position * k / Count) : position % k);
    }

    private IEnumerable<(Dataset Train, Dataset Test)> Folded(int k, int[] order, Func<int, int> foldOf)
    {
        for (int fold = 0; fold < k; fold++)
        {
            int[] test = [.. order.Where((_, position) => foldOf(position) == fold).Order()];
            int[] train = [.. order.Where((_, position) => foldOf(position) != fold).Order()];
            yield return (Subset(train), Subset(test));
        }
    }

    // Consecutive rows share memory with the whole data set.
    private Dataset Range(int start, int count) => this with
    {
        Features = RowGather.Range(Features, start, count),
        Targets = RowGather.Range(Targets, start, count),
        Weights = Weights is null ? null : RowGather.Range(Weights, start, count),
    };

    // The indices grouped by class, in random order within each class.
    private int[] ByClass(long seed, ulong stream)
    {
        if (!IsClassification)
            throw new ChainruleException(
                $"The data set '{Name}' has no classes to keep in proportion: use Shuffle and Split.");
        Check();
        int[] order = Permutation(Count, seed, stream), sorted = new int[Count], next = new int[OutputCount];
        int[] counts = CountClasses();
        for (int label = 1; label < next.Length; label++) next[label] = next[label - 1] + counts[label - 1];
        ReadOnlySpan<int> labels = Targets.AsSpan<int>();
        foreach (int index in order) sorted[next[labels[index]]++] = index;
        return sorted;
    }

    private static int[] Permutation(int count, long seed, ulong stream) =>
        CounterRandom.Permutation(count, (ulong)seed, stream);

    private static int Boundary(double end, int count) => (int)Math.Round(end * count, MidpointRounding.AwayFromZero);

    private static double[] PartEnds(ReadOnlySpan<double> fractions)
    {
        List<double> ends = [];
        double sum = 0;
        foreach (double fraction in fractions)
        {
            if (fraction is not (> 0 and <= 1))
                throw new ArgumentException(
                    $"The fraction {fraction} is not in (0, 1]: give fractions such as 0.8.", nameof(fractions));
            sum += fraction;
            ends.Add(Math.Min(sum, 1));
        }
        if (sum > 1 + 1e-9)
            throw new ArgumentException($"The fractions add up to {sum:G6}: at most 1 is possible.", nameof(fractions));
        if (sum < 1 - 1e-9) ends.Add(1);
        else ends[^1] = 1;
        return [.. ends];
    }
}
