using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Chainrule.Studio;

/// <summary>Tells the page of the runs as server-sent events: at once, and whenever one of them has changed.</summary>
internal static class RunEvents
{
    // How often the folders are looked at: a file's time and length each. Not all file systems tell of changes.
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(250);

    // How often a page that has gone is found out.
    private const int LooksUntilSign = 60;

    /// <summary>Writes events until the page goes, or the server stops.</summary>
    public static async Task Write(HttpContext context, StudioFiles files)
    {
        CancellationToken stops = context.RequestServices.GetRequiredService<IHostApplicationLifetime>()
            .ApplicationStopping;
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(stops, context.RequestAborted);
        context.Response.ContentType = "text/event-stream";
        // Its own, so that it never waits for a training.
        var engine = new StudioEngine(files);
        using var timer = new PeriodicTimer(Look);
        string[] stamps = [];
        string told = "";
        int quiet = 0;
        try
        {
            do
            {
                string answer = engine.Answer("runs", $$"""{"stamps":{{Json(stamps)}}}""");
                JsonObject asked = JsonNode.Parse(answer)!.AsObject();
                string state = StateOf(asked);
                if (state != told)
                {
                    await context.Response.WriteAsync($"data: {answer}\n\n", ends.Token).ConfigureAwait(false);
                    (told, stamps, quiet) = (state, StampsOf(asked), 0);
                }
                else if (++quiet == LooksUntilSign)
                {
                    await context.Response.WriteAsync(":\n\n", ends.Token).ConfigureAwait(false);
                    quiet = 0;
                }
                await context.Response.Body.FlushAsync(ends.Token).ConfigureAwait(false);
            }
            while (await timer.WaitForNextTickAsync(ends.Token).ConfigureAwait(false));
        }
        catch (OperationCanceledException)
        {
            // The page has gone.
        }
    }

    private static string Json(string[] stamps) =>
        new JsonArray([.. stamps.Select(stamp => JsonValue.Create(stamp))]).ToJsonString();

    private static string[] StampsOf(JsonObject answer) =>
        [.. answer["runs"]?.AsArray().Select(run => $"{run!["stamp"]}") ?? []];

    // All but the columns, which are there only where they are new.
    private static string StateOf(JsonObject answer)
    {
        var state = (JsonObject)answer.DeepClone();
        foreach (JsonNode? run in state["runs"]?.AsArray() ?? []) ((JsonObject)run!).Remove("columns");
        foreach (JsonNode? run in state["runs"]?.AsArray() ?? []) ((JsonObject)run!).Remove("metric");
        return state.ToJsonString();
    }
}
