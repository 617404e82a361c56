using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Chainrule.Studio;

/// <summary>
/// The page and its engine for the user of this machine alone: on the loopback, below a random word. Nothing that is
/// sent is executed or written to a file.
/// </summary>
internal static class StudioServer
{
    public const int MaxQuestionBytes = 2_000_000, MaxFileBytes = 100_000_000;

    // The questions that bring a file: a table, or a notebook with its pictures.
    private static readonly string[] FileQuestions = ["tableOpen", "program"];

    private const int MaxConnections = 64;

    /// <summary>Makes the server; it does not run yet.</summary>
    public static WebApplication Create(StudioOptions options)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.Configure<Microsoft.AspNetCore.Server.Kestrel.Core.KestrelServerOptions>(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxQuestionBytes;
            kestrel.Limits.MaxConcurrentConnections = MaxConnections;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
            kestrel.Listen(IPAddress.Loopback, options.Port);
        });
        WebApplication server = builder.Build();
        server.Use(RequestGuard.Admit);
        RouteGroupBuilder page = server.MapGroup("/" + options.Token);
        var engines = new PageEngines(options.Files);
        page.MapGet("/settings.json", () => PageSettings.Of(options));
        page.MapPost("/ask/{question}", (string question, HttpRequest request) =>
            Ask(engines.Of(request.Query["page"].ToString()), question, request));
        page.MapGet("/runs", (HttpContext context) => RunEvents.Write(context, options.Files));
        page.MapGet("/{**path}", (string? path) => PageFiles.Find(path));
        return server;
    }

    /// <summary>The address of the page, once the server runs.</summary>
    public static string AddressOf(WebApplication server, StudioOptions options)
    {
        IServerAddressesFeature addresses =
            server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
        return $"http://127.0.0.1:{new Uri(addresses.Addresses.First()).Port}/{options.Token}/";
    }

    private static async Task<IResult> Ask(StudioEngine engine, string question, HttpRequest request)
    {
        if (!request.HasJsonContentType()) return Results.StatusCode(StatusCodes.Status415UnsupportedMediaType);
        if (FileQuestions.Contains(question)
            && request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { } limit)
            limit.MaxRequestBodySize = MaxFileBytes;
        using var reader = new StreamReader(request.Body);
        string json = await reader.ReadToEndAsync(request.HttpContext.RequestAborted).ConfigureAwait(false);
        string answer = await Task.Run(() => engine.Answer(question, json)).ConfigureAwait(false);
        return Results.Text(answer, "application/json");
    }
}
