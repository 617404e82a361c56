using System.Text.Json;
using System.Text.Json.Nodes;
using Chainrule.Formats;

namespace Chainrule;

/// <summary>
/// Model files: safetensors whose metadata hold the architecture, the preprocessing, the class names and how the model
/// was trained, as JSON. One file is enough to predict, and loading it runs no foreign code.
/// </summary>
public static class ModelFile
{
    // The metadata key that files of trained programs have and models do not.
    internal const string ProgramKey = "chain_program";

    // Files of versions 1 and 2 have no checksums.
    private const string Version = "3";

    private static readonly string[] OldVersions = ["1", "2"];

    /// <summary>Writes a model atomically.</summary>
    /// <param name="path">The file to create or replace.</param>
    /// <param name="model">The model; it must be built.</param>
    /// <param name="includeTrainingState">
    /// Whether to save the state of the last training, including the optimizer's, so that a later <c>Model.Fit</c> of
    /// the loaded model can continue from it.
    /// </param>
    /// <exception cref="ChainruleException">
    /// The model has no parameters yet, or a layer cannot be described.
    /// </exception>
    /// <exception cref="DataException">The file cannot be written.</exception>
    public static void Save(string path, Model model, bool includeTrainingState = true)
    {
        (KeyValuePair<string, Tensor>[] tensors, List<KeyValuePair<string, string>> metadata) =
            Content(model, includeTrainingState);
        SafetensorsFile.Write(path, tensors, FileChecksums.Added(tensors, metadata));
    }

    /// <summary>Writes a model to a stream, the same bytes as to a file.</summary>
    /// <param name="stream">The stream, which stays open.</param>
    /// <param name="model">The model.</param>
    /// <param name="includeTrainingState">Whether to save the state of the last training, too.</param>
    /// <exception cref="ChainruleException">
    /// The model has no parameters yet, or a layer cannot be described.
    /// </exception>
    public static void Save(Stream stream, Model model, bool includeTrainingState = true)
    {
        ArgumentNullException.ThrowIfNull(stream);
        (KeyValuePair<string, Tensor>[] tensors, List<KeyValuePair<string, string>> metadata) =
            Content(model, includeTrainingState);
        SafetensorsWriter.Write(stream, "The model", tensors, FileChecksums.Added(tensors, metadata));
    }

    private static (KeyValuePair<string, Tensor>[] Tensors, List<KeyValuePair<string, string>> Metadata) Content(
        Model model, bool includeTrainingState)
    {
        if (!model.IsBuilt)
            throw new ChainruleException("A model without parameters cannot be saved: train it or call Build first.");
        RequireReadable(model);
        string architecture = ModelJson.WriteArchitecture(model);
        RequireReadable(architecture);
        List<KeyValuePair<string, string>> metadata =
        [
            new("chainrule", Version),
            new("architecture", architecture),
        ];
        if (model.Preprocessing.Count > 0)
            metadata.Add(new("preprocessing", model.Preprocessing.Describe().ToJsonString()));
        if (model.FittedScaling is { } scaling)
            metadata.Add(new("target_scaling", scaling.Describe().ToJsonString()));
        if (model.ClassNames.Count > 0) metadata.Add(new("class_names", ModelJson.WriteList(model.ClassNames)));
        if (model.FeatureNames.Count > 0) metadata.Add(new("feature_names", ModelJson.WriteList(model.FeatureNames)));
        if (model.Table is not null) metadata.Add(new("table", model.Table));
        if (model.Images is not null) metadata.Add(new(ImageForm.Key, model.Images.ToJson()));
        if (model.Origin is not null) metadata.Add(new(ModelJson.OriginKey, model.Origin.ToJson()));
        if (model.Notes.Count > 0) metadata.Add(new(ModelJson.NotesKey, ModelJson.WriteNotes(model.Notes)));
        if (model.Training is not null) metadata.Add(new("training", ModelJson.WriteTraining(model.Training)));
        IEnumerable<KeyValuePair<string, Tensor>> tensors =
            model.Parameters.Select(parameter => KeyValuePair.Create(parameter.Name, parameter.Value));
        if (includeTrainingState && model.TrainingState is { } state)
        {
            metadata.Add(new(TrainingStateJson.Key, TrainingStateJson.Write(state, model.Parameters)));
            tensors = tensors.Concat(TrainingStateJson.Tensors(state, model.Parameters));
        }
        return ([.. tensors], metadata);
    }

    /// <summary>Reads a model.</summary>
    /// <param name="path">The file.</param>
    /// <param name="allowNonFinite">
    /// Whether to accept infinite or NaN parameters, in order to inspect what went wrong.
    /// </param>
    /// <exception cref="DataException">
    /// The file is missing, damaged or not a model; the message says what is wrong.
    /// </exception>
    public static Model Load(string path, bool allowNonFinite = false)
    {
        SafetensorsContent content = SafetensorsFile.Read(path);
        if (content.Metadata.ContainsKey(ProgramKey))
            throw new DataException(
                $"{path}: this file holds a trained .chain program, not a model of layers: open it with " +
                "TrainedChain.Load, or predict with TrainedGraph.Load.");
        if (content.Metadata.ContainsKey(TrainedGraph.GraphKey))
            throw new DataException(
                $"{path}: this file holds a graph, not a model of layers: open it with TrainedGraph.Load.");
        if (!content.Metadata.TryGetValue("chainrule", out string? version))
            throw new DataException(
                $"{path}: this file holds tensors but no model: give one that Model.Save wrote.");
        if (version != Version && !OldVersions.Contains(version))
            throw new DataException(
                $"{path}: the model has the format {version}; this version reads format {Version}: use a newer one.");
        try
        {
            FileChecksums.Verify(content, required: version == Version);
            Model model = Read(content);
            if (!allowNonFinite) RequireFinite(model.Parameters);
            return model;
        }
        catch (Exception error) when (error is ChainruleException or JsonException)
        {
            string reason = error is JsonException ? "its JSON is broken" : error.Message.TrimEnd('.');
            throw new DataException(
                $"{path}: the model cannot be read: {reason}: train it again or restore the file.", error);
        }
    }

    /// <summary>Requires all parameters to be finite.</summary>
    /// <exception cref="DataException">A parameter is not finite.</exception>
    internal static void RequireFinite(IEnumerable<LayerParameter> parameters)
    {
        if (parameters.FirstOrDefault(parameter => !parameter.Value.Value.IsFinite) is { } broken)
            throw new DataException(
                $"the tensor \"{broken.Name}\" holds infinite values or NaN, as a training that went wrong leaves " +
                "them; Load with allowNonFinite reads it anyway");
    }

    // Anything without a registered name could be written but not read again.
    private static void RequireReadable(Model model)
    {
        if (model.Preprocessing.FirstOrDefault(one => !TransformDescription.Knows(one.Name)) is { } transform)
            throw new ChainruleException(
                $"A model with the transform '{transform.Name}' could not be read again: call " +
                $"Transform.Register(\"{transform.Name}\", …) before saving.");
        if (model.Loss is { } loss && !LossNames.Knows(loss.ToString()))
            throw new ChainruleException(
                $"A model with the loss '{loss}' could not be read again: call Loss.Register before saving.");
    }

    // Such as an initializer of your own.
    private static void RequireReadable(string architecture)
    {
        try
        {
            ModelJson.ReadArchitecture(architecture, out _, out _);
        }
        catch (ChainruleException error)
        {
            throw new ChainruleException(
                $"The model could not be read again: {error.Message.TrimEnd('.')}; what is your own is registered " +
                "first, as with Initializer.Register.", error);
        }
    }

    private static Model Read(SafetensorsContent content)
    {
        Model model = ModelJson.ReadArchitecture(
            Required(content, "architecture"), out Shape prepared, out Shape sample);
        long stored = content.Tensors.Values.Sum(tensor => (long)tensor.Length);
        if (prepared.Size > Math.Max(1 << 20, stored))
            throw new DataException($"its samples of shape {prepared} do not belong to its {stored:N0} stored numbers");
        var parameters = new StoredParameters(content.Tensors, model.Network);
        model.BuildFor(sample, prepared, parameters);
        bool hasState = content.Metadata.ContainsKey(TrainingStateJson.Key);
        if (parameters.Unread.FirstOrDefault(name => !hasState || !TrainingStateJson.IsOwn(name)) is { } extra)
            throw new DataException($"the tensor \"{extra}\" belongs to no layer");

        // The name in version 1.
        string? preprocessing = content.Metadata.GetValueOrDefault("preprocessing")
            ?? content.Metadata.GetValueOrDefault("preparation");
        if (preprocessing is not null)
            model.Preprocessing = TransformPipeline.FromDescription(StrictJson.Parse(preprocessing));
        if (content.Metadata.TryGetValue("target_scaling", out string? scaling))
            model.TargetScaling = TargetScaling.FromDescription(StrictJson.Parse(scaling), model.OutputShape!.Size);
        if (content.Metadata.TryGetValue("class_names", out string? classes))
            model.ClassNames = ModelJson.ReadList(classes, "class_names");
        if (content.Metadata.TryGetValue("feature_names", out string? features))
            model.FeatureNames = ModelJson.ReadList(features, "feature_names");
        if (content.Metadata.TryGetValue("training", out string? training))
            model.Training = ModelJson.ReadTraining(training);
        if (content.Metadata.TryGetValue(TrainingStateJson.Key, out string? state))
            model.TrainingState = TrainingStateJson.Read(state, content.Tensors, model.Parameters);
        if (content.Metadata.TryGetValue(ModelJson.OriginKey, out string? origin))
            model.Origin = DataOrigin.FromJson(origin);
        if (content.Metadata.TryGetValue(ModelJson.NotesKey, out string? notes))
            model.Notes = ModelJson.ReadNotes(notes);
        model.Table = content.Metadata.GetValueOrDefault("table");
        if (content.Metadata.TryGetValue(ImageForm.Key, out string? images))
            model.Images = ImageForm.FromJson(images, model.InputShape!);
        return model;
    }

    private static string Required(SafetensorsContent content, string name) =>
        content.Metadata.TryGetValue(name, out string? text)
        ? text
        : throw new DataException($"its metadata lack \"{name}\"");
}
