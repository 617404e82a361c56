using Microsoft.AspNetCore.Http;

namespace Chainrule.Studio;

/// <summary>The files of the page, which are part of the program.</summary>
internal static class PageFiles
{
    private const string Folder = "page/";

    private static readonly HashSet<string> Names = [.. typeof(PageFiles).Assembly.GetManifestResourceNames()];

    /// <summary>A file by its path; the page itself where there is none.</summary>
    public static IResult Find(string? path)
    {
        string name = Folder + (string.IsNullOrEmpty(path) ? "index.html" : path);
        return Names.Contains(name)
            ? Results.Stream(typeof(PageFiles).Assembly.GetManifestResourceStream(name)!, TypeOf(name))
            : Results.NotFound();
    }

    private static string TypeOf(string name) => Path.GetExtension(name) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".json" => "application/json",
        ".svg" => "image/svg+xml",
        ".woff2" => "font/woff2",
        ".txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    };
}
