using System.Text.Json;
using System.Text.Json.Nodes;
using Chainrule.Formats;

namespace Chainrule;

/// <summary>The JSON in a model file. Files are not trusted, so everything is checked.</summary>
internal static class ModelJson
{
    public const string NotesKey = "notes", OriginKey = "data_origin";

    public static string WriteArchitecture(Model model) => new JsonObject
    {
        ["dtype"] = model.DType.Name(),
        ["seed"] = model.Seed,
        ["samples"] = Write(model.InputShape!),
        ["input"] = Write(model.PreparedShape!),
        ["loss"] = model.Loss?.ToString(),
        ["network"] = new LayerWriter().Write(model.Network.Describe()),
    }.ToJsonString();

    /// <summary>The model, without parameters yet, and the shape of its samples.</summary>
    public static Model ReadArchitecture(string text, out Shape prepared, out Shape sample)
    {
        JsonObject json = Parse(text, "architecture");
        DType dtype = Value<string>(json, "dtype") switch
        {
            "float32" => DType.Float32,
            "float64" => DType.Float64,
            string other => throw new DataException($"its type \"{other}\" is neither float32 nor float64"),
        };
        prepared = ReadShape(json, "input");
        // Files of version 1 do not contain it; it is the same unless categories become columns.
        sample = json["samples"] is null ? prepared : ReadShape(json, "samples");
        if (json["network"] is not JsonObject network)
            throw new DataException("its architecture lacks the \"network\"");
        return new Model(new LayerReader().Read(network).Create())
        {
            DType = dtype,
            Seed = Value<long>(json, "seed"),
            Loss = json["loss"] is null ? null : Loss.Parse(Value<string>(json, "loss")),
        };
    }

    public static string WriteList(IEnumerable<string> texts) =>
        new JsonArray([.. texts.Select(text => (JsonNode)text)]).ToJsonString();

    public static string[] ReadList(string text, string what) => StrictJson.Parse(text) is JsonArray list
        ? [.. list.Select(item => item is JsonValue value && value.TryGetValue(out string? name)
            ? name
            : throw new DataException($"\"{what}\" holds something other than texts"))]
        : throw new DataException($"\"{what}\" is not a list");

    public static string WriteNotes(IReadOnlyDictionary<string, string> notes)
    {
        var json = new JsonObject();
        foreach ((string name, string text) in notes) json[name] = text;
        return json.ToJsonString();
    }

    public static Dictionary<string, string> ReadNotes(string text)
    {
        JsonObject json = Parse(text, NotesKey);
        return json.ToDictionary(pair => pair.Key, pair => Value<string>(json, pair.Key));
    }

    public static string WriteTraining(TrainingRecord record) => new JsonObject
    {
        ["data"] = record.Data,
        ["samples"] = record.Samples,
        ["optimizer"] = record.Optimizer,
        ["batch_size"] = record.BatchSize,
        ["epochs"] = record.Epochs,
        ["seed"] = record.Seed,
        ["regularizers"] = new JsonArray([.. record.Regularizers.Select(term => (JsonNode)term)]),
        ["loss"] = Finite(record.Loss),
        ["metric"] = record.Metric,
        ["value"] = Finite(record.Value),
    }.ToJsonString();

    public static TrainingRecord ReadTraining(string text)
    {
        JsonObject json = Parse(text, "training");
        return new(
            Value<string>(json, "data"), Value<int>(json, "samples"), Value<string>(json, "optimizer"),
            Value<int>(json, "batch_size"), Value<int>(json, "epochs"), Value<long>(json, "seed"),
            ReadList((json["regularizers"] ?? json["penalties"])?.ToJsonString() ?? "[]", "regularizers"),
            Measured(json, "loss"), Value<string>(json, "metric"), Measured(json, "value"));
    }

    private static JsonArray Write(Shape shape) =>
        new([.. shape.Lengths.ToArray().Select(length => (JsonNode)length)]);

    private static Shape ReadShape(JsonObject json, string name) => json[name] is JsonArray lengths
        ? Shape.Create([.. lengths.Select(length =>
            length is JsonValue value && value.TryGetValue(out int number) && number >= 0
                ? number
                : throw new DataException($"its \"{name}\" has a length that is not an integer"))])
        : throw new DataException($"its architecture lacks the list \"{name}\"");

    public static JsonObject Parse(string text, string what) =>
        StrictJson.Parse(text) as JsonObject ?? throw new DataException($"its \"{what}\" is not a JSON object");

    // JSON cannot represent numbers that are not finite; null stands for them.
    private static JsonNode? Finite(double value) => double.IsFinite(value) ? value : null;

    private static double Measured(JsonObject json, string name) =>
        json[name] is null ? double.NaN : Value<double>(json, name);

    public static T Value<T>(JsonObject json, string name) => StrictJson.Value<T>(json, name);
}
