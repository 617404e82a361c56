using System.Collections.Immutable;
using System.Globalization;

namespace Chainrule;

/// <summary>How well a model does on a data set.</summary>
/// <param name="Count">The number of samples.</param>
/// <param name="Loss">The mean loss.</param>
/// <param name="MeanSquaredError">
/// The mean of (output − target)² over all elements; for classifiers that of the probabilities.
/// </param>
/// <param name="MeanAbsoluteError">
/// The mean of |output − target| over all elements; for classifiers that of the probabilities.
/// </param>
/// <param name="Confusion">How often each class was taken for which; null for regression.</param>
public sealed record EvaluationReport(
    int Count, double Loss, double MeanSquaredError, double MeanAbsoluteError, ConfusionMatrix? Confusion)
{
    /// <summary>The metrics that were asked for beside the usual ones, by their names.</summary>
    public IReadOnlyDictionary<string, double> Metrics { get; init; } = ImmutableDictionary<string, double>.Empty;

    /// <summary>The share of samples whose class was found; NaN for regression.</summary>
    public double Accuracy => Confusion?.Accuracy ?? double.NaN;

    /// <summary>The name of the result that counts: <c>accuracy</c> for classes, else <c>mse</c>.</summary>
    public string Metric => Confusion is null ? "mse" : "accuracy";

    /// <summary>The result that counts.</summary>
    public double Value => Confusion is null ? MeanSquaredError : Accuracy;

    /// <summary>The result in a few words: <c>accuracy 97.35 %, loss 0.08421</c>.</summary>
    public override string ToString() =>
        string.Join(", ", Metrics.Where(metric => metric.Key != Metric).Select(metric => Write(metric.Key, metric.Value))
            .Prepend(string.Create(CultureInfo.InvariantCulture, $"{Write(Metric, Value)}, loss {Loss:G4}")));

    internal static string Write(string metric, double value) => metric == "accuracy"
        ? string.Create(CultureInfo.InvariantCulture, $"accuracy {100 * value:F2} %")
        : string.Create(CultureInfo.InvariantCulture, $"{metric} {value:G4}");
}
