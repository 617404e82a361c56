using System.Text.Json.Nodes;

namespace Chainrule;

/// <summary>Writes descriptions of layers; a layer used in several places is written once.</summary>
internal sealed class LayerWriter
{
    private readonly Dictionary<Layer, (JsonObject Json, int Id)> written = new(ReferenceEqualityComparer.Instance);

    /// <summary>The description as JSON; a layer already written becomes a reference.</summary>
    /// <exception cref="ChainruleException">A layer could not be loaded again.</exception>
    public JsonObject Write(LayerDescription description)
    {
        if (!LayerDescription.IsRegistered(description.Type))
        {
            throw new ChainruleException(
                $"A model with a layer of type \"{description.Type}\" could not be read again: call " +
                $"LayerDescription.Register(\"{description.Type}\", …) before saving.");
        }
        if (description.Of is { } layer)
        {
            if (written.TryGetValue(layer, out (JsonObject Json, int Id) first))
            {
                first.Json["$id"] = first.Id;
                return new JsonObject { ["$ref"] = first.Id };
            }
            JsonObject json = Body(description);
            written.Add(layer, (json, written.Count));
            return json;
        }
        return Body(description);
    }

    private JsonObject Body(LayerDescription description)
    {
        var json = new JsonObject { ["type"] = description.Type };
        if (description.LayerName is not null) json["name"] = description.LayerName;
        foreach ((string name, object value) in description.Settings)
        {
            json[name] = value switch
            {
                double number => number,
                string text => text,
                bool flag => flag,
                IReadOnlyList<LayerDescription> layers =>
                    new JsonArray([.. layers.Select(layer => (JsonNode)Write(layer))]),
                _ => throw new InvalidOperationException(value.GetType().Name),
            };
        }
        return json;
    }
}

/// <summary>Reads descriptions of layers; a reference gives the same layer again.</summary>
internal sealed class LayerReader
{
    private readonly Dictionary<int, LayerDescription> shared = [];

    /// <summary>The description in the JSON; a reference gives the same description again.</summary>
    /// <exception cref="DataException">The JSON is not a description.</exception>
    public LayerDescription Read(JsonObject json)
    {
        if (json["$ref"] is not null)
        {
            int id = ModelJson.Value<int>(json, "$ref");
            return shared.GetValueOrDefault(id)
                ?? throw new DataException($"a layer refers to layer {id}, which does not stand before it");
        }
        string? layerName = json["name"] is null ? null : ModelJson.Value<string>(json, "name");
        var description = new LayerDescription(ModelJson.Value<string>(json, "type"), layerName);
        foreach ((string name, JsonNode? node) in json)
        {
            if (name is "type" or "name" or "$id") continue;
            if (node is JsonArray list)
            {
                description.Set(name, list.Select(item => item is JsonObject layer
                    ? Read(layer)
                    : throw new DataException(
                        $"the setting \"{name}\" of the layer type \"{description.Type}\" must be a list of layers")));
            }
            else if (node is JsonValue value)
            {
                if (value.TryGetValue(out bool flag)) description.Set(name, flag);
                else if (value.TryGetValue(out string? text)) description.Set(name, text);
                else description.Set(name, value.GetValue<double>());
            }
        }
        if (json["$id"] is not null)
        {
            description.IsShared = true;
            if (!shared.TryAdd(ModelJson.Value<int>(json, "$id"), description))
                throw new DataException("two layers have the same \"$id\"");
        }
        return description;
    }
}
