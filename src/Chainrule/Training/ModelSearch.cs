using Chainrule.Kernels;

namespace Chainrule;

/// <summary>Compares settings of a model by cross-validation, as scikit-learn's GridSearchCV does.</summary>
public static class ModelSearch
{
    private const ulong Stream = 0x5345_4152_4348;

    /// <summary>Cross-validates a model with each of some settings, on the same folds.</summary>
    /// <typeparam name="T">The settings, such as a tuple of a learning rate and a width.</typeparam>
    /// <param name="candidates">The settings; LINQ makes a grid of several lists.</param>
    /// <param name="make">Makes a new model, and how to train it, for some settings.</param>
    /// <param name="data">The raw samples; others should judge the best model in the end.</param>
    /// <param name="metric">What is compared; null for accuracy, or R² of values.</param>
    /// <param name="folds">The number of parts.</param>
    /// <param name="seed">Determines which samples are in which part.</param>
    /// <param name="split">Which samples are in a part; stratified where there are classes.</param>
    /// <exception cref="ChainruleException">There are no candidates, or fewer samples than folds.</exception>
    public static SearchReport<T> Of<T>(
        IReadOnlyList<T> candidates, Func<T, (Model Model, TrainingOptions Options)> make, Dataset data,
        Metric? metric = null, int folds = 5, long seed = 0, SplitMethod split = SplitMethod.Automatic) => Of(
        candidates, settings => train =>
        {
            (Model model, TrainingOptions options) = make(settings);
            return CrossValidation.Trained(model, options, train);
        }, data, metric, folds, seed, split);

    /// <summary>Cross-validates anything that learns with each of some settings, on the same folds.</summary>
    /// <typeparam name="T">The settings.</typeparam>
    /// <param name="candidates">The settings.</param>
    /// <param name="train">Learns from training samples with some settings, and gives what predicts others.</param>
    /// <param name="data">The samples.</param>
    /// <param name="metric">What is compared; null for accuracy, or R² of values.</param>
    /// <param name="folds">The number of parts.</param>
    /// <param name="seed">Determines which samples are in which part.</param>
    /// <param name="split">Which samples are in a part; stratified where there are classes.</param>
    /// <param name="onCandidate">Called after each candidate.</param>
    /// <exception cref="ChainruleException">There are no candidates, or fewer samples than folds.</exception>
    public static SearchReport<T> Of<T>(
        IReadOnlyList<T> candidates, Func<T, Func<Dataset, Func<Dataset, Predictions>>> train, Dataset data,
        Metric? metric = null, int folds = 5, long seed = 0, SplitMethod split = SplitMethod.Automatic,
        Action<SearchResult<T>>? onCandidate = null)
    {
        if (candidates.Count == 0)
            throw new ChainruleException("A search needs settings to compare: give at least one.");
        bool areValues = !data.IsClassification && !data.IsMultiLabel;
        metric ??= areValues ? Metric.R2 : Metric.Accuracy;
        List<SearchResult<T>> results = [];
        foreach (T candidate in candidates)
        {
            results.Add(Result(candidate, train(candidate), data, metric, folds, seed, split));
            onCandidate?.Invoke(results[^1]);
        }
        return new(metric, results);
    }

    /// <summary>Some of the candidates at random, none twice; all of them if they are fewer.</summary>
    /// <typeparam name="T">The settings.</typeparam>
    /// <param name="candidates">The candidates.</param>
    /// <param name="trials">How many.</param>
    /// <param name="seed">Determines which.</param>
    public static IReadOnlyList<T> Sample<T>(IReadOnlyList<T> candidates, int trials, long seed = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(trials, 1);
        return [.. CounterRandom.Permutation(candidates.Count, (ulong)seed, Stream).Take(trials)
            .Select(place => candidates[place])];
    }

    // Settings that diverge are of no use, but no reason to end the search.
    private static SearchResult<T> Result<T>(
        T candidate, Func<Dataset, Func<Dataset, Predictions>> train, Dataset data, Metric metric, int folds,
        long seed, SplitMethod split)
    {
        try
        {
            CrossValidationReport report = CrossValidation.Of(train, data, folds, seed, split);
            return new(
                candidate, report.Mean(metric.Name), report.StandardDeviation(metric.Name), report, null);
        }
        catch (DivergenceException error)
        {
            return new(candidate, double.NaN, double.NaN, null, error.Message);
        }
    }
}

/// <summary>How a model does with some settings.</summary>
/// <typeparam name="T">The settings.</typeparam>
/// <param name="Settings">The settings.</param>
/// <param name="Mean">The mean of the metric over the folds; NaN if a training diverged.</param>
/// <param name="StandardDeviation">Its standard deviation over the folds.</param>
/// <param name="Report">All metrics of the folds; null if a training diverged.</param>
/// <param name="Problem">How it diverged.</param>
public sealed record SearchResult<T>(
    T Settings, double Mean, double StandardDeviation, CrossValidationReport? Report, string? Problem);

/// <summary>The results of a search.</summary>
/// <typeparam name="T">The settings.</typeparam>
/// <param name="Metric">What was compared.</param>
/// <param name="Results">The results in the order of the candidates.</param>
public sealed record SearchReport<T>(Metric Metric, IReadOnlyList<SearchResult<T>> Results)
{
    /// <summary>The results from the best down; of equal ones the first candidate is first.</summary>
    public IReadOnlyList<SearchResult<T>> Ranked =>
    [
        .. Results.OrderBy(result => double.IsNaN(result.Mean))
            .ThenBy(result => Metric.HigherIsBetter ? -result.Mean : result.Mean),
    ];

    /// <summary>The best result.</summary>
    /// <exception cref="ChainruleException">All candidates diverged.</exception>
    public SearchResult<T> Best => Ranked[0] is { Report: not null } best ? best : throw new ChainruleException(
        $"No candidate has a result: {Results[0].Problem ?? $"{Metric.Name} is undefined in a fold."}");
}
