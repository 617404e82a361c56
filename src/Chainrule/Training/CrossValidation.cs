using System.Globalization;

namespace Chainrule;

/// <summary>
/// Trains on all but one part of the samples and judges that part, for each part in turn: what to expect of new
/// samples, and how sure that is.
/// </summary>
public static class CrossValidation
{
    /// <summary>Cross-validates a model.</summary>
    /// <param name="model">
    /// Makes the model, as new for each fold; its preprocessing and scaling are fitted to the training samples of the
    /// fold alone.
    /// </param>
    /// <param name="data">The raw samples.</param>
    /// <param name="options">How to train; null for the defaults.</param>
    /// <param name="folds">The number of parts.</param>
    /// <param name="seed">Determines which samples are in which part.</param>
    /// <param name="split">Stratified, at random, or in the order of the samples; stratified where there are classes.
    /// </param>
    /// <exception cref="ChainruleException">There are fewer samples than folds, or the options do not fit.</exception>
    public static CrossValidationReport Of(
        Func<Model> model, Dataset data, TrainingOptions? options = null, int folds = 5, long seed = 0,
        SplitMethod split = SplitMethod.Automatic) => Of(
        train => Trained(model(), options, train), data, folds, seed, split);

    /// <summary>Cross-validates anything that learns and predicts.</summary>
    /// <param name="train">Learns from training samples, and gives what predicts others.</param>
    /// <param name="data">The samples.</param>
    /// <param name="folds">The number of parts.</param>
    /// <param name="seed">Determines which samples are in which part.</param>
    /// <param name="split">Stratified, at random, or in the order of the samples; stratified where there are classes.
    /// </param>
    /// <param name="onFold">Called after each fold, with its number from 1.</param>
    /// <exception cref="ChainruleException">There are fewer samples than folds.</exception>
    public static CrossValidationReport Of(
        Func<Dataset, Func<Dataset, Predictions>> train, Dataset data, int folds = 5, long seed = 0,
        SplitMethod split = SplitMethod.Automatic, Action<int, PredictionReport>? onFold = null)
    {
        if (folds < 2 || folds > data.Count)
            throw new ChainruleException(
                $"'{data.Name}' has {data.Count} samples, which make 2 to {data.Count} folds, not {folds}.");
        List<PredictionReport> reports = [];
        foreach ((Dataset training, Dataset test) in data.Folds(folds, seed, split))
        {
            reports.Add(PredictionReport.Of(train(training)(test)));
            onFold?.Invoke(reports.Count, reports[^1]);
        }
        return new(reports, Notes(data, folds, split));
    }

    /// <summary>Trains a model that knows nothing of the test samples, and gives what predicts them.</summary>
    /// <exception cref="ChainruleException">The model is trained already.</exception>
    internal static Func<Dataset, Predictions> Trained(Model model, TrainingOptions? options, Dataset train)
    {
        if (model.TrainingState is not null || model.Training is not null)
            throw new ChainruleException(
                "A cross-validation trains a model of its own for each fold, and this one is trained already: " +
                "let the function make a new one each time.");
        model.Fit(train, options);
        return test => model.Judge(test, options?.Threads ?? 0);
    }

    private static IReadOnlyList<string> Notes(Dataset data, int folds, SplitMethod split)
    {
        int[] counts = data.CountClasses();
        int rare = Array.FindIndex(counts, count => count > 0 && count < folds);
        if (rare < 0 || split is SplitMethod.Random or SplitMethod.Last) return [];
        string name = rare < data.ClassNames.Count ? data.ClassNames[rare] : $"{rare}";
        return [$"class {name} has {counts[rare]} {(counts[rare] == 1 ? "sample" : "samples")}, fewer than folds: it " +
            "is missing in some of them"];
    }
}

/// <summary>The mean of some values and their standard deviation, as NumPy's.</summary>
internal readonly record struct Spread(double Mean, double StandardDeviation)
{
    public static Spread Of(IReadOnlyList<double> values)
    {
        double mean = values.Average();
        return new(mean, Math.Sqrt(values.Average(value => (value - mean) * (value - mean))));
    }
}

/// <summary>The results of a cross-validation.</summary>
/// <param name="Folds">The report of each fold.</param>
/// <param name="Notes">What to know when reading the numbers.</param>
public sealed record CrossValidationReport(IReadOnlyList<PredictionReport> Folds, IReadOnlyList<string> Notes)
{
    /// <summary>The names of the metrics.</summary>
    public IEnumerable<string> Metrics => Folds[0].Metrics.Keys;

    /// <summary>A metric in each fold.</summary>
    /// <param name="metric">Its name.</param>
    public IReadOnlyList<double> Values(string metric) => [.. Folds.Select(fold => fold.Metrics.TryGetValue(
        metric, out double value) ? value : Metric.Parse(metric).Of(fold.Predictions))];

    /// <summary>The mean of a metric over the folds.</summary>
    /// <param name="metric">Its name.</param>
    public double Mean(string metric) => Spread.Of(Values(metric)).Mean;

    /// <summary>The standard deviation of a metric over the folds, as NumPy's: √(Σ(value − mean)²/folds).</summary>
    /// <param name="metric">Its name.</param>
    public double StandardDeviation(string metric) => Spread.Of(Values(metric)).StandardDeviation;

    /// <summary>A table of the metrics, but for averages of classes other than macro.</summary>
    public override string ToString()
    {
        var table = new TextColumns(
            ["", "mean", "std", .. Enumerable.Range(1, Folds.Count).Select(fold => $"fold {fold}")]);
        foreach (string metric in Metrics.Where(IsShown))
            table.Add(
                [metric, Number(Mean(metric)), Number(StandardDeviation(metric)), .. Values(metric).Select(Number)]);
        return table.ToString();

        static string Number(double value) =>
            double.IsNaN(value) ? "undefined" : value.ToString("G4", CultureInfo.InvariantCulture);
    }

    private static bool IsShown(string metric) => !metric.EndsWith("_micro", StringComparison.Ordinal)
        && !metric.EndsWith("_weighted", StringComparison.Ordinal)
        && !metric.EndsWith("_samples", StringComparison.Ordinal);
}
