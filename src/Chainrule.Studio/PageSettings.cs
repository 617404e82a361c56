using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;

namespace Chainrule.Studio;

/// <summary>What the page is told when it starts.</summary>
/// <param name="Engine">Which engine answers it.</param>
/// <param name="Text">The program that it opens with; null for its own.</param>
/// <param name="Table">The name of the table that it opens with; null for none.</param>
/// <param name="Runs">How many runs it shows.</param>
internal sealed record PageSettings(string Engine, string? Text, string? Table, int Runs)
{
    public static IResult Of(StudioOptions options) =>
        Results.Json(
            new PageSettings("local", options.Text, Path.GetFileName(options.Files.Table), options.Files.Runs.Count),
            PageSettingsJson.Default.PageSettings);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(PageSettings))]
internal sealed partial class PageSettingsJson : JsonSerializerContext;
