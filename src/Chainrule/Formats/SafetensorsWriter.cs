using System.Buffers;
using System.Buffers.Binary;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Chainrule.Formats;

/// <summary>Writes the bytes of a safetensors file.</summary>
internal static class SafetensorsWriter
{
    private const int Alignment = 8;

    public static void Write(
        Stream stream,
        string path,
        IEnumerable<KeyValuePair<string, Tensor>> tensors,
        IEnumerable<KeyValuePair<string, string>> metadata)
    {
        // A stable sort: tensors of the same type keep the caller's order.
        KeyValuePair<string, Tensor>[] ordered = [.. tensors.OrderByDescending(pair => pair.Value.DType.Size())];
        ReadOnlySpan<byte> header = Header(path, ordered, metadata);
        int padding = -header.Length & (Alignment - 1);
        if (header.Length + padding > SafetensorsReader.MaxHeaderBytes)
        {
            throw new DataException($"{path}: the header would have {header.Length:N0} bytes, above the limit of "
                + $"{SafetensorsReader.MaxHeaderBytes:N0}: shorten the metadata or the names.");
        }
        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length + padding);
        stream.Write(length);
        stream.Write(header);
        stream.Write("        "u8[..padding]);
        foreach ((_, Tensor tensor) in ordered)
        {
            NDArray array = tensor.Value;
            stream.Write(array.Bytes);
            GC.KeepAlive(array);
        }
    }

    private static ReadOnlySpan<byte> Header(
        string path, KeyValuePair<string, Tensor>[] tensors, IEnumerable<KeyValuePair<string, string>> metadata)
    {
        var buffer = new ArrayBufferWriter<byte>();
        // Relaxed escaping keeps non-ASCII letters and the quotes of embedded JSON readable; the file is never embedded
        // in HTML.
        using var writer = new Utf8JsonWriter(buffer, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        var names = new HashSet<string>(StringComparer.Ordinal) { SafetensorsJson.MetadataKey };
        writer.WriteStartObject();
        WriteMetadata(writer, path, metadata);
        long offset = 0;
        foreach ((string name, Tensor tensor) in tensors)
        {
            if (!names.Add(name))
                throw new DataException(
                    $"{path}: the name '{name}' is reserved or occurs twice: give every tensor a name of its own.");
            writer.WriteStartObject(name);
            writer.WriteString("dtype", SafetensorsTypes.Name(tensor.DType));
            writer.WriteStartArray("shape");
            foreach (int axis in tensor.Shape.Lengths) writer.WriteNumberValue(axis);
            writer.WriteEndArray();
            writer.WriteStartArray("data_offsets");
            writer.WriteNumberValue(offset);
            writer.WriteNumberValue(offset += (long)tensor.Length * tensor.DType.Size());
            writer.WriteEndArray();
            writer.WriteEndObject();
        }
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenSpan;
    }

    private static void WriteMetadata(
        Utf8JsonWriter writer, string path, IEnumerable<KeyValuePair<string, string>> metadata)
    {
        var keys = new HashSet<string>(StringComparer.Ordinal);
        foreach ((string key, string text) in metadata)
        {
            if (keys.Count == 0) writer.WriteStartObject(SafetensorsJson.MetadataKey);
            if (!keys.Add(key)) throw new DataException(
                $"{path}: the metadata '{key}' occurs twice: keep one of them.");
            writer.WriteString(key, text);
        }
        if (keys.Count > 0) writer.WriteEndObject();
    }
}
