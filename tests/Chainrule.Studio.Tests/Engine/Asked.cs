using System.Text.Json;
using System.Text.Json.Nodes;
using Chainrule.Tests;

namespace Chainrule.Studio.Tests.Engine;

/// <summary>Questions to an engine, as the page asks them.</summary>
internal static class Asked
{
    public static JsonNode Of(StudioEngine engine, string question, object asked) =>
        JsonNode.Parse(engine.Answer(question, JsonSerializer.Serialize(asked)))!;

    public static JsonNode Of(string question, object asked) => Of(new StudioEngine(), question, asked);

    public static string Sample(string name) => File.ReadAllText(SourceTree.PathOf("samples", name));

    public static string[] Texts(this JsonNode? items, string property) =>
        [.. items!.AsArray().Select(item => item![property]!.ToString())];

    public static byte[] Bytes(this string base64) => Convert.FromBase64String(base64);
}
