namespace Chainrule;

/// <summary>One line of a plot.</summary>
/// <param name="Name">The name in the legend.</param>
/// <param name="X">The x-coordinates of the points.</param>
/// <param name="Y">The y-coordinates; NaN leaves a gap.</param>
/// <param name="IsDashed">Whether to draw a dashed line, as for derivatives.</param>
public sealed record PlotSeries(string Name, IReadOnlyList<double> X, IReadOnlyList<double> Y, bool IsDashed = false);

/// <summary>Lines over one pair of axes.</summary>
/// <param name="Title">The title above the plot.</param>
/// <param name="Series">The lines.</param>
public sealed record Plot(string Title, IReadOnlyList<PlotSeries> Series)
{
    /// <summary>The label of the horizontal axis.</summary>
    public string XLabel { get; init; } = "";

    /// <summary>Draws plots side by side as SVG, suited to light and dark themes.</summary>
    public static string ToSvg(params IReadOnlyList<Plot> plots) => PlotSvg.Write(plots);

    /// <summary>Draws the plot with characters, for a terminal.</summary>
    public string ToText(int width = 64, int height = 16) => PlotText.Write(this, width, height);

    /// <summary>Plots columns over steps or epochs, such as loss and accuracy: one plot per column.</summary>
    public static IReadOnlyList<Plot> OfHistory(
        IReadOnlyDictionary<string, double[]> columns, string xLabel = "epoch") =>
        [.. columns.Select(column => new Plot(
            column.Key, [new(column.Key, [.. Enumerable.Range(1, column.Value.Length).Select(i => (double)i)],
                column.Value)]) { XLabel = xLabel })];

    // The range of the finite values, never empty.
    internal (double X0, double X1, double Y0, double Y1) Range()
    {
        double[] x = [.. Series.SelectMany(series => series.X).Where(double.IsFinite)],
            y = [.. Series.SelectMany(series => series.Y).Where(double.IsFinite)];
        if (x.Length == 0 || y.Length == 0) return (0, 1, 0, 1);
        (double y0, double y1) = (y.Min(), y.Max());
        if (y1 - y0 < 1e-12 * Math.Max(1, Math.Abs(y1))) (y0, y1) = (y0 - 0.5, y1 + 0.5);
        (double x0, double x1) = (x.Min(), x.Max());
        return (x0, x1 > x0 ? x1 : x0 + 1, y0, y1);
    }

    /// <summary>Round numbers between two limits, roughly as many as requested.</summary>
    internal static double[] Ticks(double from, double to, int count)
    {
        double rough = (to - from) / Math.Max(1, count), power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        double step = (rough / power) switch
        {
            < 1.5 => power,
            < 3.5 => 2 * power,
            < 7.5 => 5 * power,
            _ => 10 * power,
        };
        var ticks = new List<double>();
        for (double i = Math.Ceiling((from / step) - 1e-9); i * step <= to + (1e-9 * step); i++) ticks.Add(i * step);
        return [.. ticks];
    }
}
