using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Chainrule.Tests;

/// <summary>
/// Changes JSON so that it is still JSON: values of another kind or size, members missing or misplaced.
/// </summary>
internal static class JsonMutation
{
    private static readonly string[] Values =
    [
        "null", "true", "0", "-1", "1", "2147483648", "-9223372036854775808", "1e308", "0.5", "\"\"", "\"x\"",
        "\"NaN\"", "\"1e999\"", "\"\\u0000\"", "[]", "{}", "[[]]", "[null]",
        new string('[', 200) + new string(']', 200),
    ];

    /// <summary>How many mutations a test tries: a few hundred, or CHAINRULE_MUTATIONS.</summary>
    public static int Count => int.TryParse(
        Environment.GetEnvironmentVariable("CHAINRULE_MUTATIONS"), CultureInfo.InvariantCulture, out int count)
        ? count : 300;

    /// <summary>The text with up to three changes; any text where it is not JSON.</summary>
    public static string Of(string text, Random random)
    {
        JsonNode? root;
        try
        {
            root = JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return Values[random.Next(Values.Length)];
        }
        for (int changes = random.Next(1, 4); changes > 0; changes--)
        {
            List<JsonNode> containers = [];
            Collect(root, containers);
            if (containers.Count == 0) return Values[random.Next(Values.Length)];
            JsonNode? value = random.Next(4) == 0 ? containers[random.Next(containers.Count)].DeepClone()
                : JsonNode.Parse(Values[random.Next(Values.Length)], null, new() { MaxDepth = 1000 });
            if (containers[random.Next(containers.Count)] is JsonArray array) Change(array, value, random);
            else if (containers[random.Next(containers.Count)] is JsonObject json) Change(json, value, random);
        }
        return root!.ToJsonString(new() { MaxDepth = 1000 });
    }

    private static void Change(JsonArray array, JsonNode? value, Random random)
    {
        if (array.Count == 0 || random.Next(4) == 0) array.Insert(random.Next(array.Count + 1), value);
        else if (random.Next(4) == 0) array.RemoveAt(random.Next(array.Count));
        else array[random.Next(array.Count)] = value;
    }

    private static void Change(JsonObject json, JsonNode? value, Random random)
    {
        string[] names = [.. json.Select(member => member.Key)];
        if (names.Length == 0 || random.Next(6) == 0) json["extra"] = value;
        else if (random.Next(4) == 0) json.Remove(names[random.Next(names.Length)]);
        else json[names[random.Next(names.Length)]] = value;
    }

    private static void Collect(JsonNode? node, List<JsonNode> containers)
    {
        if (node is not (JsonArray or JsonObject)) return;
        containers.Add(node);
        IEnumerable<JsonNode?> below =
            node is JsonArray array ? array : ((JsonObject)node).Select(member => member.Value);
        foreach (JsonNode? child in below) Collect(child, containers);
    }
}
