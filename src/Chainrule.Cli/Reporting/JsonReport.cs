using System.Text;
using System.Text.Json;

namespace Chainrule.Cli.Reporting;

/// <summary>One JSON object a line on standard output.</summary>
internal sealed class JsonReport : Report
{
    public override void Say(string text) { }

    public override void Epoch(EpochReport epoch) => JsonLine.Write(json =>
    {
        json.WriteString("event", "epoch");
        json.WriteNumber("epoch", epoch.Epoch);
        json.WriteNumber("loss", epoch.Loss);
        json.WriteString("metric", epoch.Metric);
        json.WriteNumber("value", epoch.Validation?.Value ?? epoch.Value);
        json.WriteNumber("samples_per_second", Math.Round(epoch.SamplesPerSecond, 1));
        json.WriteNumber("learning_rate", epoch.Rate);
        json.WriteNumber("seconds", Math.Round(epoch.Seconds, 3));
        if (epoch.Validation is { } validation)
        {
            json.WriteNumber("train_value", epoch.Value);
            json.WriteNumber("validation_loss", validation.Loss);
        }
    });

    public override void Finish(Result result) => JsonLine.Write(json =>
    {
        json.WriteString("event", "done");
        json.WriteNumber("test_" + result.TestMetric, result.TestValue);
        json.WriteString("model", result.ModelPath);
        json.WriteNumber("seconds", Math.Round(result.Seconds, 3));
        json.WriteString("end", result.End switch
        {
            TrainingEnd.Completed => "completed",
            TrainingEnd.StoppedEarly => "stopped early",
            _ => "cancelled",
        });
    });
}

/// <summary>Writes one JSON object as a line of standard output.</summary>
internal static class JsonLine
{
    public static void Write(Action<Utf8JsonWriter> fields)
    {
        using var memory = new MemoryStream();
        using (var json = new Utf8JsonWriter(memory, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            fields(json);
            json.WriteEndObject();
        }
        Console.Out.WriteLine(Encoding.UTF8.GetString(memory.ToArray()));
        Console.Out.Flush();
    }
}
