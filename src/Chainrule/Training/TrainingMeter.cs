using System.Diagnostics.Metrics;

namespace Chainrule;

/// <summary>
/// What every training measures for whoever listens, such as <c>dotnet-counters monitor --counters Chainrule</c> or
/// OpenTelemetry: the meter "Chainrule".
/// </summary>
internal static class TrainingMeter
{
    private static readonly Meter meter =
        new("Chainrule", typeof(TrainingMeter).Assembly.GetName().Version?.ToString(3));

    private static readonly Counter<long> samples = meter.CreateCounter<long>(
        "chainrule.training.samples", "{sample}", "Samples that were trained on.");

    private static readonly Counter<long> steps = meter.CreateCounter<long>(
        "chainrule.training.steps", "{step}", "Steps of optimizers.");

    private static readonly Histogram<double> epochs = meter.CreateHistogram<double>(
        "chainrule.training.epoch.duration", "s", "The time of an epoch, without its validation.");

    private static readonly Gauge<double> loss = meter.CreateGauge<double>(
        "chainrule.training.loss", null, "The mean loss of the last epoch.");

    private static readonly Gauge<double> validation = meter.CreateGauge<double>(
        "chainrule.training.validation.loss", null, "The loss on the validation samples after the last epoch.");

    private static readonly Gauge<double> rate = meter.CreateGauge<double>(
        "chainrule.training.learning_rate", null, "The learning rate at the end of the last epoch.");

    private static readonly Counter<long> trainings = meter.CreateCounter<long>(
        "chainrule.trainings", "{training}", "Trainings that have ended, by the reason.");

    /// <summary>Records an epoch.</summary>
    /// <param name="epoch">The report.</param>
    /// <param name="count">The samples that were processed.</param>
    /// <param name="updates">The steps that were taken.</param>
    /// <param name="seconds">The time that they took.</param>
    public static void Record(EpochReport epoch, int count, long updates, double seconds)
    {
        samples.Add(count);
        steps.Add(updates);
        epochs.Record(seconds);
        loss.Record(epoch.Loss);
        if (epoch.Validation is { } result) validation.Record(result.Loss);
        rate.Record(epoch.LearningRate);
    }

    /// <summary>Records the end of a training.</summary>
    public static void RecordEnd(StopReason reason) =>
        trainings.Add(1, new KeyValuePair<string, object?>("reason", $"{reason}"));
}
