using System.Globalization;

namespace Chainrule;

/// <summary>How well one class or label is told from the others.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Precision">Of the samples predicted as it, the fraction that is; 0 without any.</param>
/// <param name="Recall">Of its samples, the fraction predicted as it; 0 without any.</param>
/// <param name="F1">The harmonic mean of both.</param>
/// <param name="Support">The number of its samples, or their weight.</param>
/// <param name="Predicted">The number of samples predicted as it, or their weight.</param>
/// <param name="RocAuc">The area under its ROC curve; NaN if all samples are of it, or none.</param>
/// <param name="AveragePrecision">The area under its precision-recall curve.</param>
public sealed record ClassReport(
    string Name, double Precision, double Recall, double F1, double Support, double Predicted, double RocAuc,
    double AveragePrecision);

/// <summary>How well one of the values is predicted.</summary>
/// <param name="Name">Its name.</param>
/// <param name="R2">The coefficient of determination.</param>
/// <param name="RootMeanSquaredError">The root of the mean squared error.</param>
/// <param name="MeanAbsoluteError">The mean absolute error.</param>
/// <param name="MaxError">The largest absolute error.</param>
public sealed record ValueReport(
    string Name, double R2, double RootMeanSquaredError, double MeanAbsoluteError, double MaxError);

/// <summary>All metrics that suit some predictions, as scikit-learn's classification_report and more.</summary>
public sealed class PredictionReport
{
    // The curves of each of very many classes take long and are read by no one.
    private const int MaxCurves = 200, MaxRows = 50;

    private readonly ClassTally? counts;

    private PredictionReport(Predictions predictions)
    {
        Predictions = predictions;
        if (predictions.Kind == TargetKind.Values)
        {
            Metric[] ofSeveral = predictions.OutputCount > 1 ? [Metric.R2VarianceWeighted] : [];
            Metrics = Measured(
                [
                    Metric.R2, .. ofSeveral, Metric.ExplainedVariance, Metric.RootMeanSquaredError,
                    Metric.MeanAbsoluteError, Metric.MeanAbsolutePercentageError, Metric.MaxError,
                    Metric.MeanSquaredError,
                ]);
            Values = predictions.OutputCount < 2 ? [] : [.. Enumerable.Range(0, predictions.OutputCount).Select(Value)];
            Notes = [.. ReportNotes.OfValues(predictions)];
            return;
        }
        counts = new ClassTally(predictions);
        if (predictions.Kind == TargetKind.Classes) Confusion = ConfusionMatrix.Of(predictions);
        Classes = [.. Enumerable.Range(0, predictions.OutputCount).Select(Class)];
        Metrics = Measured([.. MetricsOfClasses()]);
        Notes = [.. ReportNotes.OfClasses(predictions, counts, HasCurves)];
    }

    /// <summary>What the report is of.</summary>
    public Predictions Predictions { get; }

    /// <summary>The metrics by their names, as <see cref="Metric.Parse"/> reads them.</summary>
    public IReadOnlyDictionary<string, double> Metrics { get; }

    /// <summary>The classes or labels one by one; empty for values.</summary>
    public IReadOnlyList<ClassReport> Classes { get; } = [];

    /// <summary>Several values one by one; empty for a single one.</summary>
    public IReadOnlyList<ValueReport> Values { get; } = [];

    /// <summary>How often each class was predicted as each class; null for labels and values.</summary>
    public ConfusionMatrix? Confusion { get; }

    /// <summary>What to know when reading the numbers, such as which are 0 because they were 0/0.</summary>
    public IReadOnlyList<string> Notes { get; }

    /// <summary>The report on some predictions.</summary>
    public static PredictionReport Of(Predictions predictions) => new(predictions);

    /// <summary>The report as a table for people, in the form of scikit-learn.</summary>
    public override string ToString() => counts is null ? OfValues() : OfClasses(counts);

    private bool HasCurves => Predictions.OutputCount <= MaxCurves;

    private IEnumerable<Metric> MetricsOfClasses()
    {
        bool areClasses = Predictions.Kind == TargetKind.Classes;
        int count = Predictions.OutputCount;
        if (areClasses) yield return Metric.Accuracy;
        else yield return Metric.SubsetAccuracy;
        if (areClasses) yield return Metric.BalancedAccuracy;
        else yield return Metric.LabelAccuracy;
        if (areClasses && count > 2) yield return Metric.TopK();
        if (areClasses && count > 5) yield return Metric.TopK(5);
        foreach (MetricAverage average in Enum.GetValues<MetricAverage>())
        {
            if (average == MetricAverage.Binary && !(areClasses && count == 2)) continue;
            if (average == MetricAverage.Samples && areClasses) continue;
            yield return Metric.Precision(average);
            yield return Metric.Recall(average);
            yield return Metric.F1(average);
        }
        if (HasCurves)
        {
            yield return Metric.RocAuc();
            yield return Metric.AveragePrecision();
        }
        if (!Predictions.AreProbabilities) yield break;
        yield return Metric.LogLoss;
        yield return Metric.BrierScore;
    }

    private OrderedDictionary<string, double> Measured(params Metric[] metrics) =>
        new(metrics.Select(metric => new KeyValuePair<string, double>(metric.Name, Measured(metric))));

    // The curves of all classes are there already.
    private double Measured(Metric metric) => metric is not CurveMetric curve ? metric.Of(Predictions)
        : CurveMetric.Averaged(
            Predictions, label => curve.IsRoc ? Classes[label].RocAuc : Classes[label].AveragePrecision);

    private ClassReport Class(int label)
    {
        RankedScores? ranked = HasCurves ? RankedScores.Of(Predictions, label) : null;
        return new(
            Predictions.NameOf(label), counts!.Score(ClassScoreKind.Precision, label),
            counts.Score(ClassScoreKind.Recall, label), counts.Score(ClassScoreKind.F1, label), counts.Support(label),
            counts.Predicted(label), ranked is null ? double.NaN : RocCurve.Of(ranked).Area,
            ranked is null ? double.NaN : PrecisionRecallCurve.Of(ranked).AveragePrecision);
    }

    private ValueReport Value(int output)
    {
        Predictions own = Predictions.Only(output);
        return new(
            Predictions.NameOf(output), Metric.R2.Of(own), Metric.RootMeanSquaredError.Of(own),
            Metric.MeanAbsoluteError.Of(own), Metric.MaxError.Of(own));
    }

    private string OfClasses(ClassTally counts)
    {
        var table = new TextColumns("", "precision", "recall", "f1-score", "support");
        foreach (int label in counts.Present)
        {
            ClassReport one = Classes[label];
            table.Add(
                one.Name, Four(one.Precision), Four(one.Recall), Four(one.F1), ConfusionMatrix.Count(one.Support));
        }
        table.Add();
        string all = ConfusionMatrix.Count(counts.Present.Sum(counts.Support));
        if (Confusion is { } confusion) table.Add("accuracy", "", "", Four(confusion.Accuracy), all);
        else Average("micro avg", MetricAverage.Micro);
        Average("macro avg", MetricAverage.Macro);
        Average("weighted avg", MetricAverage.Weighted);
        if (Confusion is null) Average("samples avg", MetricAverage.Samples);
        return table.ToString();

        void Average(string name, MetricAverage average) => table.Add(
            name, Four(Metrics[MetricNames.Of("precision", average)]), Four(Metrics[MetricNames.Of("recall", average)]),
            Four(Metrics[MetricNames.Of("f1", average)]), all);
    }

    private string OfValues()
    {
        var table = new TextColumns("", "R²", "RMSE", "MAE", "largest error");
        // Those of an autoencoder are read by no one.
        IReadOnlyList<ValueReport> shown = Values.Count <= MaxRows ? Values : [];
        foreach (ValueReport one in shown)
            table.Add(
                one.Name, Four(one.R2), Number(one.RootMeanSquaredError), Number(one.MeanAbsoluteError),
                Number(one.MaxError));
        if (shown.Count > 0) table.Add();
        string name = shown.Count > 0 ? "all" : Values.Count > 0 ? $"{Values.Count} values"
            : Predictions.Names.Count == 1 ? Predictions.Names[0] : "value";
        table.Add(
            name,
            Four(Metrics["r2"]), Number(Metrics["rmse"]), Number(Metrics["mae"]), Number(Metrics["max_error"]));
        return table.ToString();
    }

    private static string Four(double value) => value.ToString("F4", CultureInfo.InvariantCulture);

    private static string Number(double value) => value.ToString("G5", CultureInfo.InvariantCulture);
}
