namespace Chainrule;

/// <summary>
/// The colours of pictures, for light systems and for dark ones. They are written out in every rule: many programs that
/// show SVG know no style variables, and would paint all black.
/// </summary>
internal static class SvgStyle
{
    private static readonly (string Name, string Light, string Dark)[] Colours =
    [
        ("ink", "#1d2129", "#e6e9ef"), ("faint", "#69717f", "#98a2b3"), ("grid", "#e4e7ec", "#2c323d"),
        ("card", "#ffffff", "#171b21"), ("a", "#2457c5", "#8ab4ff"), ("b", "#d1495b", "#ff8fa0"),
        ("c", "#2a9d6f", "#6fd6a8"), ("d", "#b7791f", "#f0c069"),
    ];

    /// <summary>A style element with these rules, in which <c>@ink;</c> and so on stand for colours.</summary>
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
