using System.Text.Json;
using System.Text.Json.Nodes;
using Chainrule.Cli.Inputs;
using Chainrule.Kernels;
using Chainrule.Language;

namespace Chainrule.Cli.Chains;

/// <summary>
/// A trained program as a safetensors file: its parameters by their names; in the metadata its text, what its inputs
/// are fed with and how samples are prepared.
/// </summary>
internal sealed record TrainedChain(ChainProgram Program, IReadOnlyDictionary<string, Tensor> Parameters)
{
    private const string ProgramKey = "chain_program", FileKey = "chain_file", BindingsKey = "chain_bindings";
    private const string PreparationKey = "preparation", ClassesKey = "class_names", TableKey = "table";

    public Dictionary<string, string> Bindings { get; init; } = [];

    public TransformPipeline Preprocessing { get; init; } = new();

    public IReadOnlyList<string> ClassNames { get; init; } = [];

    public CsvSchema? Schema { get; init; }

    public DType DType => Parameters.Values.First().DType;

    public void Save(string path) => SafetensorsFile.Write(path, Parameters,
    [
        new(ProgramKey, Program.ToString()),
        new(FileKey, Path.GetFileName(Program.File)),
        new(BindingsKey,
            new JsonArray([.. Bindings.Select(pair => (JsonNode)$"{pair.Key}={pair.Value}")]).ToJsonString()),
        new(PreparationKey, Preprocessing.Describe().ToJsonString()),
        new(ClassesKey, new JsonArray([.. ClassNames.Select(name => (JsonNode)name)]).ToJsonString()),
        new(TableKey, Schema?.ToJson() ?? ""),
    ]);

    /// <summary>Reads a trained program; null when the file holds a model of layers.</summary>
    public static TrainedChain? TryLoad(string run)
    {
        string path = RunFolder.ModelPath(run);
        if (!SafetensorsFile.ReadHeader(path).Metadata.ContainsKey(ProgramKey)) return null;
        SafetensorsContent content = SafetensorsFile.Read(path);
        try
        {
            string table = content.Metadata.GetValueOrDefault(TableKey, "");
            var program = ChainProgram.Parse(
                content.Metadata[ProgramKey], content.Metadata.GetValueOrDefault(FileKey, "program.chain"));
            if (program.Parameters.FirstOrDefault(
                parameter => !content.Tensors.ContainsKey(parameter.Name)) is { } missing)
                throw new DataException($"the parameter {missing.Name} is missing");
            return new TrainedChain(program, content.Tensors)
            {
                Bindings = Texts(content, BindingsKey).Select(text => text.Split('=', 2)).ToDictionary(
                    pair => pair[0], pair => pair[^1]),
                Preprocessing = TransformPipeline.FromDescription(
                    JsonNode.Parse(content.Metadata.GetValueOrDefault(PreparationKey, "[]"))),
                ClassNames = Texts(content, ClassesKey),
                Schema = table.Length > 0 ? CsvSchema.FromJson(table) : null,
            };
        }
        catch (Exception error) when (
            error is ChainruleException or JsonException or ArgumentException or InvalidOperationException)
        {
            string reason = error is ChainruleException ? error.Message.Split('\n')[0].TrimEnd('.')
                : "its metadata are damaged";
            throw new DataException(
                $"{path}: the trained program cannot be read: {reason}: train it again or restore the file.", error);
        }
    }

    /// <summary>
    /// The program computed for the samples that it is judged by: those of a data set, or arrays by their names.
    /// </summary>
    public (ChainModel Model, JudgedBy By) Apply(DataSource.Request request, TrainedOn? file, bool all)
    {
        IReadOnlyDictionary<string, Tensor> arrays;
        JudgedBy by;
        if (ChainData.IsArchive(request.Data))
        {
            arrays = NumpyFile.ReadArchive(request.Data);
            by = file is not null && file.Is(request.Data) ? JudgedBy.TrainedOnToo : JudgedBy.Others;
        }
        else
        {
            (Dataset samples, by) = DataSource.LoadForEvaluation(request, Schema, file, all);
            arrays = ChainBinding.Roles(Preprocessing.Apply(samples));
        }
        return (Apply(ChainBinding.Bind(Program, arrays, Bindings, request.Data)), by);
    }

    /// <summary>What the program gives for features alone; inputs that only the cost needs are zeros.</summary>
    public Tensor Predict(Tensor features, string path)
    {
        ChainDeclaration? input =
            Program.Inputs.FirstOrDefault(one => Bindings.GetValueOrDefault(one.Name, one.Role ?? "") == "features")
            ?? Program.Inputs.FirstOrDefault(one => one.Role is null);
        if (input is null || input.Dimensions.Count == 0)
            throw new ChainruleException(
                $"{Program.File} has no input of features: mark one, as in `input X[m, n] : features`.");
        if (features.Rank != input.Dimensions.Count && features.Rank > 1)
            features = Functions.Reshape(features, [features.Shape[0], features.Length / features.Shape[0]]);
        if (features.Rank == 1 && input.Dimensions.Count == 2)
            features = Functions.Reshape(features, [1, features.Length]);
        features = Preprocessing.Count == 0 ? features.Cast(DType) : Preprocessing.Apply(features, DType);
        var arrays = new Dictionary<string, Tensor>(Parameters) { [input.Name] = features };
        ChainModel model = Program.Build(new ChainOptions { Arrays = arrays, DType = DType });
        return model.Outputs is [Tensor output, ..]
            ? output
            : throw new ChainruleException(
                $"{Program.File} does not say what to predict: write `output` and its name, and train again.");
    }

    private ChainModel Apply(ChainRows rows) => rows.BuildModel(
        Program, new ChainOptions { DType = DType }, rows.Count, Parameters, training: false);

    private static string[] Texts(SafetensorsContent content, string key) =>
        content.Metadata.TryGetValue(key, out string? text) && JsonNode.Parse(text) is JsonArray list
            ? [.. list.Select(item => (string)item!)] : [];
}
