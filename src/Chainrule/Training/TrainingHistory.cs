using System.Globalization;

namespace Chainrule;

/// <summary>What a step did.</summary>
/// <param name="Epoch">The epoch, from 1.</param>
/// <param name="Step">The step, from 1 and on through the epochs.</param>
/// <param name="Samples">How many samples of the epoch have been visited.</param>
/// <param name="Count">How many samples an epoch has.</param>
/// <param name="Loss">The loss of the step's batch, with the parameters before the step.</param>
public readonly record struct StepReport(int Epoch, long Step, int Samples, int Count, double Loss);

/// <summary>What an epoch did.</summary>
/// <param name="Epoch">The epoch, from 1.</param>
/// <param name="Loss">The mean of the steps' losses, each with the parameters before its step.</param>
/// <param name="Metric">What <paramref name="Value"/> is: <c>accuracy</c>, <c>mse</c> or <c>loss</c>.</param>
/// <param name="Value">
/// The metric over the steps' batches; where there is validation, see <paramref name="Validation"/>.
/// </param>
/// <param name="Validation">The result on the validation samples, or null.</param>
/// <param name="SamplesPerSecond">Samples a second, validation not counted.</param>
/// <param name="Rate">The learning rate at the end of the epoch.</param>
/// <param name="Seconds">The time since the training began.</param>
/// <param name="Samples">How many samples were visited: all, unless the training was cancelled.</param>
public sealed record EpochReport(
    int Epoch, double Loss, string Metric, double Value, EvaluationReport? Validation, double SamplesPerSecond,
    double Rate, double Seconds, int Samples)
{
    /// <summary>The epoch in a line: <c>epoch 1  loss 0.2507  accuracy 92.84 %  120,000 samples/s</c>.</summary>
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
public enum TrainingEnd
{
    /// <summary>All epochs are done.</summary>
    Completed,

    /// <summary>
    /// Validation has not become better for as many epochs as <see cref="TrainingOptions.Patience"/> allows.
    /// </summary>
    StoppedEarly,

    /// <summary>It was asked to end.</summary>
    Cancelled,

    /// <summary>A callback ended it.</summary>
    Stopped,

    /// <summary><see cref="TrainingOptions.TimeLimit"/> was reached.</summary>
    TimedOut,

    /// <summary>The loss became infinite or no number.</summary>
    Diverged,
}

/// <summary>What a training began from.</summary>
public enum TrainingStart
{
    /// <summary>The optimizer began anew, and epochs and steps count from 1.</summary>
    New,

    /// <summary>The last training of the model was continued, as if it had not ended.</summary>
    Continued,

    /// <summary>
    /// The last training was continued from other parameters: somebody has changed them since. Steps, epochs and the
    /// optimizer's memory go on.
    /// </summary>
    ContinuedFromChangedParameters,
}

/// <summary>The course of a training.</summary>
/// <param name="Epochs">The epochs in order.</param>
/// <param name="End">Why it ended.</param>
/// <param name="BestEpoch">The epoch, from 1, whose parameters the model has now; 0 for those it started with.</param>
/// <param name="Steps">The number of steps.</param>
/// <param name="Seconds">The time that it took.</param>
public sealed record TrainingHistory(
    IReadOnlyList<EpochReport> Epochs, TrainingEnd End, int BestEpoch, long Steps, double Seconds)
{
    /// <summary>What the training began from.</summary>
    public TrainingStart Start { get; init; }

    /// <summary>
    /// The loss of every step, where <see cref="TrainingOptions.LogSteps"/> asked for it; else empty.
    /// </summary>
    public IReadOnlyList<double> StepLosses { get; init; } = [];

    /// <summary>The number of epochs and why it ended, the last epoch's results and the time in a line.</summary>
    public override string ToString() => Epochs.Count == 0
        ? string.Create(CultureInfo.InvariantCulture, $"no whole epoch, {Words(End)}, {Steps} steps")
        : string.Create(
            CultureInfo.InvariantCulture,
            $"{Epochs[^1]}  ({Words(End)}; parameters of epoch {BestEpoch}; {Steps} steps in {Seconds:F1} s)");

    private static string Words(TrainingEnd end) => end switch
    {
        TrainingEnd.Completed => "completed",
        TrainingEnd.StoppedEarly => "stopped early",
        TrainingEnd.Cancelled => "cancelled",
        TrainingEnd.Stopped => "stopped by a callback",
        TrainingEnd.TimedOut => "ended by the time limit",
        _ => "diverged",
    };
}
