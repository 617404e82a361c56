using System.Runtime.InteropServices;
using Chainrule.Kernels;

namespace Chainrule;

public sealed partial record Dataset
{
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
    public Dataset Shuffle(long seed) => Subset(RowSplits.Shuffled(Count, seed));

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
        double[] ends = RowSplits.PartEnds(fractions);
        var parts = new Dataset[ends.Length];
        int start = 0;
        for (int part = 0; part < parts.Length; part++)
        {
            int end = RowSplits.Boundary(ends[part], Count);
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
        Array.ConvertAll(RowSplits.Stratified(this, seed, fractions), part => Subset(CollectionsMarshal.AsSpan(part)));

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
        if (isStratified)
            return Folded(k, RowSplits.ByClass(this, seed, RowSplits.FoldStream), position => position % k);
        int[] order = method == SplitMethod.Last ? [.. Enumerable.Range(0, Count)]
            : RowSplits.Permutation(Count, seed, RowSplits.FoldStream);
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
    internal Dataset Range(int start, int count) => this with
    {
        Features = RowGather.Range(Features, start, count),
        Targets = RowGather.Range(Targets, start, count),
        Weights = Weights is null ? null : RowGather.Range(Weights, start, count),
    };
}
