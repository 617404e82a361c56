using Chainrule.Kernels;

namespace Chainrule;

/// <summary>How much a metric suffers when the values of a feature are shuffled among the samples.</summary>
/// <param name="Name">The feature, or the group of features.</param>
/// <param name="Metric">The metric.</param>
/// <param name="Mean">By how much it is worse, on average over the repeats; about 0 for a feature of no use.</param>
/// <param name="StandardDeviation">The standard deviation over the repeats, as NumPy's.</param>
/// <param name="Values">By how much it is worse in each repeat.</param>
public sealed record FeatureImportance(
    string Name, string Metric, double Mean, double StandardDeviation, IReadOnlyList<double> Values);

/// <summary>Features that are shuffled together, such as the parts of a date.</summary>
/// <param name="Name">The name.</param>
/// <param name="Columns">The columns of the features, from 0.</param>
public sealed record FeatureGroup(string Name, IReadOnlyList<int> Columns);

/// <summary>The permutation importance of features (Breiman 2001), as scikit-learn computes it.</summary>
public static class PermutationImportance
{
    private const ulong Stream = 0x494D_504F_5254;

    /// <summary>The importance of each feature of a data set for a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="data">The raw samples, best such that it was not trained on.</param>
    /// <param name="metric">What is compared; null for accuracy, or R² of values.</param>
    /// <param name="repeats">How often each feature is shuffled.</param>
    /// <param name="seed">Determines how.</param>
    /// <param name="groups">What is shuffled together; null for each column of the features by itself.</param>
    /// <param name="threads">The number of threads; 0 for one per core.</param>
    /// <exception cref="ChainruleException">A group has a column that the features do not have.</exception>
    public static IReadOnlyList<FeatureImportance> Of(
        Model model, Dataset data, Metric? metric = null, int repeats = 5, long seed = 0,
        IReadOnlyList<FeatureGroup>? groups = null, int threads = 0) =>
        Of(samples => model.Judge(samples, threads), data, metric, repeats, seed, groups);

    /// <summary>The importance of each feature of a data set for anything that predicts.</summary>
    /// <param name="judge">Predicts the samples of a data set.</param>
    /// <param name="data">The samples that it takes, best such that it was not trained on.</param>
    /// <param name="metric">What is compared; null for accuracy, or R² of values.</param>
    /// <param name="repeats">How often each feature is shuffled.</param>
    /// <param name="seed">Determines how.</param>
    /// <param name="groups">What is shuffled together; null for each column of the features by itself.</param>
    /// <exception cref="ChainruleException">A group has a column that the features do not have.</exception>
    public static IReadOnlyList<FeatureImportance> Of(
        Func<Dataset, Predictions> judge, Dataset data, Metric? metric = null, int repeats = 5, long seed = 0,
        IReadOnlyList<FeatureGroup>? groups = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(repeats, 1);
        groups ??= [.. Enumerable.Range(0, data.FeatureCount).Select(column => new FeatureGroup(
            column < data.FeatureNames.Count ? data.FeatureNames[column] : $"{column}", [column]))];
        if (groups.FirstOrDefault(group => group.Columns.Any(column => (uint)column >= (uint)data.FeatureCount)) is
            { } wrong)
            throw new ChainruleException(
                $"The group {wrong.Name} has the columns {string.Join(", ", wrong.Columns)}, but the features of " +
                $"'{data.Name}' are 0 to {data.FeatureCount - 1}.");
        Predictions before = judge(data);
        metric ??= before.Kind == TargetKind.Values ? Metric.R2 : Metric.Accuracy;
        double baseline = metric.Of(before), sign = metric.HigherIsBetter ? 1 : -1;
        return [.. groups.Select((group, place) =>
        {
            double[] values = [.. Enumerable.Range(0, repeats).Select(repeat =>
            {
                int[] order = CounterRandom.Permutation(
                    data.Count, (ulong)seed, Stream + (((ulong)place * (ulong)repeats) + (ulong)repeat));
                return sign * (baseline - metric.Of(judge(data with { Features = Shuffled(data, group, order) })));
            })];
            var spread = Spread.Of(values);
            return new FeatureImportance(group.Name, metric.Name, spread.Mean, spread.StandardDeviation, values);
        })];
    }

    private static Tensor Shuffled(Dataset data, FeatureGroup group, int[] order)
    {
        NDArray features = data.Features.Value.Copy();
        int width = data.FeatureCount;
        ReadOnlySpan<byte> from = data.Features.Value.Bytes;
        Span<byte> to = features.Bytes;
        int size = from.Length / Math.Max(1, data.Count * width);
        foreach (int column in group.Columns)
            for (int row = 0; row < order.Length; row++)
                from.Slice(((order[row] * width) + column) * size, size)
                    .CopyTo(to[(((row * width) + column) * size)..]);
        return new(features);
    }
}
