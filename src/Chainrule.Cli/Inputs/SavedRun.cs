using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Chainrule.Cli.Inputs;

/// <summary>A training's folder as the tool fills it: while the training goes on, and at its end.</summary>
internal sealed class SavedRun : IDisposable
{
    /// <summary>What a model's file notes of the command that trained it, and of its end.</summary>
    public const string CommandNote = "train", EndNote = "end", RecipeNote = "recipe";

    private readonly TrainingRequest request;
    private readonly RunFolder folder;
    private readonly string name;
    private IReadOnlyList<string> before = [];
    private string config = "";
    private bool hasWarned;

    private SavedRun(TrainingRequest request, RunFolder folder, string name)
    {
        this.request = request;
        this.folder = folder;
        this.name = name;
    }

    /// <summary>The folder; another one where the asked one could not be written to.</summary>
    public string Path { get; private set; } = "";

    public string ModelPath => System.IO.Path.Combine(Path, RunFolder.ModelFileName);

    /// <summary>Whether the run lies elsewhere than was asked.</summary>
    public bool IsElsewhere => Path != folder.Path;

    /// <summary>Takes the folder, before any data are read.</summary>
    public static SavedRun Open(TrainingRequest request, string usualName)
    {
        usualName = request.Recipe ?? usualName;
        string path = request.Resume ?? request.Out ?? System.IO.Path.Combine("runs", usualName);
        return new(request, RunFolder.Open(path), usualName) { Path = path };
    }

    /// <summary>Says what is trained, once that is known.</summary>
    public void Describe(TrainingRequest full, string network, DataOrigin? origin, TrainingState? state)
    {
        config = Config(full, network, origin);
        if (state is not null) before = folder.HistoryUpTo(request.LogSteps ? state.Step : state.Epoch);
    }

    /// <summary>What a model's file notes of the training.</summary>
    public static Dictionary<string, string> Notes(TrainingRequest request, string end)
    {
        var notes = new Dictionary<string, string>
        {
            [CommandNote] = new JsonArray([.. Words(Anywhere(request)).Select(word => (JsonNode)word)]).ToJsonString(),
            [EndNote] = end,
        };
        if (request.Recipe is { } recipe) notes.Add(RecipeNote, recipe);
        return notes;
    }

    /// <summary>Saves the run as it stands. A training does not end because a disk is full for a while.</summary>
    public void Checkpoint(TrainingRun run)
    {
        try
        {
            folder.Save(run.Save, Table(run.Epochs, run.StepLosses), config);
        }
        catch (DataException error)
        {
            if (!hasWarned) Console.Error.WriteLine($"chainrule: {error.Message} The training goes on.");
            hasWarned = true;
        }
    }

    /// <summary>Saves the run as it ended: in its folder, or elsewhere where that cannot be written to.</summary>
    public void Finish(Action<string> model, TrainingHistory history)
    {
        string table = Table(history.Epochs, history.StepLosses);
        try
        {
            folder.Save(model, table, config);
        }
        catch (DataException error)
        {
            string place = System.IO.Path.Combine(
                System.IO.Path.GetTempPath(), $"chainrule-{name}-{Environment.ProcessId}");
            using RunFolder other = RunFolder.Open(place);
            other.Save(model, table, config);
            Path = place;
            Console.Error.WriteLine($"chainrule: {error.Message} The run is saved in {place}.");
        }
    }

    public void Dispose() => folder.Dispose();

    private string Table(IEnumerable<EpochReport> epochs, IReadOnlyList<double> steps) =>
        request.LogSteps ? TrainingTable.OfSteps(steps, before) : TrainingTable.OfEpochs(epochs, before);

    private static string Config(TrainingRequest request, string network, DataOrigin? origin)
    {
        using var memory = new MemoryStream();
        var layout = new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using (var json = new Utf8JsonWriter(memory, layout))
        {
            json.WriteStartObject();
            IEnumerable<string> words = Words(request).Prepend("train").Prepend("chainrule");
            json.WriteString("command", string.Join(' ', words.Select(Quoted)));
            if (request.Recipe is { } recipe) json.WriteString(RecipeNote, recipe);
            json.WriteString("data", request.Data);
            foreach ((string option, object value) in request.Settings())
            {
                string name = option[2..].Replace('-', '_');
                if (value is string text) json.WriteString(name, text);
                else if (value is bool flag) json.WriteBoolean(name, flag);
                else if (value is double real) json.WriteNumber(name, real);
                else json.WriteNumber(name, Convert.ToInt64(value, CultureInfo.InvariantCulture));
            }
            if (origin is { Checksum.Length: > 0 })
            {
                json.WriteString("file_crc32", origin.Checksum);
                json.WriteNumber("file_rows", origin.Rows);
                json.WriteNumber("held_out", origin.HeldOut);
            }
            json.WriteString("network", network);
            json.WriteString("version", typeof(Model).Assembly.GetName().Version?.ToString(3));
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(memory.ToArray()) + "\n";
    }

    // The training may go on from another folder.
    private static TrainingRequest Anywhere(TrainingRequest request) => request with
    {
        Data = Dataset.BuiltIn.Any(set => set.Name == request.Data) ? request.Data : Full(request.Data)!,
        TestFile = Full(request.TestFile),
        LabelFile = Full(request.LabelFile),
        Model = Full(request.Model),
        Initializer = Full(request.Initializer),
        DataDirectory = request.DataDirectory is null ? null : System.IO.Path.GetFullPath(request.DataDirectory),
    };

    private static string? Full(string? path) => System.IO.Path.Exists(path) ? System.IO.Path.GetFullPath(path) : path;

    // The arguments that make the same training again.
    private static IEnumerable<string> Words(TrainingRequest request) =>
        request.Settings().SelectMany(setting => (string[])[setting.Option, Word(setting.Value)])
            .Prepend(request.Data);

    private static string Word(object value) =>
        value is bool ? "true" : Convert.ToString(value, CultureInfo.InvariantCulture)!;

    private static string Quoted(string word) =>
        word.Length > 0 && word.All(c => char.IsLetterOrDigit(c) || "-_.,:/\\=+".Contains(c)) ? word
            : $"'{word.Replace("'", "'\\''")}'";
}
