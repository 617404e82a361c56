using System.Buffers.Binary;
using System.Text.Json;

namespace Chainrule.Formats;

/// <summary>
/// Reads the header and the values of a safetensors file, and checks that they match the length of the file.
/// </summary>
internal static class SafetensorsReader
{
    public const int MaxHeaderBytes = 100_000_000;

    private const string Again = "the file is damaged: download or save it again";

    public static SafetensorsHeader ReadHeader(FileInput input)
    {
        Span<byte> prefix = stackalloc byte[8];
        input.ReadExactly(prefix, "the header's length");
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (length > MaxHeaderBytes)
        {
            throw input.Error(
                $"the header declares {length:N0} bytes of itself, above the limit of {MaxHeaderBytes:N0}",
                "check that this is a safetensors file", 0);
        }
        if ((long)length > input.Length - 8)
        {
            throw input.Error(
                $"the header declares {length:N0} bytes of itself, but {input.Length - 8:N0} follow",
                "the file was cut: download or save it again", 0);
        }
        var json = new byte[(int)length];
        input.ReadExactly(json, "the header");
        SafetensorsHeader header = Parse(input, json);
        CheckOffsets(input, header.Tensors);
        return header;
    }

    /// <summary>Reads the values of the next tensor in the file.</summary>
    public static Tensor ReadTensor(FileInput input, SafetensorsEntry entry, DType? dtype)
    {
        if (SafetensorsTypes.Kind(entry.ElementType) is { } kind)
            return new(ArrayReader.Read(input, new(kind, entry.Shape), dtype, what: $"tensor '{entry.Name}'"));
        throw input.Error(
            $"the tensor '{entry.Name}' has the type {entry.ElementType}, which cannot be read",
            "save it as F32 first");
    }

    private static SafetensorsHeader Parse(FileInput input, ReadOnlySpan<byte> json)
    {
        if (json is not [(byte)'{', ..])
            throw input.Error("the header does not begin with '{'", "check that this is a safetensors file", 8);
        var reader = new Utf8JsonReader(json);
        try
        {
            return SafetensorsJson.ReadHeader(ref reader);
        }
        catch (Exception error) when (error is FormatException or JsonException or InvalidOperationException)
        {
            // Only our own message helps the user; the others are about JSON syntax or bytes that are not UTF-8.
            string problem = error is FormatException ? error.Message : "it is not valid JSON";
            throw input.Error($"the header cannot be used: {problem}", Again, 8 + reader.BytesConsumed, error);
        }
    }

    /// <summary>The values must fill the file from the end of the header on, without gaps or overlaps.</summary>
    private static void CheckOffsets(FileInput input, IReadOnlyList<SafetensorsEntry> tensors)
    {
        long end = 0, have = input.Length - input.Position;
        foreach (SafetensorsEntry entry in tensors)
        {
            if (entry.Offset != end)
            {
                string so = entry.Offset < end ? "overlaps the one before it" : "leaves a hole before it";
                throw input.Error(
                    $"the tensor '{entry.Name}' begins at offset {entry.Offset:N0} instead of {end:N0} and so {so}",
                    Again, input.Position + Math.Min(end, have));
            }
            if (entry.Bytes > have - end)
            {
                throw input.Error(
                    $"the tensor '{entry.Name}' of shape {entry.Shape} needs {entry.Bytes:N0} bytes, "
                        + $"but {have - end:N0} are left",
                    "the file was cut: download or save it again", input.Position + end);
            }
            end += entry.Bytes;
        }
        if (end == have) return;
        throw input.Error($"{have - end:N0} bytes follow the last tensor", Again, input.Position + end);
    }
}
