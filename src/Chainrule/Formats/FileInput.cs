using System.Buffers.Binary;
using System.IO.Compression;

namespace Chainrule.Formats;

/// <summary>
/// The bytes of a file, or of an entry in an archive, read from start to end. It knows its name and position, so that
/// every error can name the place, and turns the exceptions that the runtime throws for broken files into <see
/// cref="DataException"/>.
/// </summary>
internal sealed class FileInput : IDisposable
{
    private const int BufferSize = 1 << 16;

    private readonly Stream stream;
    private readonly Crc32? checksum;
    private readonly uint expectedChecksum;

    /// <summary>Wraps a stream.</summary>
    /// <param name="stream">The source of the bytes; closed together with this input.</param>
    /// <param name="name">The file, and the archive entry if any, for error messages.</param>
    /// <param name="length">The number of bytes, or -1 if not known for certain.</param>
    /// <param name="checksum">The CRC-32 of the whole content, if known.</param>
    /// <param name="position">How many bytes precede those of the stream, for error messages.</param>
    public FileInput(Stream stream, string name, long length = -1, uint? checksum = null, long position = 0)
    {
        this.stream = stream;
        Position = position;
        this.checksum = checksum is null ? null : new();
        expectedChecksum = checksum ?? 0;
        Name = name;
        Length = length;
    }

    /// <summary>The file, and the archive entry if any, for error messages.</summary>
    public string Name { get; }

    /// <summary>The number of bytes, or -1 if only reading can tell (compressed content).</summary>
    public long Length { get; }

    /// <summary>How many bytes have been read.</summary>
    public long Position { get; private set; }

    /// <summary>Opens a file as is.</summary>
    public static FileInput Open(string path)
    {
        FileStream file = OpenFile(path);
        return new(file, path, file.Length);
    }

    /// <summary>Opens a file for reading; reports clearly why it cannot be opened.</summary>
    public static FileStream OpenFile(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (Directory.Exists(path)) throw new DataException($"{path}: this is a folder: name a file in it instead.");
        FileStream file;
        try
        {
            file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, BufferSize, FileOptions.SequentialScan);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new DataException($"{path}: there is no such file: check the name and the folder.", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"{path}: cannot be opened for reading: check its permissions.", error);
        }
        if (file.CanSeek) return file;
        file.Dispose();
        throw new DataException(
            $"{path}: this is a pipe, which gives its content once, and data are read several times: write it to a " +
            "file, and name that.");
    }

    /// <summary>Reads until the target is full or the input ends, and returns the number of bytes read.</summary>
    public int Read(Span<byte> target)
    {
        try
        {
            int count = stream.ReadAtLeast(target, target.Length, throwOnEndOfStream: false);
            Position += count;
            checksum?.Append(target[..count]);
            return count;
        }
        catch (InvalidDataException error)
        {
            throw Error("the compressed content is cut short or damaged", "download or export the file again", error);
        }
        catch (IOException error)
        {
            throw Error("the file cannot be read any further", "check the disk or the network drive", error);
        }
    }

    /// <summary>Fills the target, or throws if the input ends first.</summary>
    /// <param name="target">What to fill.</param>
    /// <param name="what">What is being read, for error messages, such as "the header".</param>
    public void ReadExactly(Span<byte> target, string what)
    {
        int count = Read(target);
        if (count < target.Length) throw CutShort(what, target.Length - count);
    }

    /// <summary>Throws if there is more to read, or if the checksum of the whole content is wrong.</summary>
    public void RequireEnd(string afterWhat)
    {
        Span<byte> one = stackalloc byte[1];
        long end = Position;
        if (Read(one) == 0)
        {
            if (checksum is null || checksum.Value == expectedChecksum) return;
            throw Error(
                "the CRC-32 checksum does not match, so the content is damaged", "download or export the file again");
        }
        Position = end;
        string more = Length < 0 ? "more bytes follow" : $"{Length - end:N0} more bytes follow";
        throw Error($"{more} after {afterWhat}", "the file is damaged or of another kind: export it again");
    }

    public DataException CutShort(string what, long missing) => Error(
        $"the file ends in {what}, {missing:N0} bytes too early", "it was cut: download or export it again");

    /// <summary>An error at the current position, in the format that all readers share.</summary>
    public DataException Error(string problem, string remedy, Exception? inner = null) =>
        Error(problem, remedy, Position, inner);

    /// <summary>An error at another position.</summary>
    public DataException Error(string problem, string remedy, long position, Exception? inner = null)
    {
        string message = $"{Name}: {problem} (byte {position:N0}): {remedy}.";
        return inner is null ? new(message) : new(message, inner);
    }

    /// <summary>
    /// Opens a file that may be compressed with gzip, whatever its name. Its unpacked size has an upper bound, because
    /// deflate compresses by a factor of 1,032 at most.
    /// </summary>
    public static FileInput OpenMaybeGzip(string path, out long mostBytes)
    {
        FileStream file = OpenFile(path);
        Span<byte> start = stackalloc byte[2];
        int count = file.ReadAtLeast(start, 2, throwOnEndOfStream: false);
        file.Position = 0;
        bool compressed = count == 2 && start[0] == 0x1f && start[1] == 0x8b;
        mostBytes = compressed ? Inflation.MaxBytes(file.Length) : file.Length;
        if (!compressed) return new(file, path, file.Length);
        // The runtime accepts a file whose last 8 bytes are missing, so they are checked here. They cover the whole
        // content only if the file has a single member, which is how all common programs write it.
        Span<byte> trailer = stackalloc byte[8];
        file.Position = Math.Max(0, file.Length - trailer.Length);
        bool whole = file.ReadAtLeast(trailer, trailer.Length, throwOnEndOfStream: false) == trailer.Length;
        file.Position = 0;
        uint checksum = whole ? BinaryPrimitives.ReadUInt32LittleEndian(trailer) : 0;
        return new(new GZipStream(file, CompressionMode.Decompress), path, checksum: checksum);
    }

    public void Dispose() => stream.Dispose();
}
