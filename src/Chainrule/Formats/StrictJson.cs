using System.Text.Json;
using System.Text.Json.Nodes;

namespace Chainrule.Formats;

/// <summary>JSON from a file, in which nothing is taken on trust: a key that stands twice is an error.</summary>
internal static class StrictJson
{
    private static readonly JsonDocumentOptions Options = new() { AllowDuplicateProperties = false };

    /// <summary>The value that a text holds.</summary>
    /// <exception cref="JsonException">The text is no JSON, or a key stands twice in an object.</exception>
    public static JsonNode? Parse(string text) => JsonNode.Parse(text, null, Options);

    /// <summary>A number, text or flag of an object.</summary>
    /// <exception cref="DataException">It is missing or of another kind.</exception>
    public static T Value<T>(JsonObject json, string name) =>
        json[name] is JsonValue value && value.TryGetValue(out T? read)
        ? read
        : throw new DataException($"\"{name}\" is missing or of the wrong kind");
}
