namespace Chainrule;

/// <summary>How a model was trained, as stored in its file; two runs with the same seed give the same record.</summary>
/// <param name="Data">The name of the data set.</param>
/// <param name="Samples">The number of samples, including those for validation.</param>
/// <param name="Optimizer">The optimizer with its settings.</param>
/// <param name="BatchSize">The number of samples per step.</param>
/// <param name="Epochs">The number of completed epochs.</param>
/// <param name="Seed">The seed for the order of the samples.</param>
/// <param name="Regularizers">The penalties added to the cost.</param>
/// <param name="Loss">The loss over the last epoch.</param>
/// <param name="Metric">The name of the metric in <paramref name="Value"/>.</param>
/// <param name="Value">
/// The metric in the last epoch: on the validation samples if there are any, otherwise over its batches.
/// </param>
public sealed record TrainingRecord(
    string Data, int Samples, string Optimizer, int BatchSize, int Epochs, long Seed,
    IReadOnlyList<string> Regularizers,
    double Loss,
    string Metric, double Value)
{
    /// <summary>Such as <c>5 epochs of digits with adam(…): accuracy 97.35 %</c>.</summary>
    public override string ToString() =>
        $"{Epochs} {(Epochs == 1 ? "epoch" : "epochs")} of {Data} with {Optimizer}: " +
        EvaluationReport.Write(Metric, Value);

    internal static TrainingRecord Of(string data, int samples, TrainingOptions options, TrainingHistory history)
    {
        EpochReport last = history.Epochs[^1];
        return new(
            data, samples, options.Optimizer.ToString(), options.BatchSize, last.Epoch, options.Seed,
            [.. options.Regularizers.Select(regularizer => regularizer.ToString())], last.Loss,
            last.Validation?.Metric ?? last.Metric,
            last.Validation?.Value ?? last.Value);
    }
}
