using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Chainrule.Cli.Inputs;

/// <summary>The folder of a training: model.safetensors, history.csv and config.json.</summary>
internal sealed class RunFolder
{
    public const string ModelFileName = "model.safetensors";

    private RunFolder(string path) => Path = path;

    public string Path { get; }

    /// <summary>Makes the folder and sees that it can be written to, before any time is spent on training.</summary>
    public static RunFolder Prepare(string path)
    {
        try
        {
            Directory.CreateDirectory(path);
            string probe = System.IO.Path.Combine(path, $".write-test-{Environment.ProcessId}");
            File.WriteAllText(probe, "");
            File.Delete(probe);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"The folder '{path}' cannot be written to ({error.Message.TrimEnd('.')}): choose another with --out.", error);
        }
        return new RunFolder(path);
    }

    /// <summary>The model file that the command line names: a run's folder, or the file itself.</summary>
    public static string ModelPath(string run)
    {
        string path = Directory.Exists(run) ? System.IO.Path.Combine(run, ModelFileName) : run;
        return File.Exists(path)
            ? path
            : throw new DataException($"There is no model at '{path}': train one with 'chainrule train DATA --out {run}'.");
    }

    /// <summary>Writes all three files, each at once, and returns the model's path.</summary>
    public string Save(Model model, TrainingHistory history, TrainingRequest request)
    {
        string path = System.IO.Path.Combine(Path, ModelFileName);
        ModelFile.Save(path, model);
        Write("history.csv", History(history));
        Write("config.json", Config(request, model));
        return path;
    }

    private void Write(string name, string text)
    {
        string target = System.IO.Path.Combine(Path, name), draft = target + ".tmp";
        File.WriteAllText(draft, text);
        File.Move(draft, target, overwrite: true);
    }

    private static string History(TrainingHistory history)
    {
        var text = new StringBuilder("epoch,loss,metric,value,validation_loss,validation_value,samples_per_second,learning_rate,seconds\n");
        foreach (EpochReport e in history.Epochs)
        {
            text.Append(CultureInfo.InvariantCulture, $"{e.Epoch},{e.Loss:R},{e.Metric},{e.Value:R},")
                .Append(CultureInfo.InvariantCulture, $"{e.Validation?.Loss:R},{e.Validation?.Value:R},")
                .Append(CultureInfo.InvariantCulture, $"{e.SamplesPerSecond:F1},{e.Rate:R},{e.Seconds:F3}\n");
        }
        return text.ToString();
    }

    private static string Config(TrainingRequest request, Model model)
    {
        using var memory = new MemoryStream();
        using (var json = new Utf8JsonWriter(memory, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteString("data", request.Data);
            json.WriteString("layers", request.Layers);
            json.WriteString("network", model.Describe());
            json.WriteString("optimizer", OptimizerText.Create(request.Optimizer, request.Rate).ToString());
            json.WriteString("loss", model.Loss?.ToString());
            json.WriteNumber("batch", request.Batch);
            if (request.Epochs is { } epochs) json.WriteNumber("epochs", epochs);
            json.WriteNumber("seed", request.Seed);
            json.WriteNumber("validation", request.Validation);
            json.WriteNumber("l2", request.L2);
            json.WriteString("precision", request.DType == DType.Float64 ? "float64" : "float32");
            json.WriteString("version", typeof(Model).Assembly.GetName().Version?.ToString(3));
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(memory.ToArray()) + "\n";
    }
}
