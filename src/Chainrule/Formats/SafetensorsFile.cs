using Chainrule.Formats;

namespace Chainrule;

/// <summary>What the header of a safetensors file says about one tensor.</summary>
/// <param name="Name">The tensor's name.</param>
/// <param name="ElementType">The number type as the file names it: F32, F64, I32, BF16 …</param>
/// <param name="Shape">The lengths of the axes.</param>
/// <param name="Offset">Where the values begin, in bytes from the end of the header.</param>
/// <param name="Bytes">How many bytes the values take.</param>
public sealed record SafetensorsEntry(string Name, string ElementType, Shape Shape, long Offset, long Bytes);

/// <summary>The header of a safetensors file.</summary>
/// <param name="Tensors">The tensors in the order of their values in the file.</param>
/// <param name="Metadata">Free texts by name, in the order of the file.</param>
public sealed record SafetensorsHeader(
    IReadOnlyList<SafetensorsEntry> Tensors, IReadOnlyDictionary<string, string> Metadata);

/// <summary>The content of a safetensors file.</summary>
/// <param name="Tensors">The tensors by name, in the order of their values in the file.</param>
/// <param name="Metadata">Free texts by name, in the order of the file.</param>
public sealed record SafetensorsContent(
    IReadOnlyDictionary<string, Tensor> Tensors, IReadOnlyDictionary<string, string> Metadata);

/// <summary>
/// Reads and writes safetensors, a container of named tensors and free texts: the length of a JSON header in 8 bytes,
/// the header, the values. Opening one runs no code and takes no more memory than the file is long, except where small
/// types are widened. Source: https://github.com/huggingface/safetensors#format.
/// </summary>
public static class SafetensorsFile
{
    /// <summary>Reads what a file holds without its values.</summary>
    /// <exception cref="DataException">The file is missing, cut short or damaged.</exception>
    public static SafetensorsHeader ReadHeader(string path)
    {
        using FileInput input = FileInput.Open(path);
        return SafetensorsReader.ReadHeader(input);
    }

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="dtype">
    /// What the tensors shall hold; by default float32 and float64 as in the file, float32 for F16 and BF16, int32 for
    /// integers.
    /// </param>
    /// <exception cref="DataException">The file is missing, broken, or holds what the tensors cannot.</exception>
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
    /// Writes a file, all or nothing. The values of float64 tensors come first, so that all lie on their alignment.
    /// </summary>
    /// <param name="path">The file to create or replace.</param>
    /// <param name="tensors">The tensors by name; no name twice.</param>
    /// <param name="metadata">Free texts by name, or null.</param>
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
