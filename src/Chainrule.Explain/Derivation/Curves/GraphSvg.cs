using System.Net;
using System.Text;

namespace Chainrule;

/// <summary>A graph as SVG, in colors that change with the reader's light or dark system.</summary>
internal sealed class GraphSvg
{
    private const double Margin = 24, LineHeight = 15, LetterWidth = 6.5, LabelWidth = 5.9;
    // Below a box the arrows run straight beside their labels, and before one they arrive straight.
    private const double Stub = 24, Arrival = 14, Pair = 5;
    private const int LongestLine = 40, MaxLines = 3;

    private const string Rules = """

        .box { fill: @card; stroke: @faint; } .input { stroke-dasharray: 3 2; }
        .parameter { stroke: @c; stroke-width: 1.6; } .cost { stroke: @b; stroke-width: 1.6; }
        .card { fill: @card; stroke: none; }
        .forward { fill: none; stroke: @a; stroke-width: 1.4; } .forward-head { fill: @a; }
        .backward { fill: none; stroke: @b; stroke-width: 1.2; stroke-dasharray: 4 3; } .backward-head { fill: @b; }
        .shape { font-size: 10px; fill: @a; } .gradient { font-size: 10px; fill: @b; }
        """;

    private readonly DrawnGraph graph;
    private readonly GraphLayout layout;
    private readonly StringBuilder svg = new();
    private readonly double[] bottoms;

    private GraphSvg(DrawnGraph graph)
    {
        this.graph = graph;
        layout = new GraphLayout(graph, Measure);
        bottoms = new double[layout.Rows.Length];
    }

    public static string Write(DrawnGraph graph) => new GraphSvg(graph).Write();

    private static PlacedBox Measure(DrawnBox box)
    {
        string[] lines = Lines(box);
        double text = Math.Max(box.Name.Length * 8, lines.Max(line => line.Length) * LetterWidth);
        double width = Math.Max(Math.Max(64, text + 22), ((box.Inputs.Count - 1) * GraphLayout.PortDistance) + 30);
        double gradient = box.Gradient is { } line ? (line.Left.Length * LabelWidth) + Pair + 5 : 0;
        double shape = box.Users.Count > 0 ? (box.Shape.Length * LabelWidth) + Pair + 5 : 0;
        return new(box, width, 30 + (LineHeight * lines.Length))
        {
            Left = Math.Max(width / 2, gradient),
            Right = Math.Max(width / 2, shape),
        };
    }

    // What stands below the name; long formulas are broken between words.
    private static string[] Lines(DrawnBox box)
    {
        if (box.IsLeaf) return [box.Kind == DrawnKind.Parameter ? "parameter" : "input"];
        var lines = new List<string> { "" };
        foreach (string word in box.Formula.Split(' '))
        {
            string joined = lines[^1].Length == 0 ? word : $"{lines[^1]} {word}";
            if (joined.Length <= LongestLine || lines[^1].Length == 0) lines[^1] = joined;
            else lines.Add(word);
        }
        if (lines.Count <= MaxLines) return [.. lines];
        return [.. lines[..(MaxLines - 1)], lines[MaxLines - 1] + " …"];
    }

    private string Write()
    {
        double y = Margin;
        for (int i = 0; i < layout.Rows.Length; i++)
        {
            List<PlacedBox> row = layout.Rows[i];
            double height = row.Max(box => box.Height);
            foreach (PlacedBox box in row) box.Top = y + ((height - box.Height) / 2);
            bottoms[i] = y + height;
            // Far arrows get more room, so that they do not lie flat.
            double reach = row.SelectMany(box => box.Out).Select(edge => Math.Abs(edge.From.X - edge.To.X - edge.Port))
                .DefaultIfEmpty(0).Max();
            y += height + Stub + Arrival + Math.Clamp(0.16 * reach, 12, 70);
        }
        double bottom = bottoms.LastOrDefault() + Margin + 22;
        double width = Math.Max(
            layout.Rows.SelectMany(row => row).Select(box => box.X + box.Right).DefaultIfEmpty(0).Max(), 380)
            + (2 * Margin);
        svg.Append("<svg xmlns=\"http://www.w3.org/2000/svg\" ")
            .Append($"viewBox=\"0 0 {N(width)} {N(bottom)}\" width=\"{N(width)}\" height=\"{N(bottom)}\" ")
            .Append("role=\"img\">\n")
            .Append(SvgStyle.Of(PlotSvg.Rules + Rules)).Append('\n')
            .Append("<defs>").Append(Marker("f", "forward-head")).Append(Marker("b", "backward-head"))
            .Append("</defs>\n")
            .Append($"<rect class=\"card\" width=\"{N(width)}\" height=\"{N(bottom)}\" rx=\"8\"/>\n")
            .Append($"<g transform=\"translate({N(Margin)} 0)\">\n");
        foreach (PlacedBox box in Boxes())
            foreach (PlacedEdge edge in box.Out) Arrows(edge);
        foreach (PlacedBox box in Boxes()) Write(box);
        Legend(bottom - 16);
        return svg.Append("</g>\n</svg>\n").ToString();
    }

    private IEnumerable<PlacedBox> Boxes() => layout.Rows.SelectMany(row => row).Where(box => box.Box is not null);

    private static string Marker(string id, string style) =>
        $"<marker id=\"{id}\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"6\" markerHeight=\"6\" " +
        $"orient=\"auto\"><path d=\"M0 0L8 4L0 8z\" class=\"{style}\"/></marker>";

    private void Arrows(PlacedEdge first)
    {
        DrawnBox from = first.From.Box!;
        var edges = new List<PlacedEdge> { first };
        while (edges[^1].To.Box is null) edges.Add(edges[^1].To.Out[0]);
        DrawnBox to = edges[^1].To.Box!;
        bool isBack = from.Gradient is not null && to.SendsBack;
        // Where both directions are drawn they run side by side.
        double side = from.Gradient is not null ? Pair : 0;
        Path("forward", "f", Points(edges, side, isBack ? Pair : 0));
        if (!isBack) return;
        List<(double X, double Y)> back = Points(edges, -side, -Pair);
        back.Reverse();
        Path("backward", "b", back);
    }

    // Corners of the way: pairs of points are joined straight, and by a curve from pair to pair.
    private List<(double X, double Y)> Points(List<PlacedEdge> edges, double atSource, double atTarget)
    {
        PlacedBox from = edges[0].From;
        List<(double X, double Y)> points = [(from.X + atSource, from.Top + from.Height)];
        foreach (PlacedEdge edge in edges)
        {
            double beside = edge.From.Box is null ? atTarget : atSource;
            double x0 = edge.From.X + beside, x1 = edge.To.X + edge.Port + atTarget;
            double top = layout.Rows[edge.To.Row].Min(box => box.Box is null ? double.MaxValue : box.Top);
            // Arrows side by side stay apart where they run across: the one inside the bend turns first.
            double apart = -Math.Sign(Math.Round(edge.To.X + edge.Port - edge.From.X)) * 0.8 * atTarget;
            points.Add((x0, bottoms[edge.From.Row] + Stub + apart));
            points.Add((x1, top - Arrival + apart));
        }
        PlacedBox to = edges[^1].To;
        points.Add((to.X + edges[^1].Port + atTarget, to.Top));
        return points;
    }

    private void Path(string style, string marker, List<(double X, double Y)> points)
    {
        svg.Append($"<path class=\"{style}\" marker-end=\"url(#{marker})\" d=\"M{At(points[0])}");
        for (int i = 1; i < points.Count; i++)
        {
            (double x0, double y0) = points[i - 1];
            (double x1, double y1) = points[i];
            double half = (y1 - y0) / 2;
            bool isStraight = i % 2 == 1 || Math.Abs(x1 - x0) < 0.5;
            svg.Append(isStraight ? $"L{At(points[i])}"
                : $"C{N(x0)} {N(y0 + half)} {N(x1)} {N(y1 - half)} {At(points[i])}");
        }
        svg.Append("\"/>\n");
    }

    private void Write(PlacedBox place)
    {
        DrawnBox box = place.Box!;
        string kind = box.Kind switch
        {
            DrawnKind.Input => "box input",
            DrawnKind.Parameter => "box parameter",
            DrawnKind.Cost => "box cost",
            _ => "box",
        };
        svg.Append($"<rect class=\"{kind}\" x=\"{N(place.X - (place.Width / 2))}\" y=\"{N(place.Top)}\" " +
            $"width=\"{N(place.Width)}\" height=\"{N(place.Height)}\" rx=\"7\"/>");
        Text("title", place.X, place.Top + 20, "middle", box.Name);
        string[] lines = Lines(box);
        for (int i = 0; i < lines.Length; i++)
            Text("", place.X, place.Top + 37 + (i * LineHeight), "middle", lines[i]);
        double label = place.Top + place.Height + 14, side = box.Gradient is not null ? Pair : 0;
        if (box.Users.Count > 0) Text("shape", place.X + side + 5, label, "start", box.Shape);
        if (box.Gradient is { } gradient)
            Text("gradient", place.X - side - 5, label, "end", gradient.Left, gradient.ToString());
        svg.Append('\n');
    }

    private void Legend(double y)
    {
        svg.Append($"<path class=\"forward\" marker-end=\"url(#f)\" d=\"M0 {N(y - 4)}h22\"/>");
        Text("", 30, y, "start", "forward, with shapes");
        if (graph.Cost is null) return;
        svg.Append($"<path class=\"backward\" marker-end=\"url(#b)\" d=\"M182 {N(y - 4)}h-22\"/>");
        Text("", 190, y, "start", "backward, with the gradients of " + graph.Cost);
        svg.Append('\n');
    }

    private void Text(string style, double x, double y, string anchor, string text, string? tip = null)
    {
        string kind = style.Length == 0 ? "" : $" class=\"{style}\"";
        string title = tip is null ? "" : $"<title>{WebUtility.HtmlEncode(tip)}</title>";
        svg.Append($"<text{kind} x=\"{N(x)}\" y=\"{N(y)}\" text-anchor=\"{anchor}\">{title}" +
            $"{WebUtility.HtmlEncode(text)}</text>");
    }

    private static string At((double X, double Y) point) => $"{N(point.X)} {N(point.Y)}";

    private static string N(double value) => PlotSvg.N(value);
}
