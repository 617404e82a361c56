using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Chainrule.Formats;

/// <summary>
/// The checksums of a file's tensors and of all that describes them, as one more text in its metadata: a bit that has
/// flipped is found, and where.
/// </summary>
internal static class FileChecksums
{
    public const string Key = "checksums";

    private const string DescriptionKey = "description", TensorsKey = "tensors";

    /// <summary>The texts with one more, the checksums of them and of the tensors.</summary>
    public static KeyValuePair<string, string>[] Added(
        IReadOnlyList<KeyValuePair<string, Tensor>> tensors, IReadOnlyList<KeyValuePair<string, string>> metadata)
    {
        var sums = new JsonObject();
        foreach ((string name, Tensor tensor) in tensors) sums[name] = Of(tensor.Value.Bytes);
        var json = new JsonObject { [DescriptionKey] = OfDescription(tensors, metadata), [TensorsKey] = sums };
        return [.. metadata, new(Key, json.ToJsonString())];
    }

    /// <summary>Sees that everything is as it was written.</summary>
    /// <param name="content">The file.</param>
    /// <param name="required">Whether files of its version have checksums.</param>
    /// <exception cref="DataException">A part has another checksum; the message names the part.</exception>
    public static void Verify(SafetensorsContent content, bool required)
    {
        if (!content.Metadata.TryGetValue(Key, out string? text))
        {
            if (required) throw new DataException($"its metadata lack \"{Key}\"");
            return;
        }
        if (StrictJson.Parse(text) is not JsonObject json || json[TensorsKey] is not JsonObject sums)
            throw new DataException($"its \"{Key}\" are damaged");
        string expected = StrictJson.Value<string>(json, DescriptionKey);
        if (OfDescription([.. content.Tensors], [.. content.Metadata]) != expected)
            throw new DataException("its description is damaged: it does not have the checksum that was written");
        foreach ((string name, Tensor tensor) in content.Tensors)
            if (!sums.ContainsKey(name) || StrictJson.Value<string>(sums, name) != Of(tensor.Value.Bytes))
                throw new DataException($"the tensor \"{name}\" is damaged: its values do not have the checksum that " +
                    "was written");
    }

    /// <summary>The checksum of a whole file.</summary>
    public static string OfFile(string path)
    {
        var checksum = new Crc32();
        var buffer = new byte[1 << 16];
        using FileStream file = File.OpenRead(path);
        for (int count; (count = file.Read(buffer)) > 0;) checksum.Append(buffer.AsSpan(0, count));
        return Written(checksum);
    }

    private static string Of(ReadOnlySpan<byte> bytes)
    {
        var checksum = new Crc32();
        checksum.Append(bytes);
        return Written(checksum);
    }

    // All texts but the checksums, and what the header says of each tensor, in an order of their own.
    private static string OfDescription(
        IReadOnlyList<KeyValuePair<string, Tensor>> tensors, IReadOnlyList<KeyValuePair<string, string>> metadata)
    {
        var text = new StringBuilder();
        foreach ((string key, string value) in metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            if (key != Key) text.Append($"{key.Length}:{key}{value.Length}:{value}");
        foreach ((string name, Tensor tensor) in tensors.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            text.Append($"{name.Length}:{name}{tensor.DType.Name()}{tensor.Shape}");
        return Of(Encoding.UTF8.GetBytes(text.ToString()));
    }

    private static string Written(Crc32 checksum) => checksum.Value.ToString("x8", CultureInfo.InvariantCulture);
}
