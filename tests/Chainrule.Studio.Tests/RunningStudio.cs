using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;

namespace Chainrule.Studio.Tests;

/// <summary>A server on a port of its own, and requests to it as they go over the wire.</summary>
internal sealed class RunningStudio : IAsyncDisposable
{
    private readonly WebApplication server;

    private RunningStudio(WebApplication server, Uri address) => (this.server, Address) = (server, address);

    public Uri Address { get; }

    public string Host => Address.Authority;

    public static async Task<RunningStudio> Start(StudioOptions? options = null)
    {
        options ??= new();
        WebApplication server = StudioServer.Create(options);
        await server.StartAsync();
        return new(server, new(StudioServer.AddressOf(server, options)));
    }

    /// <summary>Sends a request whose path may begin with <c>~</c> for the page's own.</summary>
    /// <returns>The status.</returns>
    public async Task<int> Send(string request, string? body = null)
    {
        string answer = await Answer(request, body);
        return answer.Length == 0 ? 0 : int.Parse(answer.Split(' ')[1]);
    }

    public async Task<string> Answer(string request, string? body = null)
    {
        string text = request.Replace("~", Address.AbsolutePath.TrimEnd('/'), StringComparison.Ordinal)
            .Replace("HOST", Host, StringComparison.Ordinal).ReplaceLineEndings("\r\n") + "\r\nConnection: close\r\n";
        if (body is not null) text += $"Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n";
        using var client = new TcpClient();
        await client.ConnectAsync(Address.Host, Address.Port);
        NetworkStream stream = client.GetStream();
        try
        {
            await stream.WriteAsync(Encoding.UTF8.GetBytes(text + "\r\n" + body));
        }
        catch (IOException)
        {
            // The server has answered and closed before it was told everything.
        }
        using var reader = new StreamReader(stream);
        try
        {
            return await reader.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(20));
        }
        catch (IOException)
        {
            return "";
        }
    }

    public async ValueTask DisposeAsync() => await server.DisposeAsync();
}
