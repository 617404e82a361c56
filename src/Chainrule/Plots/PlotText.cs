using System.Globalization;
using System.Text;

namespace Chainrule;

/// <summary>Plots with braille characters, eight dots to a cell, so that a curve looks like a curve.</summary>
internal static class PlotText
{
    private static readonly int[,] Dots = { { 0x01, 0x08 }, { 0x02, 0x10 }, { 0x04, 0x20 }, { 0x40, 0x80 } };

    public static string Write(Plot plot, int width, int height)
    {
        (double x0, double x1, double y0, double y1) = plot.Range();
        var cells = new int[height, width];
        int right = (width * 2) - 1, bottom = (height * 4) - 1;
        int Row(double y) => (int)Math.Round((y1 - y) / (y1 - y0) * bottom);
        foreach (PlotSeries series in plot.Series)
        {
            int before = -1;
            for (int column = 0; column <= right; column++)
            {
                double y = At(series, x0 + ((x1 - x0) * column / right));
                if (!double.IsFinite(y) || y < y0 || y > y1)
                {
                    before = -1;
                    continue;
                }
                int row = Row(y);
                // A dashed line skips every third pair of columns.
                if (!series.IsDashed || column / 2 % 3 != 2)
                    for (int dot = Math.Min(row, before < 0 ? row : before); dot <= Math.Max(
                        row, before < 0 ? row : before); dot++) Set(column, dot);
                before = row;
            }
        }
        if (y0 < 0 && y1 > 0)
            for (int column = 0; column <= right; column += 4) Set(column, Row(0));
        string[] labels = [.. Enumerable.Range(0, height).Select(
            row => row == 0 ? Label(y1) : row == height - 1 ? Label(y0) : "")];
        int margin = labels.Max(label => label.Length);
        var text = new StringBuilder().AppendLine(new string(' ', margin + 2) + plot.Title);
        for (int row = 0; row < height; row++)
        {
            text.Append(labels[row].PadLeft(margin)).Append(" │");
            for (int column = 0; column < width; column++) text.Append((char)(0x2800 + cells[row, column]));
            text.AppendLine();
        }
        string from = Label(x0), to = Label(x1);
        text.Append(' ', margin + 1).Append('└').Append('─', width).AppendLine();
        text.Append(' ', margin + 2).Append(from)
            .Append(plot.XLabel.PadLeft(((width - from.Length - to.Length) / 2) + (plot.XLabel.Length / 2)).PadRight(
                width - from.Length - to.Length)).AppendLine(to);
        if (plot.Series.Count > 1)
            text.Append(' ', margin + 2).AppendLine(
                string.Join("   ", plot.Series.Select(series => $"{(series.IsDashed ? "╌╌" : "──")} {series.Name}")));
        return text.ToString();

        void Set(int column, int row) => cells[row / 4, column / 2] |= Dots[row % 4, column % 2];
    }

    // The value at x, interpolated linearly.
    private static double At(PlotSeries series, double x)
    {
        int next = 0;
        while (next < series.X.Count - 1 && series.X[next] < x) next++;
        if (next == 0 || series.X[next] == x) return series.Y[next];
        double share = (x - series.X[next - 1]) / (series.X[next] - series.X[next - 1]);
        return series.Y[next - 1] + (Math.Clamp(share, 0, 1) * (series.Y[next] - series.Y[next - 1]));
    }

    private static string Label(double value) =>
        value.ToString("0.###", CultureInfo.InvariantCulture).Replace('-', '−');
}
