using System.Globalization;
using System.Text.Json.Nodes;

namespace Chainrule.Templates;

/// <summary>A template as JSON: an object for each node, in order, and the places of the results.</summary>
internal static class TemplateJson
{
    public const int Version = 1;

    public static string Write(GraphTemplate template) => new JsonObject
    {
        ["graph"] = Version,
        ["nodes"] = List(template.Nodes.Select((node, place) => Written(node, template.NameOf(place)))),
        ["outputs"] = List(template.Outputs.Select(output => (JsonNode)output)),
    }.ToJsonString();

    private static JsonObject Written(TemplateNode node, string? name)
    {
        JsonObject json = [];
        switch (node.Kind)
        {
            case GraphNodeKind.Constant:
                json["constant"] = Written(node.Constant!);
                break;
            case GraphNodeKind.Operation:
                json["operator"] = node.Operator;
                json["inputs"] = List(node.Inputs.Select(input => (JsonNode)input));
                if (node.Body is { } body) json["body"] = Written(body);
                if (node.Attributes.Length > 0) json["attributes"] = List(node.Attributes.Select(Written));
                break;
            default:
                bool isParameter = node.Kind == GraphNodeKind.Parameter;
                json[isParameter ? "parameter" : node.Shared is null ? "input" : "state"] = name;
                break;
        }
        if (node.Name is not null && node.Kind is GraphNodeKind.Constant or GraphNodeKind.Operation)
            json["name"] = node.Name;
        json["dtype"] = node.DType.Name();
        json["shape"] = Written(node.Shape);
        if (node.Shape.Names is { } names) json["axes"] = List(names.Select(axis => (JsonNode?)axis));
        return json;
    }

    // Variables of a step have no names; their places say what they are.
    private static JsonObject Written(TemplateBody body) => new()
    {
        ["nodes"] = List(body.Nodes.Select((node, place) => Written(node, node.Name ?? $"variable.{place}"))),
        ["places"] = List(body.Places.Select(place => (JsonNode)place)),
        ["states"] = body.Counts.States,
        ["elements"] = body.Counts.Elements,
        ["shared"] = body.Counts.Shared,
    };

    private static JsonObject Written(TemplateConstant constant)
    {
        JsonObject json = constant.Filled is { } filled ? new() { ["filled"] = Written(filled) }
            : NumberIn(constant.Values!) is { } number ? new() { ["number"] = Written(number) }
            : new() { ["values"] = Convert.ToBase64String(constant.Values!.Bytes) };
        if (constant.Symbol is { } symbol) json["symbol"] = symbol;
        if (constant.Sizes.Length > 0)
            json["sizes"] = List(constant.Sizes.Select(size => (JsonNode)new JsonObject
            {
                ["name"] = size.Name,
                ["length"] = Written(size.Length),
            }));
        return json;
    }

    private static JsonObject Written(TemplateAttribute attribute)
    {
        (string kind, JsonNode value) = attribute.Value switch
        {
            bool flag => ("flag", (JsonNode)flag),
            double number => ("number", Written(number)),
            TemplateLength length => ("integer", Written(length)),
            TemplateLength[] lengths => ("integers", List(lengths.Select(Written))),
            TemplateShape shape => ("shape", Written(shape)),
            DType dtype => ("dtype", (JsonNode)dtype.Name()),
            _ => ("text", (JsonNode)(string)attribute.Value),
        };
        var json = new JsonObject { ["name"] = attribute.Name, [kind] = value };
        if (attribute.Value is TemplateShape { Names: { } names })
            json["axes"] = List(names.Select(axis => (JsonNode?)axis));
        return json;
    }

    private static JsonArray Written(TemplateShape shape) => List(shape.Lengths.Select(Written));

    // 3, or "2m+1".
    private static JsonNode Written(TemplateLength length) => length.Slope == 0 ? length.Start : length.ToString();

    // JSON has no infinities.
    private static JsonNode Written(double number) =>
        double.IsFinite(number) ? number : number.ToString(CultureInfo.InvariantCulture);

    // The number whose bits fill the array; a NaN has bits that a number in JSON has not.
    private static double? NumberIn(NDArray values)
    {
        if (values.Length == 0) return null;
        int size = values.DType.Size();
        ReadOnlySpan<byte> all = values.Bytes;
        bool isFilled = all[..^size].SequenceEqual(all[size..]);
        return isFilled && values.Item() is var number && !double.IsNaN(number) ? number : null;
    }

    private static JsonArray List(IEnumerable<JsonNode?> items) => new([.. items]);
}
