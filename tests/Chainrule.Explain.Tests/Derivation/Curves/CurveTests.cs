using System.Xml.Linq;

namespace Chainrule.Tests.Derivations;

public class CurveTests
{
    [Fact]
    public void Every_function_has_its_curve_and_its_slope()
    {
        foreach (string name in FunctionCurves.Names)
        {
            Plot plot = FunctionCurves.Of(name);
            PlotSeries value = plot.Series[0], slope = plot.Series[1];
            // Between neighbours the curve rises by the mean of the slopes, but for bends of the second order.
            for (int i = 1; i < value.X.Count; i++)
            {
                double step = value.X[i] - value.X[i - 1];
                double rise = value.Y[i] - value.Y[i - 1], expected = step * (slope.Y[i] + slope.Y[i - 1]) / 2;
                bool jump = name == "sign" && value.X[i - 1] <= 0 && value.X[i] >= 0;
                bool kink = slope.Y[i] - slope.Y[i - 1] is > 0.1 or < -0.1;
                Assert.True(kink || jump || Math.Abs(rise - expected) < 0.02 * step, $"{name} at {value.X[i]}");
            }
        }
        Assert.Throws<ChainruleException>(() => FunctionCurves.Of("sigmund"));
    }

    [Fact]
    public void Drawings_are_well_formed()
    {
        string svg = Plot.ToSvg([.. FunctionCurves.Names.Select(name => FunctionCurves.Of(name))]);
        XDocument.Parse(svg);
        Assert.DoesNotContain("NaN", svg);
        var history = new Dictionary<string, double[]>
        {
            ["loss"] = [3, 2, 1.5, double.NaN, 1.2],
            ["accuracy"] = [1, 1, 1, 1, 1],
        };
        XDocument.Parse(Plot.ToSvg(Plot.OfHistory(history)));
        foreach (string system in SystemGraphs.Names)
            XDocument.Parse(GraphDrawing.ToSvg(Derivation.Of(SystemGraphs.ByName(system).Cost)));
    }

    [Fact]
    public void Sketches_and_drawings_are_as_the_golden_files()
    {
        Golden.Compare("tanh.txt", FunctionCurves.Of("tanh").ToText());
        Golden.Compare("curves.svg",
            Plot.ToSvg([.. new[] { "sigmoid", "tanh", "relu", "leaky_relu", "elu", "softmax" }.Select(
                name => FunctionCurves.Of(name, points: 41))]));
        Golden.Compare("autoencoder.svg", GraphDrawing.ToSvg(Derivation.Of(SystemGraphs.Autoencoder().Cost)));
        Golden.Compare("autoencoder.sketch.txt",
            GraphDrawing.ToText(Derivation.Of(SystemGraphs.Autoencoder().Cost), width: 120));
    }

    [Theory]
    [InlineData("autoencoder")]
    [InlineData("autoencoder-matrix-bias")]
    [InlineData("classifier")]
    [InlineData("deep")]
    [InlineData("tied-autoencoder")]
    [InlineData("toy")]
    [InlineData("wide")]
    public void No_arrow_passes_behind_a_box_and_no_boxes_overlap(string sample)
    {
        ChainModel model = ChainProgram.Load(Path.Combine(SampleFiles.Folder, sample + ".chain"))
            .Build(new ChainOptions { FillDimensions = true, DType = DType.Float64 });
        var svg = XDocument.Parse(GraphDrawing.ToSvg(Derivation.Of(model.Cost!, [], model.Outputs)));
        Drawn[] boxes = [.. svg.Descendants().Where(IsOf("rect", "box")).Select(Drawn.Of)];
        Assert.All(model.Values, value => Assert.Contains(boxes, box => box.Name == value.Name));
        foreach (Drawn a in boxes)
            foreach (Drawn b in boxes)
                Assert.True(a == b || a.Right < b.Left || b.Right < a.Left || a.Bottom < b.Top || b.Bottom < a.Top);
        foreach (XElement arrow in svg.Descendants().Where(IsOf("path", "forward")))
            foreach ((double x, double y) in Points(arrow))
                Assert.DoesNotContain(boxes, box =>
                    x > box.Left && x < box.Right && y > box.Top + 0.1 && y < box.Bottom - 0.1);

        static Func<XElement, bool> IsOf(string element, string kind) => node => node.Name.LocalName == element
            && ((string?)node.Attribute("class") ?? "").Split(' ')[0] == kind;
    }

    // Points along an arrow: straight pieces and cubic curves in turn.
    private static IEnumerable<(double X, double Y)> Points(XElement arrow)
    {
        string[] pieces = System.Text.RegularExpressions.Regex.Split((string)arrow.Attribute("d")!, "(?=[MLC])");
        double[] last = [];
        foreach (string piece in pieces.Where(piece => piece.Length > 0 && !piece.Contains('h')))
        {
            double[] n = [.. piece[1..].Split(' ').Select(double.Parse)];
            for (int i = 0; i <= 20 && piece[0] != 'M'; i++)
            {
                double t = i / 20.0, u = 1 - t;
                yield return piece[0] == 'L' ? ((last[0] * u) + (n[0] * t), (last[1] * u) + (n[1] * t))
                    : (Cubic(last[0], n[0], n[2], n[4]), Cubic(last[1], n[1], n[3], n[5]));

                double Cubic(double a, double b, double c, double d) =>
                    (a * u * u * u) + (3 * b * u * u * t) + (3 * c * u * t * t) + (d * t * t * t);
            }
            last = n[^2..];
        }
    }

    private sealed record Drawn(string Name, double Left, double Top, double Right, double Bottom)
    {
        public static Drawn Of(XElement box)
        {
            double x = (double)box.Attribute("x")!, y = (double)box.Attribute("y")!;
            string name = box.ElementsAfterSelf().First().Value;
            return new(name, x, y, x + (double)box.Attribute("width")!, y + (double)box.Attribute("height")!);
        }
    }
}
