using System.Text.Json;
using System.Text.Json.Nodes;

namespace Chainrule.Formats;

/// <summary>Untrusted JSON from a file: duplicate keys are an error.</summary>
internal static class StrictJson
{
    private static readonly JsonDocumentOptions Options = new() { AllowDuplicateProperties = false };

    /// <summary>Parses a text.</summary>
    /// <exception cref="JsonException">The text is not valid JSON, or an object has a duplicate key.</exception>
    public static JsonNode? Parse(string text) => JsonNode.Parse(text, null, Options);

    /// <summary>Reads a number, string or flag of an object.</summary>
    /// <exception cref="DataException">It is missing or of another kind.</exception>
    public static T Value<T>(JsonObject json, string name) =>
        json[name] is JsonValue value && value.TryGetValue(out T? read)
        ? read
        : throw new DataException($"\"{name}\" is missing or of the wrong kind");
}
