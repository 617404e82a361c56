using System.Text.Json;

namespace Chainrule.Formats;

/// <summary>
/// Reads the JSON header of a safetensors file token by token, so that nothing is built but the header itself.
/// </summary>
internal static class SafetensorsJson
{
    public const string MetadataKey = "__metadata__";

    /// <summary>Reads the header; the tensors are sorted by offset.</summary>
    /// <exception cref="FormatException">The JSON does not describe tensors.</exception>
    public static SafetensorsHeader ReadHeader(ref Utf8JsonReader reader)
    {
        var tensors = new List<SafetensorsEntry>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        var metadata = new OrderedDictionary<string, string>(StringComparer.Ordinal);
        Expect(ref reader, JsonTokenType.StartObject, "the header");
        while (NextKey(ref reader) is { } name)
        {
            if (!names.Add(name)) throw new FormatException($"the name '{name}' occurs twice");
            if (name == MetadataKey) ReadMetadata(ref reader, metadata);
            else tensors.Add(ReadEntry(ref reader, name));
        }
        if (reader.Read()) throw new FormatException("more follows its last brace");
        // A stable sort: ties, which only empty tensors can have, keep the order of the header.
        return new([.. tensors.OrderBy(entry => entry.Offset).ThenBy(entry => entry.Bytes)], metadata);
    }

    private static void ReadMetadata(ref Utf8JsonReader reader, OrderedDictionary<string, string> metadata)
    {
        Expect(ref reader, JsonTokenType.StartObject, MetadataKey);
        while (NextKey(ref reader) is { } key)
        {
            Expect(ref reader, JsonTokenType.String, $"the text '{key}' in {MetadataKey}");
            if (!metadata.TryAdd(key, reader.GetString()!))
                throw new FormatException($"the name '{key}' occurs twice in {MetadataKey}");
        }
    }

    private static SafetensorsEntry ReadEntry(ref Utf8JsonReader reader, string name)
    {
        string? type = null;
        long[]? shape = null, offsets = null;
        Expect(ref reader, JsonTokenType.StartObject, $"the entry of '{name}'");
        while (NextKey(ref reader) is { } key)
        {
            switch (key)
            {
                case "dtype":
                    Expect(ref reader, JsonTokenType.String, $"dtype of '{name}'");
                    type = type is null ? reader.GetString() : throw new FormatException(
                        $"dtype of '{name}' occurs twice");
                    break;
                case "shape": shape = Numbers(ref reader, key, name, shape); break;
                case "data_offsets": offsets = Numbers(ref reader, key, name, offsets); break;
                default:
                    reader.Read();
                    reader.Skip();
                    break;
            }
        }
        if (type is null || shape is null || offsets is not [long begin, long end])
            throw new FormatException($"the entry of '{name}' lacks dtype, shape or the two data_offsets");
        int size = SafetensorsTypes.Size(type);
        if (size == 0) throw new FormatException($"the tensor '{name}' has the unknown type '{type}'");
        Shape checkedShape = ArrayLayout.TryShape(shape, out string? problem)
            ?? throw new FormatException($"the tensor '{name}' cannot be held in memory: {problem}");
        if (end < begin || end - begin != (long)checkedShape.Size * size)
        {
            throw new FormatException($"the tensor '{name}' of shape {checkedShape} and type {type} "
                + $"does not fill its offsets {begin:N0} to {end:N0}");
        }
        return new(name, type, checkedShape, begin, end - begin);
    }

    private static long[] Numbers(ref Utf8JsonReader reader, string key, string name, long[]? before)
    {
        if (before is not null) throw new FormatException($"{key} of '{name}' occurs twice");
        Expect(ref reader, JsonTokenType.StartArray, $"{key} of '{name}'");
        var numbers = new List<long>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt64(out long number) || number < 0)
                throw new FormatException($"{key} of '{name}' contains something that is not an integer from 0 up");
            numbers.Add(number);
        }
        return [.. numbers];
    }

    private static string? NextKey(ref Utf8JsonReader reader) =>
        reader.Read() && reader.TokenType == JsonTokenType.PropertyName ? reader.GetString() : null;

    private static void Expect(ref Utf8JsonReader reader, JsonTokenType type, string what)
    {
        if (reader.Read() && reader.TokenType == type) return;
        string expected = type switch
        {
            JsonTokenType.StartObject => "an object",
            JsonTokenType.StartArray => "a list",
            _ => "a text",
        };
        throw new FormatException($"{what} is not {expected}");
    }
}
