using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;

namespace Chainrule;

/// <summary>
/// Downloads files, trying one mirror after the other. Data goes to NAME.part, from which an interrupted download
/// continues, in this run or a later one; a file gets its final name only if its SHA-256 is right.
/// </summary>
internal sealed class Downloader : IDisposable
{
    private const int AttemptsWithoutProgress = 2;
    private static readonly TimeSpan ReportEvery = TimeSpan.FromMilliseconds(100);

    private readonly IReadOnlyList<Uri> mirrors;
    private readonly Action<DownloadProgress>? progress;
    private readonly HttpClient client;
    private readonly TimeSpan patience;

    /// <summary>Prepares to download from these mirrors.</summary>
    /// <param name="mirrors">Base URLs to which a file's name is appended.</param>
    /// <param name="progress">Receives progress reports.</param>
    /// <param name="patience">How long a server may be silent; null for 30 seconds.</param>
    public Downloader(IReadOnlyList<Uri> mirrors, Action<DownloadProgress>? progress, TimeSpan? patience = null)
    {
        this.mirrors = [.. mirrors.Select(mirror => new Uri(mirror.AbsoluteUri.TrimEnd('/') + "/"))];
        this.progress = progress;
        this.patience = patience ?? TimeSpan.FromSeconds(30);
        // The checksums are of the bytes as stored on the server, so they must not be decompressed on the way (the
        // default).
        var handler = new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(15) };
        client = new(handler) { Timeout = Timeout.InfiniteTimeSpan };
        client.DefaultRequestHeaders.UserAgent.Add(new("chainrule", "1.0"));
    }

    public void Dispose() => client.Dispose();

    /// <summary>Returns the path of the file in the folder, downloading it if necessary.</summary>
    /// <param name="file">The file to download.</param>
    /// <param name="folder">The folder to put it in; created if necessary.</param>
    /// <param name="remedy">What the user can do instead, for the message if no mirror has the file.</param>
    /// <param name="cancellation">Cancels the download; the data received so far is kept for the next attempt.</param>
    /// <exception cref="DataException">No mirror provided the file, or it cannot be written.</exception>
    public string Fetch(RemoteFile file, string folder, string remedy, CancellationToken cancellation)
    {
        string path = Path.Combine(folder, file.Name);
        if (File.Exists(path)) return path;
        List<string> failures = [];
        using (FileStream part = Open(path + ".part", folder))
        {
            foreach (Uri mirror in mirrors)
            {
                string? failure = FetchFrom(mirror, file, part, cancellation);
                if (failure is null)
                {
                    Keep(part, path);
                    return path;
                }
                failures.Add($"{mirror} ({failure})");
            }
            if (part.Length == 0) File.Delete(part.Name);
        }
        throw new DataException(
            $"{file.Name} could not be downloaded from {string.Join(" nor from ", failures)}: try again later, or "
            + $"{remedy}.");
    }

    // Returns null when the file is complete and right, otherwise the reason for giving up on this mirror. Data that a
    // mirror sent before the connection broke is kept for the next mirror, which has the same bytes; the checksum
    // decides in the end.
    private string? FetchFrom(Uri mirror, RemoteFile file, FileStream part, CancellationToken cancellation)
    {
        string failure = "";
        bool startedAnew = false;
        for (int idle = 0; idle < AttemptsWithoutProgress;)
        {
            long before = part.Length;
            try
            {
                if (before < file.Size) Receive(mirror, file, part, cancellation).GetAwaiter().GetResult();
                if (part.Length >= file.Size)
                {
                    if (part.Length == file.Size && HasSum(part, file)) return null;
                    failure = part.Length > file.Size
                        ? $"sent more than the {file.Size:N0} bytes of the file"
                        : "the SHA-256 sum of what it sent is wrong";
                    Discard(part);
                    // The wrong bytes may come from an earlier mirror or run, so this mirror gets another chance from
                    // the start.
                    if (before == 0 || startedAnew) return failure;
                    startedAnew = true;
                    continue;
                }
                failure = $"sent {part.Length:N0} of {file.Size:N0} bytes";
            }
            catch (HttpRequestException error)
            {
                failure = error.StatusCode is { } status ? $"status {(int)status} {status}" : FirstLine(error.Message);
                if (error.StatusCode is not null) return failure;
            }
            catch (IOException error)
            {
                failure = $"the connection broke: {FirstLine(error.Message)}";
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                failure = $"silent for {patience.TotalSeconds:0.#} seconds";
            }
            if (part.Length <= before) idle++;
        }
        return failure;
    }

    private async Task Receive(Uri mirror, RemoteFile file, FileStream part, CancellationToken cancellation)
    {
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        silence.CancelAfter(patience);
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(mirror, file.Name));
        if (part.Length > 0) request.Headers.Range = new RangeHeaderValue(part.Length, null);
        using HttpResponseMessage response = await client
            .SendAsync(request, HttpCompletionOption.ResponseHeadersRead, silence.Token).ConfigureAwait(false);
        if (response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable) Discard(part);
        response.EnsureSuccessStatusCode();
        bool goesOn = response.StatusCode == HttpStatusCode.PartialContent
            && response.Content.Headers.ContentRange?.From == part.Length;
        if (!goesOn) Discard(part);
        if (response.StatusCode == HttpStatusCode.PartialContent && !goesOn) return;   // another range: start again
        part.Seek(0, SeekOrigin.End);
        using Stream body = await response.Content.ReadAsStreamAsync(silence.Token).ConfigureAwait(false);
        byte[] buffer = new byte[1 << 16];
        long reported = 0;
        while (true)
        {
            silence.CancelAfter(patience);
            int count = await body.ReadAsync(buffer, silence.Token).ConfigureAwait(false);
            if (count == 0) break;
            Append(part, buffer.AsMemory(0, count));
            if (part.Length > file.Size) break;
            if (reported != 0 && Stopwatch.GetElapsedTime(reported) < ReportEvery && part.Length < file.Size) continue;
            progress?.Invoke(new(file.Name, mirror, part.Length, file.Size));
            reported = Stopwatch.GetTimestamp();
        }
    }

    private static bool HasSum(FileStream part, RemoteFile file)
    {
        part.Position = 0;
        return Convert.ToHexString(SHA256.HashData(part)).Equals(file.Sha256, StringComparison.OrdinalIgnoreCase);
    }

    private static void Discard(FileStream part)
    {
        if (part.Length > 0) Written(part, () => part.SetLength(0));
    }

    private static void Append(FileStream part, ReadOnlyMemory<byte> bytes) =>
        Written(part, () => part.Write(bytes.Span));

    private static void Written(FileStream part, Action write)
    {
        try
        {
            write();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw CannotWrite(part.Name, error);
        }
    }

    // Opened exclusively: two simultaneous downloads of one file would mix their bytes.
    private static FileStream Open(string path, string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            return new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw CannotWrite(path, error);
        }
    }

    private static void Keep(FileStream part, string path) => Written(part, () =>
    {
        part.Flush(flushToDisk: true);
        string name = part.Name;
        part.Dispose();
        File.Move(name, path, overwrite: true);
    });

    private static DataException CannotWrite(string path, Exception error) => new(
        $"{path}: the download cannot be written ({FirstLine(error.Message)}): free some space, or name another "
        + "cache folder "
        + "with XDG_CACHE_HOME.",
        error);

    private static string FirstLine(string message) => message.Split('\n')[0].TrimEnd('.', '\r', ' ');
}
