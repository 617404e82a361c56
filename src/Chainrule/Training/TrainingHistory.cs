using System.Globalization;

namespace Chainrule;

/// <summary>The result of a step.</summary>
/// <param name="Epoch">The epoch, from 1.</param>
/// <param name="Step">The step, from 1, counted across epochs.</param>
/// <param name="Samples">How many samples of the epoch have been processed.</param>
/// <param name="Count">The number of samples in an epoch; 0 while nothing tells that of a stream.</param>
/// <param name="Loss">The loss of the batch, for the parameters before the step.</param>
public readonly record struct StepReport(int Epoch, long Step, int Samples, int Count, double Loss);

/// <summary>The result of an epoch.</summary>
/// <param name="Epoch">The epoch, from 1.</param>
/// <param name="Loss">The mean loss of the steps, each for the parameters before that step.</param>
/// <param name="Metric">What <paramref name="Value"/> is: <c>accuracy</c>, <c>mse</c> or <c>loss</c>.</param>
/// <param name="Value">
/// The metric over the batches of the epoch; for the validation result see <paramref name="Validation"/>.
/// </param>
/// <param name="Validation">The result on the validation samples, or null.</param>
/// <param name="SamplesPerSecond">Samples per second, excluding validation.</param>
/// <param name="LearningRate">The learning rate at the end of the epoch.</param>
/// <param name="Seconds">The time since the training started, in seconds.</param>
/// <param name="Samples">The number of samples processed: all, unless the training was canceled.</param>
public sealed record EpochReport(
    int Epoch, double Loss, string Metric, double Value, EvaluationReport? Validation, double SamplesPerSecond,
    double LearningRate, double Seconds, int Samples)
{
    /// <summary>The epoch in one line: <c>epoch 1  loss 0.2507  accuracy 92.84 %  120,000 samples/s</c>.</summary>
    public override string ToString()
    {
        string validation = Validation is null ? ""
            : $"  validation {EvaluationReport.Write(Validation.Metric, Validation.Value)}";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"epoch {Epoch}  loss {Loss:G4}  {EvaluationReport.Write(Metric, Value)}{validation}  " +
            $"{SamplesPerSecond:N0} samples/s");
    }
}

/// <summary>Why a training ended.</summary>
public enum StopReason
{
    /// <summary>All epochs were completed.</summary>
    Completed,

    /// <summary>The validation result has not improved for <see cref="TrainingOptions.Patience"/> epochs.</summary>
    StoppedEarly,

    /// <summary>It was canceled.</summary>
    Canceled,

    /// <summary>A callback stopped it.</summary>
    Stopped,

    /// <summary><see cref="TrainingOptions.TimeLimit"/> was reached.</summary>
    TimedOut,

    /// <summary>The loss became infinite or NaN.</summary>
    Diverged,
}

/// <summary>What a training started from.</summary>
public enum TrainingStart
{
    /// <summary>The optimizer started afresh; epochs and steps count from 1.</summary>
    New,

    /// <summary>The last training of the model was continued as if it had not ended.</summary>
    Continued,

    /// <summary>
    /// The last training was continued with other parameters, which were changed in the meantime. Steps, epochs and the
    /// optimizer's state continue.
    /// </summary>
    ContinuedFromChangedParameters,
}

/// <summary>The history of a training.</summary>
/// <param name="Epochs">The epochs in order.</param>
/// <param name="StopReason">Why it ended.</param>
/// <param name="BestEpoch">The epoch, from 1, whose parameters the model has now; 0 for the initial ones.</param>
/// <param name="Steps">The number of steps.</param>
/// <param name="Seconds">The duration in seconds.</param>
public sealed record TrainingHistory(
    IReadOnlyList<EpochReport> Epochs, StopReason StopReason, int BestEpoch, long Steps, double Seconds)
{
    /// <summary>What the training started from.</summary>
    public TrainingStart Start { get; init; }

    /// <summary>
    /// What is odd about what was trained, tried on up to 256 of the samples: units that are the same for all of them,
    /// such as dead ReLUs, and outputs that do not depend on them. One sentence each.
    /// </summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The loss of every step if <see cref="TrainingOptions.LogSteps"/> was set; otherwise empty.</summary>
    public IReadOnlyList<double> StepLosses { get; init; } = [];

    /// <summary>One line: the last epoch's results, why the training ended, the number of steps and the time.</summary>
    public override string ToString() => Epochs.Count == 0
        ? string.Create(CultureInfo.InvariantCulture, $"no whole epoch, {Words(StopReason)}, {Steps} steps")
        : string.Create(
            CultureInfo.InvariantCulture,
            $"{Epochs[^1]}  ({Words(StopReason)}; parameters of epoch {BestEpoch}; {Steps} steps in {Seconds:F1} s)");

    private static string Words(StopReason end) => end switch
    {
        StopReason.Completed => "completed",
        StopReason.StoppedEarly => "stopped early",
        StopReason.Canceled => "canceled",
        StopReason.Stopped => "stopped by a callback",
        StopReason.TimedOut => "ended by the time limit",
        _ => "diverged",
    };
}
