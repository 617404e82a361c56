using System.Net;
using System.Text;

namespace Chainrule.Reports;

/// <summary>A chart of a page: lines, points and bars over one pair of axes, with a legend in words.</summary>
internal sealed class PageChart(string title, string xLabel, string yLabel)
{
    private const int Width = 460, Height = 330, Left = 58, Right = 14, Top = 14, Bottom = 44;
    private const int MaxLinePoints = 400, MaxPoints = 3000;

    private readonly List<PlotSeries> lines = [];
    private readonly List<(double X, double Y)> points = [];
    private readonly List<(double From, double To, double Height)> bars = [];
    private readonly List<(string Name, string Style)> legend = [];

    /// <summary>The limits of both axes, where they are known: those of shares are 0 and 1.</summary>
    public (double X0, double X1, double Y0, double Y1)? Limits { get; init; }

    public PageChart Line(string name, IReadOnlyList<double> x, IReadOnlyList<double> y, bool isDashed = false)
    {
        if (name.Length > 0) legend.Add((name, Style(lines.Count(line => line.Name.Length > 0), isDashed)));
        int step = Math.Max(1, x.Count / MaxLinePoints);
        int[] kept = [.. Enumerable.Range(0, x.Count).Where(i => i % step == 0 || i == x.Count - 1)];
        lines.Add(new(name, [.. kept.Select(i => x[i])], [.. kept.Select(i => y[i])], isDashed));
        return this;
    }

    /// <summary>A faint line to compare with.</summary>
    public PageChart Reference(double x0, double y0, double x1, double y1) => Line("", [x0, x1], [y0, y1]);

    public PageChart Points(IEnumerable<(double X, double Y)> values)
    {
        (double X, double Y)[] all = [.. values.Where(value => double.IsFinite(value.X) && double.IsFinite(value.Y))];
        int step = Math.Max(1, (all.Length + MaxPoints - 1) / MaxPoints);
        points.AddRange(all.Where((_, i) => i % step == 0));
        return this;
    }

    public PageChart Bars(IEnumerable<(double From, double To, double Height)> values)
    {
        bars.AddRange(values);
        return this;
    }

    public string ToHtml()
    {
        (double x0, double x1, double y0, double y1) = Limits ?? Range();
        double X(double x) => Left + ((x - x0) / (x1 - x0) * (Width - Left - Right));
        double Y(double y) => Height - Bottom - ((y - y0) / (y1 - y0) * (Height - Top - Bottom));
        var svg = new StringBuilder($"<figure><figcaption>{WebUtility.HtmlEncode(title)}</figcaption>");
        svg.Append($"<svg viewBox=\"0 0 {Width} {Height}\" role=\"img\" ")
            .Append($"aria-label=\"{WebUtility.HtmlEncode(title)}\">");
        foreach (double tick in Plot.Ticks(y0, y1, 5))
            svg.Append($"<line class=\"grid\" x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{N(Y(tick))}\" ")
                .Append($"y2=\"{N(Y(tick))}\"/><text x=\"{Left - 8}\" y=\"{N(Y(tick) + 4)}\" text-anchor=\"end\">")
                .Append($"{PlotSvg.Label(tick)}</text>");
        foreach (double tick in Plot.Ticks(x0, x1, 6))
            svg.Append($"<line class=\"grid\" x1=\"{N(X(tick))}\" x2=\"{N(X(tick))}\" y1=\"{Top}\" ")
                .Append($"y2=\"{Height - Bottom}\"/><text x=\"{N(X(tick))}\" y=\"{Height - Bottom + 17}\" ")
                .Append($"text-anchor=\"middle\">{PlotSvg.Label(tick)}</text>");
        svg.Append($"<text x=\"{Width - Right}\" y=\"{Height - 8}\" text-anchor=\"end\" class=\"axis\">")
            .Append($"{WebUtility.HtmlEncode(xLabel)}</text><text x=\"14\" y=\"{Top}\" text-anchor=\"end\" ")
            .Append($"class=\"axis\" transform=\"rotate(-90 14 {Top})\">{WebUtility.HtmlEncode(yLabel)}</text>");
        foreach ((double from, double to, double height) in bars)
            svg.Append($"<rect class=\"bar\" x=\"{N(X(from))}\" width=\"{N(Math.Max(0.5, X(to) - X(from) - 1))}\" ")
                .Append($"y=\"{N(Y(height))}\" height=\"{N(Y(Math.Max(0, y0)) - Y(height))}\"/>");
        foreach ((double x, double y) in points)
            svg.Append($"<circle class=\"point\" cx=\"{N(X(x))}\" cy=\"{N(Y(y))}\" r=\"2.5\"/>");
        int place = 0;
        foreach (PlotSeries line in lines)
        {
            string style = line.Name.Length == 0 ? "reference" : $"line {Style(place++, line.IsDashed)}";
            svg.Append($"<path class=\"{style}\" d=\"{Path(line, X, Y)}\"/>");
        }
        svg.Append("</svg>");
        if (legend.Count > 1 || (legend.Count == 1 && legend[0].Name != title))
        {
            svg.Append("<p class=\"legend\">");
            foreach ((string name, string style) in legend)
                svg.Append($"<span><i class=\"{style}\"></i>{WebUtility.HtmlEncode(name)}</span> ");
            svg.Append("</p>");
        }
        return svg.Append("</figure>\n").ToString();
    }

    private static string Style(int place, bool isDashed) => $"c{place % 6}{(isDashed ? " dashed" : "")}";

    private static string Path(PlotSeries line, Func<double, double> x, Func<double, double> y)
    {
        var path = new StringBuilder();
        bool isOpen = false;
        for (int i = 0; i < line.X.Count; i++)
        {
            if (!double.IsFinite(line.X[i]) || !double.IsFinite(line.Y[i]))
            {
                isOpen = false;
                continue;
            }
            path.Append(isOpen ? 'L' : 'M').Append(N(x(line.X[i]))).Append(' ').Append(N(y(line.Y[i])));
            isOpen = true;
        }
        return path.ToString();
    }

    private (double X0, double X1, double Y0, double Y1) Range()
    {
        double[] x = [.. lines.SelectMany(line => line.X), .. points.Select(point => point.X),
            .. bars.SelectMany(bar => (double[])[bar.From, bar.To])];
        double[] y = [.. lines.SelectMany(line => line.Y), .. points.Select(point => point.Y),
            .. bars.SelectMany(bar => (double[])[0, bar.Height])];
        (double x0, double x1) = Ends(x, margin: bars.Count > 0 ? 0 : 0.02);
        (double y0, double y1) = Ends(y, margin: 0.05);
        return (x0, x1, bars.Count > 0 ? 0 : y0, y1);
    }

    private static (double From, double To) Ends(double[] values, double margin)
    {
        double[] finite = [.. values.Where(double.IsFinite)];
        if (finite.Length == 0) return (0, 1);
        (double from, double to) = (finite.Min(), finite.Max());
        if (to - from < 1e-12 * Math.Max(1, Math.Abs(to))) return (from - 0.5, to + 0.5);
        return (from - (margin * (to - from)), to + (margin * (to - from)));
    }

    private static string N(double value) => PlotSvg.N(value);
}
