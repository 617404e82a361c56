using System.Text.Json;
using System.Text.Json.Nodes;
using Chainrule.Formats;

namespace Chainrule;

/// <summary>
/// Model files: safetensors whose metadata hold the architecture, the preparation of samples, the names of classes and
/// how the model was trained, as JSON. One file is enough to predict, and opening it runs no code of others.
/// </summary>
public static class ModelFile
{
    // What the file of a trained program has in its metadata, and no model has.
    internal const string ProgramKey = "chain_program";

    // Files of the first two versions have no checksums.
    private const string Version = "3";

    private static readonly string[] OldVersions = ["1", "2"];

    /// <summary>Writes a model, all or nothing.</summary>
    /// <param name="path">The file to create or replace.</param>
    /// <param name="model">The model; it must be built.</param>
    /// <param name="includeTrainingState">
    /// Whether the file holds where the last training ended, the optimizer's memory included: what a later
    /// <see cref="Model.Fit"/> of the loaded model goes on from.
    /// </param>
    /// <exception cref="ChainruleException">
    /// The model has no parameters yet, or a layer cannot be described.
    /// </exception>
    /// <exception cref="DataException">The file cannot be written.</exception>
    public static void Save(string path, Model model, bool includeTrainingState = true)
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
        if (model.Origin is not null) metadata.Add(new(ModelJson.OriginKey, model.Origin.ToJson()));
        if (model.Notes.Count > 0) metadata.Add(new(ModelJson.NotesKey, ModelJson.WriteNotes(model.Notes)));
        if (model.Training is not null) metadata.Add(new("training", ModelJson.WriteTraining(model.Training)));
        IEnumerable<KeyValuePair<string, Tensor>> tensors =
            model.Parameters.Select(parameter => KeyValuePair.Create(parameter.Name, parameter.Value));
        if (includeTrainingState && model.TrainingState is { } state)
        {
            metadata.Add(new(TrainingStateJson.Key, TrainingStateJson.Write(state)));
            tensors = tensors.Concat(TrainingStateJson.Tensors(state, model.Parameters));
        }
        KeyValuePair<string, Tensor>[] all = [.. tensors];
        SafetensorsFile.Write(path, all, FileChecksums.Added(all, metadata));
    }

    /// <summary>Reads a model.</summary>
    /// <param name="path">The file.</param>
    /// <param name="allowNonFinite">Whether parameters may be infinite or NaN, to look into what went wrong.</param>
    /// <exception cref="DataException">
    /// The file is missing, damaged or no model; the message says which part.
    /// </exception>
    public static Model Load(string path, bool allowNonFinite = false)
    {
        SafetensorsContent content = SafetensorsFile.Read(path);
        if (content.Metadata.ContainsKey(ProgramKey))
            throw new DataException(
                $"{path}: this file holds a trained .chain program, not a model of layers: open it with " +
                "TrainedChain.Load.");
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

    /// <summary>Sees that all parameters are numbers.</summary>
    /// <exception cref="DataException">One of them is not.</exception>
    internal static void RequireFinite(IEnumerable<LayerParameter> parameters)
    {
        if (parameters.FirstOrDefault(parameter => !parameter.Value.Value.IsFinite) is { } broken)
            throw new DataException(
                $"the tensor \"{broken.Name}\" holds infinite values or NaN, as a training that went wrong leaves " +
                "them; Load with allowNonFinite reads it all the same");
    }

    // What has no registered name could be written, but not read again.
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

    // Such as an initializer of one's own.
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

        // Version 1 called it so.
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
        return model;
    }

    private static string Required(SafetensorsContent content, string name) =>
        content.Metadata.TryGetValue(name, out string? text)
        ? text
        : throw new DataException($"its metadata lack \"{name}\"");
}
