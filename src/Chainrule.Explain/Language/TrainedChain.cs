using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Chainrule.Formats;
using Chainrule.Language;

namespace Chainrule;

/// <summary>
/// A trained program, as one safetensors file keeps it: its parameters by their names; in the metadata its text, what
/// its inputs are fed with and what is done to samples before.
/// </summary>
/// <param name="Program">The program.</param>
/// <param name="Parameters">The values of its parameters by name.</param>
public sealed record TrainedChain(ChainProgram Program, IReadOnlyDictionary<string, Tensor> Parameters)
{
    private const string ProgramKey = ModelFile.ProgramKey;
    private const string Version = "4", VersionKey = "chain_version";
    private const string FileKey = "chain_file", BindingsKey = "chain_bindings";
    private const string PreprocessingKey = "preprocessing", OldPreprocessingKey = "preparation";
    private const string ClassesKey = "class_names", TableKey = "table", ScalingKey = "target_scaling";

    /// <summary>Names or roles of arrays by the names of the inputs that they feed, where they differ.</summary>
    public IReadOnlyDictionary<string, string> Bindings { get; init; } = new Dictionary<string, string>();

    /// <summary>What is done to features before the program sees them.</summary>
    public TransformPipeline Preprocessing { get; init; } = new();

    /// <summary>The names of the classes that the first output tells apart; empty where there are none.</summary>
    public IReadOnlyList<string> ClassNames { get; init; } = [];

    /// <summary>
    /// How the program learns its targets: with a scaling the first output is what its formula gives, times σ, plus the
    /// mean, so that parameters can stay small whatever the units; null for the formula alone. One that is not fitted
    /// yet is fitted by the next training.
    /// </summary>
    public TargetScaling? TargetScaling { get; init; }

    /// <summary>How the columns of a table became features, as the reader of tables describes it; else null.</summary>
    public string? Table { get; init; }

    /// <summary>The form of the images that it takes; null where it takes other samples.</summary>
    public ImageForm? Images { get; init; }

    /// <summary>Where the samples that it was trained on came from; null where nobody has said it.</summary>
    public DataOrigin? Origin { get; init; }

    /// <summary>Texts of your own by name, which the file keeps.</summary>
    public IReadOnlyDictionary<string, string> Notes { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Where the last training ended: what the next one goes on from; null where there is nothing.</summary>
    public TrainingState? TrainingState { get; init; }

    /// <summary>
    /// Sizes of dimensions that the parameters do not tell, by their names: with all sizes known, the file holds a
    /// graph that <see cref="TrainedGraph"/> predicts with.
    /// </summary>
    public IReadOnlyDictionary<string, int> Dimensions { get; init; } = new Dictionary<string, int>();

    /// <summary>The type of all values.</summary>
    public DType DType => Parameters.Values.First().DType;

    /// <summary>Writes the program with its parameters, all or nothing.</summary>
    /// <exception cref="DataException">The file cannot be written.</exception>
    public void Save(string path)
    {
        IEnumerable<KeyValuePair<string, Tensor>> tensors = Parameters;
        IEnumerable<KeyValuePair<string, string>> metadata = Metadata();
        if (Graph() is { } graph) metadata = metadata.Concat(graph.Metadata());
        if (TrainingState is { } state)
        {
            LayerParameter[] trained = Trained(Program, Parameters);
            metadata = metadata.Append(new(TrainingStateJson.Key, TrainingStateJson.Write(state, trained)));
            tensors = tensors.Concat(TrainingStateJson.Tensors(state, trained));
        }
        KeyValuePair<string, Tensor>[] all = [.. tensors];
        SafetensorsFile.Write(path, all, FileChecksums.Added(all, [.. metadata]));
    }

    /// <summary>
    /// What predicts as the program does, without the language; null where the program has no output, or a size is not
    /// known.
    /// </summary>
    public TrainedGraph? Graph()
    {
        string? samples = Program.Inputs.FirstOrDefault(input => input.Dimensions.Count > 0)?.Dimensions[0];
        if (Program.Analysis.Outputs.IsEmpty || samples is null) return null;
        bool isFree = !char.IsAsciiDigit(samples[0])
            && !Program.Parameters.Any(parameter => parameter.Dimensions.Contains(samples));
        Dictionary<string, int> sizes = Dimensions.Where(size => !isFree || size.Key != samples).ToDictionary();
        GraphTemplate template;
        try
        {
            template = isFree ? GraphTemplate.Of(count => Build(count)) : GraphTemplate.Of(Build(null));
        }
        catch (ChainruleException)
        {
            return null;
        }
        return new(template)
        {
            Sources = Program.Inputs.Where(input => SourceOf(input) is not null)
                .ToDictionary(input => input.Name, input => SourceOf(input)!),
            Preprocessing = Preprocessing,
            ClassNames = ClassNames,
        };

        Tensor[] Build(int? count)
        {
            if (count is { } m) sizes[samples] = m;
            return [.. Program.Build(Options(Parameters) with { Dimensions = sizes }).Outputs];
        }
    }

    /// <summary>Trains the program on, on the raw samples of a data set, from where the last training ended.</summary>
    /// <param name="data">The samples.</param>
    /// <param name="options">How to train; the usual when null.</param>
    /// <exception cref="ChainruleException">The data and the options do not fit the program.</exception>
    /// <exception cref="DivergenceException">The cost became infinite or no number.</exception>
    public ChainFit Fit(Dataset data, TrainingOptions? options = null) =>
        Continue(ChainRows.Bind(Program, Preprocessing.Apply(data), Bindings), options);

    /// <summary>Trains the program on, on arrays, from where the last training ended.</summary>
    /// <param name="arrays">What its inputs are fed with, by their names or by their roles.</param>
    /// <param name="options">How to train; the usual when null.</param>
    /// <exception cref="ChainruleException">The arrays and the options do not fit the program.</exception>
    /// <exception cref="DivergenceException">The cost became infinite or no number.</exception>
    public ChainFit Fit(IReadOnlyDictionary<string, Tensor> arrays, TrainingOptions? options = null) =>
        Continue(ChainRows.Bind(Program, arrays, Bindings), options);

    /// <summary>The parameters as a training knows them: matrices are weights, vectors biases and scales.</summary>
    internal static LayerParameter[] Trained(ChainProgram program, IReadOnlyDictionary<string, Tensor> parameters) =>
        [.. program.Parameters.Select(declaration => parameters[declaration.Name]).Select(parameter =>
            new LayerParameter(parameter.Name!, parameter, IsTrained: true, IsWeight: parameter.Rank > 1))];

    private ChainFit Continue(ChainRows rows, TrainingOptions? options)
    {
        ChainFit fit = this.Begin(rows, options, Options(Parameters) with { Seed = TrainingState?.Seed ?? 0 });
        fit.Run();
        return fit;
    }

    private IEnumerable<KeyValuePair<string, string>> Metadata() =>
    [
        new(VersionKey, Version),
        new(ProgramKey, Program.ToString()),
        new(FileKey, Path.GetFileName(Program.File)),
        new(BindingsKey,
            new JsonArray([.. Bindings.Select(pair => (JsonNode)$"{pair.Key}={pair.Value}")]).ToJsonString()),
        new(PreprocessingKey, Preprocessing.Describe().ToJsonString()),
        new(ClassesKey, new JsonArray([.. ClassNames.Select(name => (JsonNode)name)]).ToJsonString()),
        new(TableKey, Table ?? ""),
        new(ScalingKey, TargetScaling is { IsFitted: true } ? TargetScaling.Describe().ToJsonString() : ""),
        new(ModelJson.OriginKey, Origin?.ToJson() ?? ""),
        new(ModelJson.NotesKey, ModelJson.WriteNotes(Notes)),
        .. Images is null ? [] : new KeyValuePair<string, string>[] { new(ImageForm.Key, Images.ToJson()) },
    ];

    /// <summary>Whether a file holds a trained program, and not a model of layers.</summary>
    /// <exception cref="DataException">The file is missing or damaged.</exception>
    public static bool IsIn(string path) => SafetensorsFile.ReadHeader(path).Metadata.ContainsKey(ProgramKey);

    /// <summary>Reads a trained program.</summary>
    /// <exception cref="DataException">The file is missing, damaged or holds no program.</exception>
    public static TrainedChain Load(string path)
    {
        SafetensorsContent content = SafetensorsFile.Read(path);
        IReadOnlyDictionary<string, string> metadata = content.Metadata;
        if (!metadata.TryGetValue(ProgramKey, out string? text))
            throw new DataException(
                $"{path}: this file holds no trained program: a model of layers opens with Model.Load.");
        if (metadata.GetValueOrDefault(VersionKey, "1") is not ("1" or "2" or "3" or Version))
            throw new DataException(
                $"{path}: the program has the format {metadata[VersionKey]}; this version reads up to {Version}: use " +
                "a newer one.");
        try
        {
            FileChecksums.Verify(content, required: metadata.GetValueOrDefault(VersionKey) is "3" or Version);
            var program = ChainProgram.Parse(text, metadata.GetValueOrDefault(FileKey, "program.chain"));
            if (program.Parameters.FirstOrDefault(
                parameter => !content.Tensors.ContainsKey(parameter.Name)) is { } missing)
                throw new DataException($"the parameter {missing.Name} is missing");
            // Version 1 called it so.
            string preprocessing = metadata.GetValueOrDefault(PreprocessingKey)
                ?? metadata.GetValueOrDefault(OldPreprocessingKey, "[]");
            Dictionary<string, Tensor> parameters = program.Parameters.ToDictionary(
                parameter => parameter.Name,
                parameter => Tensor.Parameter(content.Tensors[parameter.Name], parameter.Name));
            ModelFile.RequireFinite(Trained(program, parameters));
            return new TrainedChain(program, parameters)
            {
                Origin = metadata.GetValueOrDefault(ModelJson.OriginKey) is { Length: > 0 } origin
                    ? DataOrigin.FromJson(origin) : null,
                Notes = metadata.TryGetValue(ModelJson.NotesKey, out string? notes) ? ModelJson.ReadNotes(notes)
                    : ImmutableDictionary<string, string>.Empty,
                TrainingState = metadata.TryGetValue(TrainingStateJson.Key, out string? state)
                    ? TrainingStateJson.Read(state, content.Tensors, Trained(program, parameters)) : null,
                Bindings = Texts(content, BindingsKey).Select(one => one.Split('=', 2)).ToDictionary(
                    pair => pair[0], pair => pair[^1]),
                Preprocessing = TransformPipeline.FromDescription(StrictJson.Parse(preprocessing)),
                ClassNames = Texts(content, ClassesKey),
                TargetScaling = metadata.GetValueOrDefault(ScalingKey) is { Length: > 0 } scaling
                    ? TargetScaling.FromDescription(StrictJson.Parse(scaling)) : null,
                Table = metadata.GetValueOrDefault(TableKey) is { Length: > 0 } table ? table : null,
                Images = metadata.TryGetValue(ImageForm.Key, out string? images) ? ImageForm.FromJson(images) : null,
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

    /// <summary>The program for samples, with the trained parameters; features are taken as they are.</summary>
    /// <param name="arrays">What its inputs are fed with, by their names or by their roles.</param>
    /// <param name="data">What the arrays are called in messages.</param>
    public ChainModel Apply(IReadOnlyDictionary<string, Tensor> arrays, string data = "The data")
    {
        ChainRows rows = ChainBinding.Bind(Program, arrays, Bindings, data);
        ChainOptions options = Options(ImmutableDictionary<string, Tensor>.Empty);
        return rows.BuildModel(Program, options, rows.Count, Parameters, training: false);
    }

    /// <summary>The program for the raw samples of a data set, with the trained parameters.</summary>
    public ChainModel Apply(Dataset data) => Apply(ChainBinding.Roles(Preprocessing.Apply(data)), data.Name);

    /// <summary>What the program gives for raw samples; inputs that only the cost needs are zeros.</summary>
    /// <param name="features">The samples, one a row.</param>
    /// <exception cref="ChainruleException">The output needs other inputs too, or there is no output.</exception>
    public Tensor Predict(Tensor features)
    {
        ChainDeclaration? input = Program.Inputs.FirstOrDefault(one => SourceOf(one) == "features")
            ?? Program.Inputs.FirstOrDefault(one => one.Role is null);
        if (input is null || input.Dimensions.Count == 0)
            throw new ChainruleException(
                $"{Program.File} has no input of features: mark one, as in `input X[m, n] : features`.");
        return Predict(new Dictionary<string, Tensor> { [input.Name] = features });
    }

    /// <summary>What the program gives for its inputs; those that only the cost needs may be left out.</summary>
    /// <param name="inputs">Arrays by the names of inputs, or by what they were trained with.</param>
    /// <exception cref="ChainruleException">The output needs an input that is missing, or there is none.</exception>
    public Tensor Predict(IReadOnlyDictionary<string, Tensor> inputs)
    {
        var arrays = new Dictionary<string, Tensor>(Parameters);
        foreach (ChainDeclaration input in Program.Inputs)
        {
            string? source = SourceOf(input);
            if ((inputs.GetValueOrDefault(input.Name) ?? (source is null ? null : inputs.GetValueOrDefault(source)))
                is not { } array)
                continue;
            bool isPrepared = source == "features" && Preprocessing.Count > 0;
            array = TrainedGraph.Fitted(array, input.Dimensions.Count);
            arrays[input.Name] = isPrepared ? Preprocessing.Apply(array, DType)
                : array.DType == DType.Int32 && input.Role == "labels" ? array : array.Cast(DType);
        }
        ChainModel model = Program.Build(Options(arrays));
        if (model.Outputs is not [Tensor output, ..])
            throw new ChainruleException(
                $"{Program.File} does not say what to predict: write `output` and its name, and train again.");
        HashSet<Node> below = [.. Traversal.Below(Node.Of(output))];
        string[] lacking = [.. model.Inputs.Where(
            input => below.Contains(Node.Of(input)) && !arrays.ContainsKey(input.Name!)).Select(input => input.Name!)];
        return lacking.Length == 0 ? output : throw new ChainruleException(
            $"{output.Name} of {Program.File} needs {string.Join(" and ", lacking)} too: give an array for each of " +
            $"its inputs, {string.Join(", ", Program.Inputs.Select(input => input.Name))}.");
    }

    /// <summary>
    /// Whether <see cref="TargetScaling"/> makes sense: the first output has the shape of an input of targets, and is
    /// not the value of an activation, whose range would bind it.
    /// </summary>
    /// <param name="rows">The samples.</param>
    /// <param name="start">Sizes, type and first values of parameters; the program's own when null.</param>
    public bool CanScaleTargets(ChainRows rows, ChainOptions? start = null)
    {
        if (TargetInput is not { } target || Program.Analysis.Outputs.IsEmpty) return false;
        start ??= new();
        ChainModel model = rows.BuildModel(Program, start, rows.Count, start.Arrays, training: false);
        (Tensor output, Tensor targets) = (model.Outputs[0], model[target.Name]);
        return targets.DType.IsFloating() && output.Rank > 0 && output.Shape == targets.Shape
            && Node.Of(output).Operator.CatalogEntry?.IsActivation != true;
    }

    /// <summary>The scaling, fitted to these samples if it is not yet.</summary>
    internal TargetScaling? FittedScaling(ChainRows rows)
    {
        if (TargetScaling is { IsFitted: false })
        {
            ChainDeclaration target = TargetInput ?? throw new ChainruleException(
                $"{Program.File} has no input of targets to scale: mark one, as in `input y[m, 1] : targets`.");
            TargetScaling.Fit(rows[target.Name]);
        }
        return TargetScaling;
    }

    private ChainDeclaration? TargetInput => Program.Inputs.FirstOrDefault(input => SourceOf(input) == "targets");

    private ChainOptions Options(IReadOnlyDictionary<string, Tensor> arrays) =>
        new() { Arrays = arrays, DType = DType, TargetScaling = TargetScaling };

    private string? SourceOf(ChainDeclaration input) => Bindings.GetValueOrDefault(input.Name) ?? input.Role;

    private static string[] Texts(SafetensorsContent content, string key) =>
        content.Metadata.TryGetValue(key, out string? text) && StrictJson.Parse(text) is JsonArray list
            ? [.. list.Select(item => (string)item!)] : [];
}
