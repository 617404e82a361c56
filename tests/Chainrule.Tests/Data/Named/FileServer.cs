using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Chainrule.Tests.Data;

/// <summary>
/// A web server on 127.0.0.1 that serves one set of files and can be told to misbehave. Written on sockets, since a
/// connection has to be cut in the middle of a body.
/// </summary>
internal sealed class FileServer : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stopped = new();
    private readonly List<string> requests = [];
    private readonly Task serving;

    public FileServer()
    {
        listener.Start();
        serving = Task.Run(ServeAsync);
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/data/");

    /// <summary>The files by name.</summary>
    public Dictionary<string, byte[]> Files { get; } = [];

    /// <summary>
    /// After how many bytes of a body the connection is cut, in turn for each request; none when the queue is empty.
    /// </summary>
    public Queue<int> Cuts { get; } = [];

    /// <summary>Whether a request for a range is answered with that range.</summary>
    public bool KnowsRanges { get; init; } = true;

    /// <summary>Whether headers are followed by silence.</summary>
    public bool IsSilent { get; init; }

    /// <summary>"NAME" or "NAME from OFFSET" of every request so far.</summary>
    public IReadOnlyList<string> Requests
    {
        get
        {
            lock (requests) return [.. requests];
        }
    }

    /// <summary>An address where nothing listens.</summary>
    public static Uri Nowhere()
    {
        using var unused = new TcpListener(IPAddress.Loopback, 0);
        unused.Start();
        return new($"http://127.0.0.1:{((IPEndPoint)unused.LocalEndpoint).Port}/");
    }

    public void Dispose()
    {
        stopped.Cancel();
        listener.Stop();
        serving.Wait(TimeSpan.FromSeconds(5));
        listener.Dispose();
        stopped.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using TcpClient client = await listener.AcceptTcpClientAsync(stopped.Token);
                await AnswerAsync(client.GetStream());
            }
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or IOException
            or InvalidOperationException)
        {
            // Stopped, or the client went away.
        }
    }

    private async Task AnswerAsync(NetworkStream stream)
    {
        using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
        string name = (await reader.ReadLineAsync(stopped.Token) ?? "").Split(' ')[1].Split('/')[^1];
        int start = 0;
        while (await reader.ReadLineAsync(stopped.Token) is { Length: > 0 } header)
        {
            if (header.StartsWith("Range: bytes=", StringComparison.OrdinalIgnoreCase))
                start = int.Parse(header.Split('=')[1].TrimEnd('-'));
        }
        lock (requests) requests.Add(start > 0 ? $"{name} from {start}" : name);
        if (!Files.TryGetValue(name, out byte[]? file))
        {
            await WriteAsync(stream, "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
            return;
        }
        if (!KnowsRanges) start = 0;
        string status = start > 0
            ? $"206 Partial Content\r\nContent-Range: bytes {start}-{file.Length - 1}/{file.Length}"
            : "200 OK";
        int count = file.Length - start;
        await WriteAsync(stream, $"HTTP/1.1 {status}\r\nContent-Length: {count}\r\nConnection: close\r\n\r\n");
        if (IsSilent) await Task.Delay(Timeout.Infinite, stopped.Token);
        if (Cuts.TryDequeue(out int cut)) count = Math.Min(count, cut);
        await stream.WriteAsync(file.AsMemory(start, count), stopped.Token);
    }

    private async Task WriteAsync(NetworkStream stream, string text) =>
        await stream.WriteAsync(Encoding.ASCII.GetBytes(text), stopped.Token);
}
