using Chainrule.Formats;

namespace Chainrule;

/// <summary>What the header of a safetensors file says about a tensor.</summary>
/// <param name="Name">The tensor's name.</param>
/// <param name="ElementType">The number type as named in the file: F32, F64, I32, BF16 …</param>
/// <param name="Shape">The lengths of the axes.</param>
/// <param name="Offset">The position of the values, in bytes from the end of the header.</param>
/// <param name="Bytes">The size of the values in bytes.</param>
public sealed record SafetensorsEntry(string Name, string ElementType, Shape Shape, long Offset, long Bytes);

/// <summary>The header of a safetensors file.</summary>
/// <param name="Tensors">The tensors, in the order of their values in the file.</param>
/// <param name="Metadata">Strings by name, in the order of the file.</param>
public sealed record SafetensorsHeader(
    IReadOnlyList<SafetensorsEntry> Tensors, IReadOnlyDictionary<string, string> Metadata);

/// <summary>The content of a safetensors file.</summary>
/// <param name="Tensors">The tensors by name, in the order of their values in the file.</param>
/// <param name="Metadata">Strings by name, in the order of the file.</param>
public sealed record SafetensorsContent(
    IReadOnlyDictionary<string, Tensor> Tensors, IReadOnlyDictionary<string, string> Metadata);

/// <summary>
/// Reads and writes safetensors, a container for named tensors and strings: the length of a JSON header in 8 bytes, the
/// header, the values. Opening a file runs no code and takes no more memory than the file's own size, except where
/// small types are widened. Source: https://github.com/huggingface/safetensors#format.
/// </summary>
public static class SafetensorsFile
{
    /// <summary>Reads the header only, without the values.</summary>
    /// <exception cref="DataException">The file is missing, truncated or damaged.</exception>
    public static SafetensorsHeader ReadHeader(string path)
    {
        using FileInput input = FileInput.Open(path);
        return SafetensorsReader.ReadHeader(input);
    }

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="dtype">
    /// The element type; by default float32 and float64 as in the file, float32 for F16 and BF16, and int32 for
    /// integers.
    /// </param>
    /// <exception cref="DataException">
    /// The file is missing or broken, or holds a value that the tensors cannot.
    /// </exception>
    public static SafetensorsContent Read(string path, DType? dtype = null)
    {
        using FileInput input = FileInput.Open(path);
        SafetensorsHeader header = SafetensorsReader.ReadHeader(input);
        var tensors = new OrderedDictionary<string, Tensor>(header.Tensors.Count, StringComparer.Ordinal);
        foreach (SafetensorsEntry entry in header.Tensors)
            tensors.Add(entry.Name, SafetensorsReader.ReadTensor(input, entry, dtype));
        return new(tensors, header.Metadata);
    }

    /// <summary>
    /// Writes a file atomically. The values of float64 tensors come first, so that all values are aligned.
    /// </summary>
    /// <param name="path">The file to create or replace.</param>
    /// <param name="tensors">The tensors by name; names must be unique.</param>
    /// <param name="metadata">Strings by name, or null.</param>
    /// <exception cref="DataException">A name occurs twice or is reserved, or the file cannot be written.</exception>
    public static void Write(
        string path,
        IEnumerable<KeyValuePair<string, Tensor>> tensors,
        IEnumerable<KeyValuePair<string, string>>? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        AtomicFile.Write(path, stream => SafetensorsWriter.Write(stream, path, tensors, metadata ?? []));
    }
}
