using System.Collections.Immutable;
using System.Globalization;

namespace Chainrule;

/// <summary>How well a model performs on a data set.</summary>
/// <param name="Count">The number of samples.</param>
/// <param name="Loss">The mean loss.</param>
/// <param name="MeanSquaredError">
/// The mean of (output − target)² over all elements; for classifiers, of the probabilities.
/// </param>
/// <param name="MeanAbsoluteError">
/// The mean of |output − target| over all elements; for classifiers, of the probabilities.
/// </param>
/// <param name="Confusion">How often each class was predicted as each class; null for regression.</param>
public sealed record EvaluationReport(
    int Count, double Loss, double MeanSquaredError, double MeanAbsoluteError, ConfusionMatrix? Confusion)
{
    /// <summary>The additional metrics that were requested, by name.</summary>
    public IReadOnlyDictionary<string, double> Metrics { get; init; } = ImmutableDictionary<string, double>.Empty;

    /// <summary>All predictions with what is true, if they were asked for.</summary>
    public Predictions? Predictions { get; init; }

    /// <summary>The fraction of samples predicted correctly; NaN for regression.</summary>
    public double Accuracy => Confusion?.Accuracy ?? double.NaN;

    /// <summary>The name of the main result: <c>accuracy</c> for classification, <c>mse</c> otherwise.</summary>
    public string Metric => Confusion is null ? "mse" : "accuracy";

    /// <summary>The main result.</summary>
    public double Value => Confusion is null ? MeanSquaredError : Accuracy;

    /// <summary>The results in one line: <c>accuracy 97.35 %, loss 0.08421</c>.</summary>
    public override string ToString() =>
        string.Join(", ", Metrics.Where(metric => metric.Key != Metric)
            .Select(metric => Write(metric.Key, metric.Value))
            .Prepend(string.Create(CultureInfo.InvariantCulture, $"{Write(Metric, Value)}, loss {Loss:G4}")));

    internal static string Write(string metric, double value) => metric == "accuracy"
        ? string.Create(CultureInfo.InvariantCulture, $"accuracy {100 * value:F2} %")
        : string.Create(CultureInfo.InvariantCulture, $"{metric} {value:G4}");
}
