using System.Globalization;
using System.Net;
using System.Text;

namespace Chainrule;

/// <summary>Plots as SVG: a grid of panels whose colors follow the reader's light or dark theme.</summary>
internal static class PlotSvg
{
    private const int Width = 320, Height = 230, Left = 46, Right = 14, Top = 34, Bottom = 38;

    internal const string Rules = """
        text { fill: @faint; font: 11px system-ui, sans-serif; }
        .title { fill: @ink; font-size: 13px; font-weight: 600; }
        .card { fill: @card; stroke: @grid; } .grid { stroke: @grid; } .axis { stroke: @faint; }
        .line { fill: none; stroke-width: 2; stroke-linejoin: round; stroke-linecap: round; }
        .dashed { stroke-dasharray: 5 4; }
        .a { stroke: @a; } .b { stroke: @b; } .c { stroke: @c; } .d { stroke: @d; }
        """;

    public static string Write(IReadOnlyList<Plot> plots)
    {
        int columns = Math.Clamp(plots.Count, 1, 3), rows = (plots.Count + columns - 1) / columns;
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture,
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {columns * Width} {rows * Height}\" " +
                $"width=\"{columns * Width}\" height=\"{rows * Height}\" role=\"img\">\n");
        svg.Append(SvgStyle.Of(Rules)).Append('\n');
        for (int i = 0; i < plots.Count; i++) Panel(svg, plots[i], i % columns * Width, i / columns * Height);
        return svg.Append("</svg>\n").ToString();
    }

    private static void Panel(StringBuilder svg, Plot plot, int left, int top)
    {
        (double x0, double x1, double y0, double y1) = plot.Range();
        double margin = 0.05 * (y1 - y0);
        (y0, y1) = (y0 - margin, y1 + margin);
        double X(double x) => Left + ((x - x0) / (x1 - x0) * (Width - Left - Right));
        double Y(double y) => Height - Bottom - ((y - y0) / (y1 - y0) * (Height - Top - Bottom));
        svg.Append($"<g transform=\"translate({left} {top})\">\n<rect class=\"card\" x=\"4\" y=\"4\" " +
            $"width=\"{Width - 8}\" height=\"{Height - 8}\" rx=\"8\"/>\n");
        svg.Append($"<text class=\"title\" x=\"16\" y=\"24\">{WebUtility.HtmlEncode(plot.Title)}</text>\n");
        foreach (double tick in Plot.Ticks(y0, y1, 4))
        {
            svg.Append($"<line class=\"{(Math.Abs(tick) < 1e-12 ? "axis" : "grid")}\" x1=\"{Left}\" " +
                $"x2=\"{Width - Right}\" y1=\"{N(Y(tick))}\" y2=\"{N(Y(tick))}\"/>");
            svg.Append($"<text x=\"{Left - 6}\" y=\"{N(Y(tick) + 4)}\" text-anchor=\"end\">{Label(tick)}</text>\n");
        }
        foreach (double tick in Plot.Ticks(x0, x1, 5))
        {
            if (Math.Abs(tick) < 1e-12) svg
                .Append($"<line class=\"axis\" x1=\"{N(X(tick))}\" x2=\"{N(X(tick))}\" y1=\"{Top}\" " +
                    $"y2=\"{Height - Bottom}\"/>");
            svg.Append($"<text x=\"{N(X(tick))}\" y=\"{Height - Bottom + 15}\" " +
                $"text-anchor=\"middle\">{Label(tick)}</text>\n");
        }
        svg.Append($"<text x=\"{Width - Right}\" y=\"{Height - 10}\" " +
            $"text-anchor=\"end\">{WebUtility.HtmlEncode(plot.XLabel)}</text>\n");
        double legend = Width - Right;
        // Draw a derivative below its function. The legend reads from left to right, so it is written from the right.
        for (int i = plot.Series.Count - 1; i >= 0; i--)
        {
            PlotSeries series = plot.Series[i];
            string style = $"line {"abcd"[i % 4]}{(series.IsDashed ? " dashed" : "")}";
            svg.Append($"<path class=\"{style}\" d=\"{Path(series, X, Y, y0, y1)}\"/>\n");
            if (plot.Series.Count == 1) continue;
            legend -= (series.Name.Length * 6.2) + 30;
            svg.Append($"<path class=\"{style}\" d=\"M{N(legend)} 20h16\"/><text x=\"{N(legend + 20)}\" " +
                $"y=\"24\">{WebUtility.HtmlEncode(series.Name)}</text>\n");
        }
        svg.Append("</g>\n");
    }

    private static string Path(PlotSeries series, Func<double, double> x, Func<double, double> y, double y0, double y1)
    {
        var path = new StringBuilder();
        bool open = false;
        for (int i = 0; i < series.X.Count; i++)
        {
            double value = series.Y[i];
            if (!double.IsFinite(value) || value < y0 || value > y1)
            {
                open = false;
                continue;
            }
            path.Append(open ? 'L' : 'M').Append(N(x(series.X[i]))).Append(' ').Append(N(y(value)));
            open = true;
        }
        return path.ToString();
    }

    internal static string N(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    internal static string Label(double value) => Math.Abs(value) < 1e-12 ? "0" : value.ToString(
        Math.Abs(value) is < 1e-3 or >= 1e5 ? "0.#e0" : "0.####", CultureInfo.InvariantCulture).Replace('-', '−');
}
