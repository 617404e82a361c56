using System.IO.Compression;

namespace Chainrule.Formats;

/// <summary>
/// The zip archive that holds the arrays of a .npz file. Declared sizes are checked against the size of the file before
/// anything is unpacked, so an archive cannot claim more memory than deflate could have compressed into it.
/// </summary>
internal static class NumpyArchive
{
    private const string Extension = ".npy";

    // 1 January 1980, the earliest date that the format allows: the same arrays give the same bytes.
    private static readonly DateTimeOffset Date = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static OrderedDictionary<string, Tensor> Read(string path, DType? dtype)
    {
        var tensors = new OrderedDictionary<string, Tensor>(StringComparer.Ordinal);
        ReadEntries(path, (entry, name, place) => tensors.TryAdd(name, ReadEntry(entry, place, dtype)));
        return tensors;
    }

    /// <summary>Reads numbers and texts, and leaves out what is neither, such as pickled objects.</summary>
    public static ArchiveContent ReadAll(string path)
    {
        var content = new ArchiveContent();
        ReadEntries(path, (entry, name, place) => content.TryAdd(name, () => Open(entry, place)));
        return content;
    }

    private static void ReadEntries(string path, Func<ZipArchiveEntry, string, string, bool> tryAdd)
    {
        using FileStream file = FileInput.OpenFile(path);
        RequireZip(file, path);
        try
        {
            using var archive = new ZipArchive(file, ZipArchiveMode.Read);
            RequireDisjoint(archive, path, file.Length);
            foreach (ZipArchiveEntry entry in archive.Entries)
            {
                string name = Name(entry, path);
                if (!tryAdd(entry, name, $"{path}, array '{name}'"))
                    throw new DataException($"{path}: the array '{name}' occurs twice: save the archive again.");
            }
        }
        catch (Exception error) when (error is InvalidDataException or NotSupportedException or IOException
            or ArgumentException or OverflowException)
        {
            throw new DataException($"{path}: the zip archive is cut short or damaged: save or copy it again.", error);
        }
    }

    public static void Write(
        Stream stream, string path, IEnumerable<KeyValuePair<string, Tensor>> tensors, bool compress)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        CompressionLevel level = compress ? CompressionLevel.Optimal : CompressionLevel.NoCompression;
        using var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
        foreach ((string name, Tensor tensor) in tensors)
        {
            if (name.Length == 0 || !names.Add(name))
                throw new DataException(
                    $"{path}: the name '{name}' is empty or occurs twice: give every array a name of its own.");
            ZipArchiveEntry entry = archive.CreateEntry(name + Extension, level);
            entry.LastWriteTime = Date;
            using Stream content = entry.Open();
            NumpyFile.WriteArray(content, tensor);
        }
    }

    private static void RequireZip(FileStream file, string path)
    {
        Span<byte> start = stackalloc byte[4];
        int count = file.ReadAtLeast(start, 4, throwOnEndOfStream: false);
        file.Position = 0;
        if (count == 4 && start[0] == 'P' && start[1] == 'K') return;
        throw new DataException(count == 4 && start[0] == 0x93
            ? $"{path}: this is a single array and not an archive: read it with Read."
            : $"{path}: this is not a .npz file, which is a zip archive (byte 0): save it with numpy.savez.");
    }

    /// <summary>
    /// Rejects entries that share stored bytes, a trick of zip bombs to exceed their compression ratio.
    /// </summary>
    private static void RequireDisjoint(ZipArchive archive, string path, long fileLength)
    {
        long stored = 0;
        foreach (ZipArchiveEntry entry in archive.Entries)
        {
            stored += entry.CompressedLength;
            if (entry.CompressedLength < 0 || stored > fileLength || entry.Length < 0
                || entry.Length > Inflation.MaxBytes(entry.CompressedLength))
            {
                throw new DataException($"{path}: the entry '{entry.FullName}' claims {entry.Length:N0} bytes "
                    + $"in {entry.CompressedLength:N0} stored ones, more than the file of {fileLength:N0} bytes "
                    + "can hold"
                    + ": it is damaged or a zip bomb; do not use it.");
            }
        }
    }

    private static string Name(ZipArchiveEntry entry, string path)
    {
        if (entry.IsEncrypted)
            throw new DataException(
                $"{path}: the entry '{entry.FullName}' is encrypted: unpack the archive and save it again.");
        return entry.FullName.EndsWith(Extension, StringComparison.Ordinal)
            ? entry.FullName[..^Extension.Length]
            : throw new DataException(
                $"{path}: the entry '{entry.FullName}' is not an array (.npy): remove it, or save with numpy.savez.");
    }

    private static Tensor ReadEntry(ZipArchiveEntry entry, string name, DType? dtype)
    {
        using FileInput input = Open(entry, name);
        return NumpyFile.ReadArray(input, dtype);
    }

    private static FileInput Open(ZipArchiveEntry entry, string name)
    {
        long mostBytes = Inflation.MaxBytes(entry.CompressedLength);
        if (Inflation.IsSuspicious(entry.Length, mostBytes)) RequireLength(entry, name);
        return new FileInput(entry.Open(), name, entry.Length, entry.Crc32);
    }

    private static void RequireLength(ZipArchiveEntry entry, string name)
    {
        using var input = new FileInput(entry.Open(), name, entry.Length);
        if (Inflation.Count(input, entry.Length) >= entry.Length) return;
        throw input.Error(
            $"the entry claims {entry.Length:N0} bytes and unpacks to fewer", "it is damaged: save it again");
    }
}
