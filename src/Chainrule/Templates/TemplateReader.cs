using System.Collections.ObjectModel;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Chainrule.Formats;
using Chainrule.Operators;

namespace Chainrule.Templates;

/// <summary>Reads what <see cref="TemplateJson"/> has written; nothing in it is taken on trust.</summary>
/// <param name="parameters">The values of the parameters by their names.</param>
internal sealed class TemplateReader(IReadOnlyDictionary<string, Tensor> parameters)
{
    private readonly List<TemplateNode> nodes = [];

    /// <summary>The template that a text holds.</summary>
    /// <exception cref="DataException">The text holds none; the message names the node.</exception>
    public GraphTemplate Read(string text)
    {
        string place = "";
        try
        {
            if (StrictJson.Parse(text) is not JsonObject json) throw new DataException("it is no JSON object");
            int version = StrictJson.Value<int>(json, "graph");
            if (version != TemplateJson.Version)
                throw new DataException(
                    $"it has the format {version}; this version reads {TemplateJson.Version}: use a newer one");
            foreach (JsonNode? node in List(json, "nodes"))
            {
                place = $"node {nodes.Count}: ";
                Add(node);
            }
            place = "";
            int[] outputs = [.. List(json, "outputs").Select(Place)];
            return outputs.Length > 0 ? new([.. nodes], outputs) : throw new DataException("it has no output");
        }
        catch (Exception error) when (error is ChainruleException or JsonException or InvalidOperationException
            or FormatException or OverflowException or ArgumentException)
        {
            string reason = error is ChainruleException ? error.Message.TrimEnd('.') : "its JSON is broken";
            throw new DataException(
                $"The graph cannot be read: {place}{reason}: restore the file, or write it again.", error);
        }
    }

    private void Add(JsonNode? json) =>
        nodes.Add(Node(json as JsonObject ?? throw new DataException("it is no object")));

    private TemplateNode Node(JsonObject json)
    {
        GraphNodeKind kind = json.ContainsKey("operator") ? GraphNodeKind.Operation
            : json.ContainsKey("input") || json.ContainsKey("state") ? GraphNodeKind.Input
            : json.ContainsKey("parameter") ? GraphNodeKind.Parameter
            : GraphNodeKind.Constant;
        string? name = kind switch
        {
            GraphNodeKind.Input => StrictJson.Value<string>(json, json.ContainsKey("input") ? "input" : "state"),
            GraphNodeKind.Parameter => StrictJson.Value<string>(json, "parameter"),
            _ => json.ContainsKey("name") ? StrictJson.Value<string>(json, "name") : null,
        };
        DType dtype = Type(StrictJson.Value<string>(json, "dtype"));
        var node = new TemplateNode(kind, name, Shape(json), dtype);
        return kind switch
        {
            GraphNodeKind.Input when json.ContainsKey("input") => node,
            GraphNodeKind.Input or GraphNodeKind.Parameter => node with { Shared = Shared(node) },
            GraphNodeKind.Constant => node with { Constant = Constant(json, node) },
            _ => Operation(json, node),
        };
    }

    private Node Shared(TemplateNode node)
    {
        Tensor value = parameters.GetValueOrDefault(node.Name!)
            ?? throw new DataException($"the parameter {node.Name} is missing");
        if (node.Shape.Lengths.Any(length => length.Slope != 0) || value.Shape != node.Shape.At(0)
            || value.DType != node.DType)
            throw new DataException(
                $"the parameter {node.Name} is {value.DType.Name()} of shape {value.Shape}, not as the graph has it");
        if (node.Kind == GraphNodeKind.Parameter)
            return Chainrule.Node.Of(value.IsParameter ? value : Tensor.Parameter(value, node.Name));
        Tensor state = value.IsInput ? value : Tensor.Input(value.Shape, value.DType, node.Name);
        if (state != value) state.Assign(value);
        return Chainrule.Node.Of(state);
    }

    private static TemplateConstant Constant(JsonObject json, TemplateNode node)
    {
        if (json["constant"] is not JsonObject constant)
            throw new DataException("it is no input, parameter, constant or operator");
        (string, TemplateLength)[] sizes = !constant.ContainsKey("sizes") ? []
            : [.. List(constant, "sizes").Select(size => (
                StrictJson.Value<string>(Object(size, "sizes"), "name"), Length(size!["length"])))];
        string? symbol = constant.ContainsKey("symbol") ? StrictJson.Value<string>(constant, "symbol") : null;
        return (constant.ContainsKey("filled") ? new(Length(constant["filled"]), null) : new TemplateConstant(
            null, constant.ContainsKey("number") ? Filled(Number(constant["number"]), node) : Values(constant, node)))
            with
        { Symbol = symbol, Sizes = sizes };
    }

    private static NDArray Filled(double number, TemplateNode node) =>
        new Tensor(NDArray.From([number], Chainrule.Shape.Scalar)).Cast(node.DType).Value;

    private static NDArray Values(JsonObject constant, TemplateNode node)
    {
        byte[] bytes = Convert.FromBase64String(StrictJson.Value<string>(constant, "values"));
        if (node.Shape.Lengths.Any(length => length.Slope != 0))
            throw new DataException("a constant with values has one shape, whatever the number of samples");
        Shape shape = node.Shape.At(0);
        if (bytes.Length != (long)shape.Size * node.DType.Size())
            throw new DataException("the values do not fill the shape");
        NDArray array = NDArray.Uninitialized(shape, node.DType);
        bytes.CopyTo(array.Bytes);
        return array;
    }

    private TemplateNode Operation(JsonObject json, TemplateNode node)
    {
        string name = StrictJson.Value<string>(json, "operator");
        if (json["body"] is JsonObject body) return Repeated(json, node with { Operator = name }, body);
        RegisteredOperator known = OperatorRegistry.Find(name)
            ?? throw new DataException($"there is no operator {name}: use a newer version");
        int[] inputs = [.. List(json, "inputs").Select(Place)];
        if (known.Inputs is { } count ? inputs.Length != count : inputs.Length == 0)
            throw new DataException(
                $"{name} has {inputs.Length} inputs, not {known.Inputs?.ToString() ?? "one or more"}");
        RequireTypes(known, Array.ConvertAll(inputs, input => nodes[input].DType));
        TemplateAttribute[] attributes = Attributes(json);
        // Whether the attributes are all there shows at any size.
        known.Create([.. attributes.Select(attribute => attribute.At(1))]);
        return node with { Operator = name, Attributes = attributes, Inputs = inputs };
    }

    // A step stands alone: what it reads from outside comes in as shared values.
    private TemplateNode Repeated(JsonObject json, TemplateNode node, JsonObject body)
    {
        var step = new TemplateReader(ReadOnlyDictionary<string, Tensor>.Empty);
        foreach (JsonNode? one in List(body, "nodes")) step.Add(one);
        (int states, int elements, int shared) = (
            StrictJson.Value<int>(body, "states"), StrictJson.Value<int>(body, "elements"),
            StrictJson.Value<int>(body, "shared"));
        int[] places = [.. List(body, "places").Select(step.Place)], inputs = [.. List(json, "inputs").Select(Place)];
        bool fits = states >= 0 && elements >= 0 && shared >= 0
            && inputs.Length == (long)states + elements + shared && places.Length >= (long)inputs.Length + states
            && places.Take(inputs.Length).Distinct().Count() == inputs.Length
            && places.Take(inputs.Length).All(place => step.nodes[place].Kind == GraphNodeKind.Input);
        if (!fits) throw new DataException("the variables of the step are not those that it reads");
        return node with
        {
            Attributes = Attributes(json),
            Inputs = inputs,
            Body = new([.. step.nodes], places, (states, elements, shared)),
        };
    }

    private static TemplateAttribute[] Attributes(JsonObject json) => json.ContainsKey("attributes")
        ? [.. List(json, "attributes").Select(attribute => Attribute(Object(attribute, "attributes")))] : [];

    // Kernels read memory as the types say: the values of an operator have one type, but for indices and labels.
    private static void RequireTypes(RegisteredOperator known, DType[] types)
    {
        DType? common = null;
        for (int i = 0; i < types.Length && !known.TakesAnyType; i++)
        {
            bool isIndex = Array.IndexOf(known.Indices, i) >= 0;
            if (isIndex && types[i] == DType.Int32) continue;
            if (isIndex && !known.TakesProbabilities)
                throw new DataException($"{known.Name} takes int32 indices, not {types[i].Name()}");
            if ((common ??= types[i]) != types[i])
                throw new DataException($"{known.Name} reads {common.Value.Name()} and {types[i].Name()}");
        }
    }

    private static TemplateAttribute Attribute(JsonObject json)
    {
        string name = StrictJson.Value<string>(json, "name");
        object value = json.ContainsKey("flag") ? StrictJson.Value<bool>(json, "flag")
            : json.ContainsKey("number") ? Number(json["number"])
            : json.ContainsKey("integer") ? Length(json["integer"])
            : json.ContainsKey("integers") ? List(json, "integers").Select(Length).ToArray()
            : json.ContainsKey("shape") ? Shape(json)
            : json.ContainsKey("dtype") ? Type(StrictJson.Value<string>(json, "dtype"))
            : StrictJson.Value<string>(json, "text");
        return new(name, value);
    }

    private static TemplateShape Shape(JsonObject json)
    {
        TemplateLength[] lengths = [.. List(json, "shape").Select(Length)];
        string?[]? names = json.ContainsKey("axes") ? [.. List(json, "axes").Select(Text)] : null;
        if (names is not null && names.Length != lengths.Length)
            throw new DataException($"{names.Length} names for {lengths.Length} axes");
        return new(lengths, names);
    }

    private static string? Text(JsonNode? json) => json is null ? null
        : json is JsonValue value && value.TryGetValue(out string? text) ? text
        : throw new DataException($"{json.ToJsonString()} is no text");

    private static TemplateLength Length(JsonNode? json)
    {
        if (json is JsonValue value && value.TryGetValue(out long whole)) return new(0, whole);
        return TemplateLength.Parse(Text(json) ?? "")
            ?? throw new DataException($"{json?.ToJsonString() ?? "null"} is no length");
    }

    private static double Number(JsonNode? json) => json is JsonValue value && value.TryGetValue(out double number)
        ? number : double.Parse((string?)json ?? "", CultureInfo.InvariantCulture);

    private static DType Type(string name) =>
        Enum.GetValues<DType>().Cast<DType?>().FirstOrDefault(dtype => dtype!.Value.Name() == name)
            ?? throw new DataException($"there is no type {name}");

    private int Place(JsonNode? json) => json is JsonValue value && value.TryGetValue(out int place)
        && place >= 0 && place < nodes.Count ? place : throw new DataException(
            $"{json?.ToJsonString() ?? "null"} is no place of a node before");

    private static JsonObject Object(JsonNode? node, string list) =>
        node as JsonObject ?? throw new DataException($"\"{list}\" holds what is no object");

    private static JsonArray List(JsonObject json, string name) =>
        json[name] as JsonArray ?? throw new DataException($"\"{name}\" is no list");
}
