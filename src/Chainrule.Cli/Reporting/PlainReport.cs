namespace Chainrule.Cli.Reporting;

/// <summary>Lines without colors or movement: one an epoch, or one in a while and the last.</summary>
/// <param name="metric">What an epoch's value is.</param>
/// <param name="between">The time between two lines.</param>
/// <param name="time">The clock.</param>
/// <param name="output">Where the lines go; the console if null.</param>
internal sealed class PlainReport(
    string metric, TimeSpan between, TimeProvider? time = null, TextWriter? output = null) : Report
{
    private readonly TimeProvider time = time ?? TimeProvider.System;
    private long last = (time ?? TimeProvider.System).GetTimestamp();
    private EpochReport? unsaid;

    public override bool WantsSteps => between > TimeSpan.Zero && between < TimeSpan.MaxValue;

    public override void Begin(int epochs) => last = time.GetTimestamp();

    public override void Step(StepReport step)
    {
        if (!IsTime || step.Samples == step.Count) return;
        unsaid = null;
        Write($"epoch {step.Epoch,3}   {100.0 * step.Samples / step.Count:F0} % of {step.Count:N0} samples   " +
            $"{(metric == "cost" ? "cost" : "loss")} {step.Loss:G5}");
    }

    public override void Epoch(EpochReport epoch)
    {
        unsaid = epoch;
        if (IsTime) WriteUnsaid();
    }

    public override void Finish(Result result)
    {
        WriteUnsaid();
        (output ?? Console.Out).WriteLine(Outcome(result));
    }

    private bool IsTime => time.GetElapsedTime(last) >= between;

    private void WriteUnsaid()
    {
        if (unsaid is not null) Write(Line(unsaid, metric));
        unsaid = null;
    }

    private void Write(string line)
    {
        (output ?? Console.Out).WriteLine(line);
        last = time.GetTimestamp();
    }

    public static string Line(EpochReport epoch, string metric)
    {
        string value = metric == "cost" ? "" : $"{metric} {Value(metric, epoch.Value)}";
        string validation = epoch.Validation is { } v ? $"   validation {Value(v.Metric, v.Value)}" +
            string.Concat(v.Metrics.Where(one => one.Key != v.Metric).Select(
                one => $"   {one.Key} {Value(one.Key, one.Value)}")) : "";
        return $"epoch {epoch.Epoch,3}   {(metric == "cost" ? "cost" : "loss")} {epoch.Loss,-9:G5} " +
            $"{value}{validation}   {epoch.SamplesPerSecond,11:N0} samples/s";
    }

    public static string Outcome(Result result)
    {
        string end = result.End switch
        {
            StopReason.StoppedEarly => " (stopped early: no improvement on the validation data)",
            StopReason.Canceled => " (interrupted)",
            StopReason.TimedOut => " (the time limit was reached)",
            StopReason.Diverged => " (the loss diverged: this is the last good epoch)",
            _ => "",
        };
        IEnumerable<string> results =
            result.Metrics.Select(metric => metric.Name.StartsWith("test_", StringComparison.Ordinal)
            ? $"{metric.Name[5..]} on held-out samples: {Value(metric.Name[5..], metric.Value)}"
            : metric.Name.StartsWith("training_", StringComparison.Ordinal)
            ? $"{metric.Name[9..]} on the training samples: {Value(metric.Name[9..], metric.Value)}"
            : $"{metric.Name}: {Value(metric.Name, metric.Value)}");
        return $"{string.Join(", ", results)} after {result.Seconds:F1} s{end}";
    }

    private static string Value(string metric, double value) =>
        double.IsNaN(value) ? "not defined"
        : metric.EndsWith("accuracy", StringComparison.Ordinal) ? $"{100 * value:F2} %"
        : $"{value:G5}";
}
