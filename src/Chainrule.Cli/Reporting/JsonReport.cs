using Chainrule.Cli.Inputs;

namespace Chainrule.Cli.Reporting;

/// <summary>One JSON object per line on standard output.</summary>
internal sealed class JsonReport : Report
{
    public override void Say(string text) { }

    public override void Understood(DataSource source)
    {
        if (source.Understood.Count == 0) return;
        JsonLine.Write(json =>
        {
            json.WriteString("event", "data");
            TableJson.Write(json, source);
        });
    }

    public override void Epoch(EpochReport epoch) => JsonLine.Write(json =>
    {
        json.WriteString("event", "epoch");
        json.WriteNumber("epoch", epoch.Epoch);
        json.WriteMeasured("loss", epoch.Loss);
        json.WriteString("metric", epoch.Metric);
        json.WriteMeasured("value", epoch.Validation?.Value ?? epoch.Value);
        json.WriteNumber("samples_per_second", Math.Round(epoch.SamplesPerSecond, 1));
        json.WriteNumber("learning_rate", epoch.LearningRate);
        json.WriteNumber("seconds", Math.Round(epoch.Seconds, 3));
        if (epoch.Validation is { } validation)
        {
            json.WriteMeasured("train_value", epoch.Value);
            json.WriteMeasured("validation_loss", validation.Loss);
            foreach ((string name, double value) in validation.Metrics) json.WriteMeasured($"validation_{name}", value);
        }
    });

    public override void Finish(Result result) => JsonLine.Write(json =>
    {
        json.WriteString("event", "done");
        foreach ((string name, double value) in result.Metrics) json.WriteMeasured(name, value);
        json.WriteString("model", result.ModelPath);
        json.WriteNumber("seconds", Math.Round(result.Seconds, 3));
        if (result.Notes.Count > 0)
        {
            json.WriteStartArray("notes");
            foreach (string note in result.Notes) json.WriteStringValue(note);
            json.WriteEndArray();
        }
        json.WriteString("end", result.End switch
        {
            StopReason.Completed => "completed",
            StopReason.StoppedEarly => "stopped early",
            StopReason.Diverged => "diverged",
            StopReason.TimedOut => "timed out",
            _ => "canceled",
        });
    });
}
