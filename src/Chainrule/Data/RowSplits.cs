using Chainrule.Kernels;

namespace Chainrule;

/// <summary>Which rows of a data set go to which of its parts.</summary>
internal static class RowSplits
{
    public const ulong FoldStream = 0x464F_4C44;

    private const ulong ShuffleStream = 0x5348_5546, StratifyStream = 0x5354_5241,
        IndependentStream = 0x494E_4450;

    /// <summary>The rows in a random order.</summary>
    public static int[] Shuffled(int count, long seed) => Permutation(count, seed, ShuffleStream);

    /// <summary>
    /// The parts that Shuffle and Split, or SplitStratified, would give, as ranges of this data set's own memory, which
    /// is reordered.
    /// </summary>
    public static Dataset[] InPlace(
        Dataset data, long seed, bool isStratified, params ReadOnlySpan<double> fractions)
    {
        if (!isStratified)
        {
            Reorder(data, Shuffled(data.Count, seed));
            return data.Split(fractions);
        }
        List<int>[] members = Stratified(data, seed, fractions);
        Reorder(data, [.. members.SelectMany(part => part)]);
        var parts = new Dataset[members.Length];
        int start = 0;
        for (int part = 0; part < parts.Length; part++)
        {
            parts[part] = data.Range(start, members[part].Count);
            start += members[part].Count;
        }
        return parts;
    }

    /// <summary>
    /// The rows to train on, and a share to validate with: those of Shuffle and Split, or of SplitStratified.
    /// </summary>
    public static (int[] Training, int[] Validation) Validation(Dataset data, long seed, double share)
    {
        if (data.IsClassification && Stratified(data, seed, [1 - share, share]) is [var train, var held])
            return ([.. train], [.. held]);
        int[] order = Shuffled(data.Count, seed);
        int end = Boundary(1 - share, data.Count);
        return (order[..end], order[end..]);
    }

    /// <summary>
    /// Which of some consecutive samples are held out, or are not, where each is by itself with this probability.
    /// </summary>
    /// <param name="first">The number of the first sample.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="share">The probability.</param>
    /// <param name="seed">Determines which.</param>
    /// <param name="heldOut">Whether those that are held out are wanted.</param>
    /// <returns>Their places among them.</returns>
    public static int[] Independent(long first, int count, double share, long seed, bool heldOut)
    {
        var chances = new double[count];
        CounterRandom.Uniform(chances, (ulong)seed, IndependentStream, first);
        return [.. Enumerable.Range(0, count).Where(row => chances[row] < share == heldOut)];
    }

    private static void Reorder(Dataset data, int[] order)
    {
        RowGather.Reorder(data.Features, order);
        if (!data.Targets.Value.Overlaps(data.Features.Value)) RowGather.Reorder(data.Targets, order);
        if (data.Weights is not null) RowGather.Reorder(data.Weights, order);
    }

    /// <summary>The rows of parts in each of which every class has its share, in their order.</summary>
    public static List<int>[] Stratified(Dataset data, long seed, ReadOnlySpan<double> fractions)
    {
        double[] ends = PartEnds(fractions);
        int[] order = ByClass(data, seed, StratifyStream);
        int[] counts = data.CountClasses();
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

    /// <summary>The rows grouped by class, in random order within each class.</summary>
    public static int[] ByClass(Dataset data, long seed, ulong stream)
    {
        if (!data.IsClassification)
            throw new ChainruleException(
                $"The data set '{data.Name}' has no classes to keep in proportion: use Shuffle and Split.");
        data.Check();
        int[] order = Permutation(data.Count, seed, stream);
        int[] sorted = new int[data.Count], next = new int[data.OutputCount];
        int[] counts = data.CountClasses();
        for (int label = 1; label < next.Length; label++) next[label] = next[label - 1] + counts[label - 1];
        ReadOnlySpan<int> labels = data.Targets.AsSpan<int>();
        foreach (int index in order) sorted[next[labels[index]]++] = index;
        return sorted;
    }

    /// <summary>The rows in an order that a seed and a stream determine.</summary>
    public static int[] Permutation(int count, long seed, ulong stream) =>
        CounterRandom.Permutation(count, (ulong)seed, stream);

    /// <summary>The row with which a part ends.</summary>
    public static int Boundary(double end, int count) => (int)Math.Round(end * count, MidpointRounding.AwayFromZero);

    /// <summary>Where parts of these fractions end, the last at 1.</summary>
    public static double[] PartEnds(ReadOnlySpan<double> fractions)
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
