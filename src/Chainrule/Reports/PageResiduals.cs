using System.Text;

namespace Chainrule.Reports;

/// <summary>What is predicted against what is true, and the residuals, of the values of a page.</summary>
internal static class PageResiduals
{
    private const int MaxValues = 4, Bins = 30;

    public static void Write(StringBuilder html, Predictions predictions)
    {
        if (predictions.Count == 0) return;
        html.Append("<h2>Residuals</h2>\n<p class=\"hint\">A residual is what is true less what is predicted.</p>\n");
        if (predictions.OutputCount > MaxValues)
            html.Append($"<p class=\"hint\">The first {MaxValues} of {predictions.OutputCount} values.</p>\n");
        html.Append("<div class=\"charts\">");
        for (int output = 0; output < Math.Min(MaxValues, predictions.OutputCount); output++)
        {
            string of = predictions.OutputCount > 1 ? $" of {predictions.NameOf(output)}" : "";
            (double Truth, double Answer)[] pairs = [.. Enumerable.Range(0, predictions.Count).Select(
                i => (predictions.Targets(i)[output], predictions.Outputs(i)[output]))];
            double low = pairs.Min(pair => Math.Min(pair.Truth, pair.Answer));
            double high = pairs.Max(pair => Math.Max(pair.Truth, pair.Answer));
            html.Append(new PageChart($"Predicted and true values{of}", "true", "predicted")
                .Points(pairs).Reference(low, low, high, high).ToHtml());
            double[] residuals = [.. pairs.Select(pair => pair.Truth - pair.Answer)];
            html.Append(new PageChart($"Residuals{of}", "residual", "samples").Bars(Histogram(residuals)).ToHtml());
        }
        html.Append("</div>\n");
    }

    private static (double From, double To, double Count)[] Histogram(double[] residuals)
    {
        (double from, double to) = (residuals.Min(), residuals.Max());
        if (to <= from) (from, to) = (from - 0.5, from + 0.5);
        var counts = new double[Bins];
        foreach (double residual in residuals)
            counts[Math.Clamp((int)((residual - from) / (to - from) * Bins), 0, Bins - 1)]++;
        return [.. counts.Select((count, bin) => (
            from + ((to - from) * bin / Bins), from + ((to - from) * (bin + 1) / Bins), count))];
    }
}
