namespace Chainrule.Cli.Reporting;

/// <summary>One line an epoch, without colors or movement.</summary>
internal sealed class PlainReport(string metric) : Report
{
    public override void Epoch(EpochReport epoch) => Console.WriteLine(Line(epoch, metric));

    public override void Finish(Result result) => Console.WriteLine(Outcome(result));

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
        metric.EndsWith("accuracy", StringComparison.Ordinal) ? $"{100 * value:F2} %"
        : $"{value:G5}";
}
