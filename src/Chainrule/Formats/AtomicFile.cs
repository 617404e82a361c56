using System.Text;

namespace Chainrule;

/// <summary>
/// Writes files atomically: the content goes to a temporary file in the same folder, is flushed to disk, and replaces
/// the old file in a single rename. A failure leaves the old file untouched and nothing half-written behind.
/// </summary>
public static class AtomicFile
{
    private const int BufferSize = 1 << 12;   // tensors are larger, and go past it

    /// <summary>Writes a file with the content that <paramref name="write"/> puts in the stream.</summary>
    /// <param name="path">The file to create or replace; a symbolic link is followed.</param>
    /// <param name="write">Writes the content; if it throws, the file is unchanged.</param>
    /// <exception cref="DataException">The folder does not exist or is not writable, or the disk is full.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(write);
        string target = Target(path);
        string temporary = Path.Combine(
            Path.GetDirectoryName(target)!, $".{Path.GetFileName(target)}.{Guid.NewGuid():N}.tmp");
        FileStream stream = Create(path, temporary);
        try
        {
            using (stream)
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }
            File.Move(temporary, target, overwrite: true);
        }
        catch (Exception error)
        {
            Remove(temporary);
            if (error is IOException or UnauthorizedAccessException) throw CannotWrite(path, error);
            throw;
        }
    }

    /// <summary>Writes text to a file as UTF-8, without a byte order mark.</summary>
    /// <exception cref="DataException">The folder does not exist or is not writable, or the disk is full.</exception>
    public static void WriteAllText(string path, string text) =>
        Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text)));

    private static string Target(string path)
    {
        string full = Path.GetFullPath(path);
        try
        {
            if (File.ResolveLinkTarget(full, returnFinalTarget: true) is { } link) full = link.FullName;
        }
        catch (IOException)
        {
            // The file does not exist yet, or is a dangling link; creating it will report a problem if there is one.
        }
        if (Directory.Exists(full) || Path.GetFileName(full).Length == 0)
            throw new DataException($"{path}: this is a folder: name a file in it to write to.");
        string folder = Path.GetDirectoryName(full)!;
        if (Directory.Exists(folder)) return full;
        throw new DataException(File.Exists(folder)
            ? $"{path}: cannot be written because {folder} is a file and not a folder: choose another place."
            : $"{path}: the folder {folder} does not exist: create it first or choose another.");
    }

    private static FileStream Create(string path, string temporary)
    {
        try
        {
            return new(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, BufferSize);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw CannotWrite(path, error);
        }
    }

    private static DataException CannotWrite(string path, Exception error) => new(
        error is UnauthorizedAccessException
            ? $"{path}: the folder or file may not be written to: change its permissions or choose another place."
            : $"{path}: cannot be written ({FirstLine(error.Message)}): free some space or choose another place.",
        error);

    private static string FirstLine(string message) => message.Split('\n')[0].TrimEnd('.', '\r', ' ');

    private static void Remove(string temporary)
    {
        try
        {
            File.Delete(temporary);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Report the failure that led here, not this one.
        }
    }
}
