using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Chainrule.Cli.Inputs;

/// <summary>The folder of a training run: model.safetensors, history.csv and config.json.</summary>
internal sealed class RunFolder : IDisposable
{
    public const string ModelFileName = "model.safetensors";
    public const string HistoryFileName = "history.csv";
    public const string ConfigFileName = "config.json";

    private readonly List<string> created = [];

    private RunFolder(string path) => Path = path;

    public string Path { get; }

    /// <summary>Creates the folder and makes sure, before any training, that it can be written to.</summary>
    public static RunFolder Prepare(string path)
    {
        var folder = new RunFolder(path);
        try
        {
            folder.Create();
            string probe = System.IO.Path.Combine(path, $".write-test-{Environment.ProcessId}");
            File.WriteAllText(probe, "");
            File.Delete(probe);
            foreach (string name in (string[])[ModelFileName, HistoryFileName, ConfigFileName])
            {
                string target = System.IO.Path.Combine(path, name);
                if (Directory.Exists(target)) throw new IOException($"'{target}' is a folder, not a file");
            }
            return folder;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            folder.Dispose();
            throw new DataException(
                $"Cannot write to the folder '{path}' ({error.Message.TrimEnd('.')}): choose another with --out.",
                error);
        }
    }

    /// <summary>The model file that the command line names: a run's folder, or the file itself.</summary>
    public static string ModelPath(string run)
    {
        string path = Directory.Exists(run) ? System.IO.Path.Combine(run, ModelFileName) : run;
        return File.Exists(path)
            ? path
            : throw new DataException(
                $"There is no model at '{path}': train one with 'chainrule train DATA --out {run}'.");
    }

    /// <summary>Writes all three files, each all or nothing and the model last, and returns the model's path.</summary>
    /// <param name="write">Writes the model to a path.</param>
    /// <param name="network">The network in a line.</param>
    /// <param name="history">The course of the training.</param>
    /// <param name="request">What was asked for.</param>
    /// <param name="file">The file that the samples come from; null for a data set with a name.</param>
    public string Save(
        Action<string> write, string network, TrainingHistory history, TrainingRequest request, TrainedOn? file)
    {
        AtomicFile.WriteAllText(
            System.IO.Path.Combine(Path, HistoryFileName), request.LogSteps ? Steps(history) : Epochs(history));
        AtomicFile.WriteAllText(System.IO.Path.Combine(Path, ConfigFileName), Config(request, network, file));
        string path = System.IO.Path.Combine(Path, ModelFileName);
        write(path);
        return path;
    }

    /// <summary>Removes what <see cref="Prepare"/> made if nothing was saved in it.</summary>
    public void Dispose()
    {
        foreach (string folder in created)
            if (Directory.Exists(folder) && !Directory.EnumerateFileSystemEntries(folder).Any())
                Directory.Delete(folder);
    }

    private void Create()
    {
        for (string? missing = System.IO.Path.GetFullPath(Path); missing is not null && !Directory.Exists(missing);)
        {
            created.Add(missing);
            missing = System.IO.Path.GetDirectoryName(missing);
        }
        Directory.CreateDirectory(Path);
    }

    private static string Epochs(TrainingHistory history)
    {
        var text = new StringBuilder(
            "epoch,loss,metric,value,validation_loss,validation_value,samples_per_second,learning_rate,seconds\n");
        foreach (EpochReport e in history.Epochs)
        {
            text.Append(CultureInfo.InvariantCulture, $"{e.Epoch},{e.Loss:R},{e.Metric},{e.Value:R},")
                .Append(CultureInfo.InvariantCulture, $"{e.Validation?.Loss:R},{e.Validation?.Value:R},")
                .Append(CultureInfo.InvariantCulture, $"{e.SamplesPerSecond:F1},{e.Rate:R},{e.Seconds:F3}\n");
        }
        return text.ToString();
    }

    private static string Steps(TrainingHistory history)
    {
        var text = new StringBuilder("step,loss\n");
        for (int i = 0; i < history.StepLosses.Count; i++)
            text.Append(CultureInfo.InvariantCulture, $"{i + 1},{history.StepLosses[i]:R}\n");
        return text.ToString();
    }

    private static string Config(TrainingRequest request, string network, TrainedOn? file)
    {
        using var memory = new MemoryStream();
        var layout = new JsonWriterOptions
        {
            Indented = true,
            Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        };
        using (var json = new Utf8JsonWriter(memory, layout))
        {
            json.WriteStartObject();
            json.WriteString("command", CommandLine(request));
            json.WriteString("data", request.Data);
            foreach ((string option, object value) in request.Settings())
            {
                string name = option[2..].Replace('-', '_');
                if (value is string text) json.WriteString(name, text);
                else if (value is bool flag) json.WriteBoolean(name, flag);
                else if (value is double real) json.WriteNumber(name, real);
                else json.WriteNumber(name, Convert.ToInt64(value, CultureInfo.InvariantCulture));
            }
            file?.Write(json);
            json.WriteString("network", network);
            json.WriteString("version", typeof(Model).Assembly.GetName().Version?.ToString(3));
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(memory.ToArray()) + "\n";
    }

    private static string CommandLine(TrainingRequest request)
    {
        IEnumerable<string> words =
            request.Settings().SelectMany(setting => (string[])[setting.Option, Word(setting.Value)]);
        return string.Join(' ', ((string[])["chainrule", "train", request.Data, .. words]).Select(Quoted));
    }

    private static string Word(object value) =>
        value is bool ? "true" : Convert.ToString(value, CultureInfo.InvariantCulture)!;

    private static string Quoted(string word) =>
        word.Length > 0 && word.All(c => char.IsLetterOrDigit(c) || "-_.,:/\\=+".Contains(c)) ? word
            : $"'{word.Replace("'", "'\\''")}'";
}
