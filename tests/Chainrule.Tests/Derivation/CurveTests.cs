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
                bool kink = slope.Y[i] - slope.Y[i - 1] is > 0.1 or < -0.1;
                Assert.True(kink || Math.Abs(rise - expected) < 0.02 * step, $"{name} at {value.X[i]}");
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
    }
}
