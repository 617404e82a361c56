using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;

namespace Chainrule.Studio;

/// <summary>What the page is told when it starts.</summary>
/// <param name="Engine">Which engine answers it.</param>
/// <param name="Text">The program that it opens with; null for its own.</param>
internal sealed record PageSettings(string Engine, string? Text)
{
    public static IResult Of(StudioOptions options) =>
        Results.Json(new PageSettings("local", options.Text), PageSettingsJson.Default.PageSettings);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(PageSettings))]
internal sealed partial class PageSettingsJson : JsonSerializerContext;
