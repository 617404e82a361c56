using System.Text.Json;
using System.Text.Json.Nodes;
using Chainrule.Formats;

namespace Chainrule;

/// <summary>
/// A trained graph from raw samples to answers: what a file needs to predict without the program or the layers that the
/// graph was made from.
/// </summary>
/// <param name="template">The graph, for any number of samples or for one.</param>
public sealed class TrainedGraph(GraphTemplate template)
{
    internal const string GraphKey = "graph", Features = "features";

    private const string SourcesKey = "graph_sources", PreprocessingKey = "preprocessing", ClassesKey = "class_names";

    /// <summary>The graph.</summary>
    public GraphTemplate Template => template;

    /// <summary>
    /// What data the inputs take, by their names: <c>features</c> are prepared before, and the only ones that
    /// <see cref="Predict(Tensor)"/> gives.
    /// </summary>
    public IReadOnlyDictionary<string, string> Sources { get; init; } = new Dictionary<string, string>();

    /// <summary>What is done to features before the graph sees them.</summary>
    public TransformPipeline Preprocessing { get; init; } = new();

    /// <summary>The names of the classes that the first output tells apart; empty where there are none.</summary>
    public IReadOnlyList<string> ClassNames { get; init; } = [];

    /// <summary>Whether a file holds a trained graph.</summary>
    /// <exception cref="DataException">The file is missing or damaged.</exception>
    public static bool IsIn(string path) => SafetensorsFile.ReadHeader(path).Metadata.ContainsKey(GraphKey);

    /// <summary>Reads the graph of a file: one that <see cref="Save"/> wrote, or of a trained program.</summary>
    /// <exception cref="DataException">The file is missing, damaged or holds no graph.</exception>
    public static TrainedGraph Load(string path)
    {
        SafetensorsContent content = SafetensorsFile.Read(path);
        if (!content.Metadata.TryGetValue(GraphKey, out string? graph))
            throw new DataException(
                $"{path}: this file holds no graph: a model of layers opens with Model.Load, and a .chain program " +
                "with TrainedChain.Load; one that names an output holds its graph since it was trained by this " +
                "version.");
        try
        {
            FileChecksums.Verify(content, required: true);
            return new TrainedGraph(GraphTemplate.Parse(graph, content.Tensors))
            {
                Sources = Texts(content, SourcesKey).Select(one => one.Split('=', 2))
                    .ToDictionary(pair => pair[0], pair => pair[^1]),
                Preprocessing = TransformPipeline.FromDescription(
                    StrictJson.Parse(content.Metadata.GetValueOrDefault(PreprocessingKey, "[]"))),
                ClassNames = Texts(content, ClassesKey),
            };
        }
        catch (Exception error) when (
            error is ChainruleException or JsonException or ArgumentException or InvalidOperationException
                or InvalidCastException or FormatException or KeyNotFoundException)
        {
            string reason = error is ChainruleException ? error.Message.TrimEnd('.') : "its metadata are damaged";
            throw new DataException($"{path}: the trained graph cannot be read: {reason}: restore the file.", error);
        }
    }

    /// <summary>Writes the graph with its parameters, all or nothing.</summary>
    /// <exception cref="DataException">The file cannot be written.</exception>
    public void Save(string path) => SafetensorsFile.Write(path, template.Parameters, FileChecksums.Added(
        template.Parameters,
        [
            .. Metadata(),
            new(PreprocessingKey, Preprocessing.Describe().ToJsonString()),
            new(ClassesKey, new JsonArray([.. ClassNames.Select(name => (JsonNode)name)]).ToJsonString()),
        ]));

    /// <summary>The first output for raw samples, one a row.</summary>
    /// <exception cref="ChainruleException">The output needs other inputs too.</exception>
    public Tensor Predict(Tensor features)
    {
        string[] fed = [.. template.Inputs.Where(input => Sources.GetValueOrDefault(input) == Features)];
        string? input = fed.Length > 0 ? fed[0] : template.Inputs is [var only] ? only : null;
        return Predict(input is null ? new Dictionary<string, Tensor>() : new() { [input] = features });
    }

    /// <summary>The first output for raw samples.</summary>
    /// <param name="inputs">Arrays by the names of inputs, or by what data these take.</param>
    /// <exception cref="ChainruleException">An input is missing or does not fit.</exception>
    public Tensor Predict(IReadOnlyDictionary<string, Tensor> inputs)
    {
        var arrays = new Dictionary<string, Tensor>();
        int? samples = null;
        foreach (string name in template.Inputs)
        {
            string? source = Sources.GetValueOrDefault(name);
            Tensor array = inputs.GetValueOrDefault(name)
                ?? (source is null ? null : inputs.GetValueOrDefault(source))
                ?? throw new ChainruleException(
                    $"The graph needs {name} too: give an array for each of {string.Join(", ", template.Inputs)}.");
            (DType dtype, int rank) = template.TypeOf(name);
            array = Fitted(array, rank);
            arrays[name] = source == Features && Preprocessing.Count > 0
                ? Preprocessing.Apply(array, dtype) : array.Cast(dtype);
            samples ??= template.SamplesOf(name, arrays[name].Shape);
        }
        return template.For(samples ?? 1, arrays)[0];
    }

    /// <summary>What a file says of the graph beside its tensors.</summary>
    internal IEnumerable<KeyValuePair<string, string>> Metadata() =>
    [
        new(GraphKey, template.ToJson()),
        new(SourcesKey, new JsonArray([.. Sources.Where(pair => template.Inputs.Contains(pair.Key))
            .Select(pair => (JsonNode)$"{pair.Key}={pair.Value}")]).ToJsonString()),
    ];

    // A single sample becomes a batch of one, and pictures become rows, as the input's number of axes asks.
    internal static Tensor Fitted(Tensor array, int rank) => array.Rank == rank || array.Rank == 0 ? array
        : array.Rank == 1 && rank == 2 ? Functions.Reshape(array, [1, array.Length])
        : array.Rank > 1 && rank == 2 ? Functions.Reshape(array, [array.Shape[0], array.Length / array.Shape[0]])
        : array;

    private static string[] Texts(SafetensorsContent content, string key) =>
        content.Metadata.TryGetValue(key, out string? text) && StrictJson.Parse(text) is JsonArray list
            ? [.. list.Select(item => (string?)item
                ?? throw new DataException($"an entry of {key} is empty"))] : [];
}
