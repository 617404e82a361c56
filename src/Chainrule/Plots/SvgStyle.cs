namespace Chainrule;

/// <summary>
/// The colors of drawings in light and dark themes. They are written out in every rule because many programs that
/// display SVG do not support CSS variables and would paint everything black.
/// </summary>
internal static class SvgStyle
{
    private static readonly (string Name, string Light, string Dark)[] Colours =
    [
        ("ink", "#1d2129", "#e6e9ef"), ("faint", "#69717f", "#98a2b3"), ("grid", "#e4e7ec", "#2c323d"),
        ("card", "#ffffff", "#171b21"), ("a", "#2457c5", "#8ab4ff"), ("b", "#d1495b", "#ff8fa0"),
        ("c", "#2a9d6f", "#6fd6a8"), ("d", "#b7791f", "#f0c069"),
    ];

    /// <summary>A style element with these rules; <c>@ink;</c> and the like stand for colors.</summary>
    public static string Of(string rules)
    {
        (string light, string dark) = (rules, rules);
        foreach ((string name, string onLight, string onDark) in Colours)
        {
            light = light.Replace($"@{name};", $"{onLight};");
            dark = dark.Replace($"@{name};", $"{onDark};");
        }
        return $"<style>\n{light}\n@media (prefers-color-scheme: dark) {{\n{dark}\n}}\n</style>";
    }
}
