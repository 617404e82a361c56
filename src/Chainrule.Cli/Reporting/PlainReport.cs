namespace Chainrule.Cli.Reporting;

/// <summary>One line an epoch, without colours or movement.</summary>
internal sealed class PlainReport(string metric) : Report
{
    public override void Epoch(EpochReport epoch) => Console.WriteLine(Line(epoch, metric));

    public override void Finish(Result result) => Console.WriteLine(Outcome(result));

    public static string Line(EpochReport epoch, string metric)
    {
        string value = Value(metric, epoch.Value);
        string validation = epoch.Validation is { } v ? $"   validation {Value(v.Metric, v.Value)}" : "";
        return $"epoch {epoch.Epoch,3}   loss {epoch.Loss,-9:G5} {metric} {value}{validation}   {epoch.SamplesPerSecond,11:N0} samples/s";
    }

    public static string Outcome(Result result)
    {
        string end = result.End switch
        {
            TrainingEnd.StoppedEarly => " (stopped early: validation no longer improved)",
            TrainingEnd.Cancelled => " (ended on request)",
            TrainingEnd.Diverged => " (the loss diverged: this is the last good epoch)",
            _ => "",
        };
        return $"{result.TestMetric} on held-out samples: {Value(result.TestMetric, result.TestValue)} after {result.Seconds:F1} s{end}";
    }

    private static string Value(string metric, double value) => metric == "accuracy" ? $"{100 * value:F2} %" : $"{value:G5}";
}
