namespace Chainrule;

/// <summary>
/// How a model was trained, as its file keeps it; nothing in it differs between two runs with the same seed.
/// </summary>
/// <param name="Data">The name of the data set.</param>
/// <param name="Samples">How many samples it had, validation included.</param>
/// <param name="Optimizer">The optimizer with its settings.</param>
/// <param name="BatchSize">How many samples a step took.</param>
/// <param name="Epochs">How many epochs were done.</param>
/// <param name="Seed">The seed of the order of samples.</param>
/// <param name="Regularizers">The terms added to the cost.</param>
/// <param name="Loss">The loss over the last epoch's steps.</param>
/// <param name="Metric">What <paramref name="Value"/> is.</param>
/// <param name="Value">
/// The metric in the last epoch: on validation samples where there were some, else over its steps.
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

    internal static TrainingRecord Of(Dataset data, TrainingOptions options, TrainingHistory history)
    {
        EpochReport last = history.Epochs[^1];
        return new(
            data.Name, data.Count, options.Optimizer.ToString(), options.BatchSize, last.Epoch, options.Seed,
            [.. options.Regularizers.Select(regularizer => regularizer.ToString())], last.Loss,
            last.Validation?.Metric ?? last.Metric,
            last.Validation?.Value ?? last.Value);
    }
}
