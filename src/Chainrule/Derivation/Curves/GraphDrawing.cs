using System.Net;
using System.Text;
using Chainrule.Operators;

namespace Chainrule;

/// <summary>
/// The graph of a derivation as SVG: a box for each named value with what it is computed from, arrows forward with the
/// shape that
/// flows along them, and dashed arrows back with the gradient's.
/// </summary>
public static class GraphDrawing
{
    private const int BoxHeight = 46, RowGap = 54, ColumnGap = 26;

    private const string Rules = """

        .box { fill: @card; stroke: @faint; } .parameter { stroke: @c; stroke-width: 1.6; }
        .cost { stroke: @b; stroke-width: 1.6; } .card { fill: @card; stroke: none; }
        .forward { fill: none; stroke: @a; stroke-width: 1.4; } .forward-head { fill: @a; }
        .backward { fill: none; stroke: @b; stroke-width: 1.2; stroke-dasharray: 4 3; } .backward-head { fill: @b; }
        .shape { font-size: 9.5px; } .gradient { font-size: 9.5px; fill: @b; }
        """;

    /// <summary>Draws the forward and the backward pass, inputs at the top.</summary>
    public static string ToSvg(Derivation derivation)
    {
        Dictionary<string, Box> boxes = Layout(derivation);
        double width = boxes.Values.Max(box => box.X + (box.Width / 2)) + 20;
        double height = boxes.Values.Max(box => box.Y) + BoxHeight + 20;
        var svg = new StringBuilder();
        svg.Append("<svg xmlns=\"http://www.w3.org/2000/svg\" ");
        svg.Append($"viewBox=\"0 0 {PlotSvg.N(width)} {PlotSvg.N(height)}\" " +
            $"width=\"{PlotSvg.N(width)}\" height=\"{PlotSvg.N(height)}\" role=\"img\">\n");
        svg.Append(SvgStyle.Of(PlotSvg.Rules + Rules)).Append("""

            <defs><marker id="f" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="6" markerHeight="6" orient="auto">
              <path d="M0 0L8 4L0 8z" class="forward-head"/></marker>
            <marker id="b" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="6" markerHeight="6" orient="auto">
              <path d="M0 0L8 4L0 8z" class="backward-head"/></marker></defs>

            """);
        svg.Append($"<rect class=\"card\" width=\"{PlotSvg.N(width)}\" height=\"{PlotSvg.N(height)}\" rx=\"8\"/>\n");
        HashSet<string> differentiated = [.. derivation.Lines.Select(line => line.Of.Name ?? "")];
        foreach (Box box in boxes.Values)
            foreach (string input in box.Inputs) Edge(
                svg, boxes[input], box, differentiated.Contains(input), derivation.Cost);
        foreach (Box box in boxes.Values)
        {
            string kind = box.Node.Operator is Variable { IsParameter: true }
                ? "box parameter" : box.Name == derivation.Cost ? "box cost" : "box";
            svg.Append($"<rect class=\"{kind}\" x=\"{PlotSvg.N(box.X - (box.Width / 2))}\" y=\"{PlotSvg.N(box.Y)}\" " +
                $"width=\"{PlotSvg.N(box.Width)}\" height=\"{BoxHeight}\" rx=\"7\"/>");
            svg.Append($"<text class=\"title\" x=\"{PlotSvg.N(box.X)}\" y=\"{PlotSvg.N(box.Y + 19)}\" " +
                $"text-anchor=\"middle\">{WebUtility.HtmlEncode(box.Name)}</text>");
            svg.Append($"<text x=\"{PlotSvg.N(box.X)}\" y=\"{PlotSvg.N(box.Y + 36)}\" " +
                $"text-anchor=\"middle\">{WebUtility.HtmlEncode(box.Text)}</text>\n");
        }
        return svg.Append("</svg>\n").ToString();
    }

    private static void Edge(StringBuilder svg, Box from, Box to, bool isDifferentiated, string cost)
    {
        double x0 = from.X + (isDifferentiated ? 7 : 0), y0 = from.Y + BoxHeight, x1 = to.X + Entry(from, to) +
            (isDifferentiated ? 5 : 0), y1 = to.Y;
        double bend = Math.Max(18, (y1 - y0) / 2);
        svg.Append($"<path class=\"forward\" marker-end=\"url(#f)\" d=\"{Curve(x0, y0, x1, y1, bend)}\"/>");
        svg.Append($"<text class=\"shape\" x=\"{PlotSvg.N(x0 + 4)}\" " +
            $"y=\"{PlotSvg.N(y0 + 13)}\">{WebUtility.HtmlEncode(from.Node.Shape.ToSymbolicString())}</text>\n");
        if (!isDifferentiated) return;
        svg.Append($"<path class=\"backward\" marker-end=\"url(#b)\" d=\"{Curve(x1 - 10, y1, x0 - 14, y0, -bend)}\"/>");
        svg.Append($"<text class=\"gradient\" x=\"{PlotSvg.N(x0 - 18)}\" y=\"{PlotSvg.N(y0 + 13)}\" " +
            $"text-anchor=\"end\">{WebUtility.HtmlEncode($"d{cost}/d{from.Name}")}</text>\n");
    }

    // Arrows from the left arrive on the left.
    private static double Entry(Box from, Box to) => Math.Clamp((from.X - to.X) / 4, -to.Width / 3, to.Width / 3);

    private static string Curve(double x0, double y0, double x1, double y1, double bend) =>
        $"M{PlotSvg.N(x0)} {PlotSvg.N(y0)}C{PlotSvg.N(x0)} {PlotSvg.N(y0 + bend)} {PlotSvg.N(x1)} " +
            $"{PlotSvg.N(y1 - bend)} {PlotSvg.N(x1)} {PlotSvg.N(y1)}";

    // A row for each step away from the inputs; a parameter stands just above what uses it first.
    private static Dictionary<string, Box> Layout(Derivation derivation)
    {
        var boxes = new Dictionary<string, Box>();
        foreach (DerivationLine line in derivation.Forward)
        {
            Node node = Node.Of(line.Of);
            var box = new Box(line.Left, node, line.Right.Length > 34 ? line.Right[..33] + "…" : line.Right);
            foreach (Node input in NamedInputs(node))
            {
                string what = $"{input.Operator.Name} {input.Shape.ToSymbolicString()}";
                if (input.Operator is Leaf && !boxes.ContainsKey(input.Name!))
                    boxes[input.Name!] = new Box(input.Name!, input, what) { Row = -1 };
                if (!box.Inputs.Contains(input.Name!)) box.Inputs.Add(input.Name!);
            }
            box.Row = 1 + box.Inputs.Select(name => Math.Max(0, boxes[name].Row)).DefaultIfEmpty(0).Max();
            foreach (string input in box.Inputs)
                if (boxes[input] is { Row: -1 } leaf) leaf.Row = box.Row - 1;
            boxes[box.Name] = box;
        }
        foreach (IGrouping<int, Box> row in boxes.Values.GroupBy(box => box.Row))
        {
            Box[] items = [.. row.OrderBy(box => box.Node.Operator is Leaf ? 1 : 0)];
            double x = 20;
            foreach (Box box in items)
            {
                box.X = x + (box.Width / 2);
                box.Y = 20 + (box.Row * (BoxHeight + RowGap));
                x += box.Width + ColumnGap;
            }
        }
        double widest = boxes.Values.Max(box => box.X + (box.Width / 2));
        foreach (IGrouping<int, Box> row in boxes.Values.GroupBy(box => box.Row).ToList())
        {
            double shift = (widest - row.Max(box => box.X + (box.Width / 2))) / 2;
            foreach (Box box in row) box.X += shift;
        }
        return boxes;
    }

    private static List<Node> NamedInputs(Node node)
    {
        var inputs = new List<Node>();
        foreach (Node input in node.Inputs)
        {
            if (input.Name is not null && input.Name != "I") inputs.Add(input);
            else inputs.AddRange(NamedInputs(input));
        }
        return inputs;
    }

    private sealed class Box(string name, Node node, string text)
    {
        public string Name => name;

        public Node Node => node;

        public string Text => text;

        public List<string> Inputs { get; } = [];

        public int Row { get; set; }

        public double Width { get; } = Math.Max(64, (Math.Max(name.Length, text.Length) * 6.4) + 22);

        public double X { get; set; }

        public double Y { get; set; }
    }
}
