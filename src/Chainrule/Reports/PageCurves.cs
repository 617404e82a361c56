using System.Globalization;
using System.Text;

namespace Chainrule.Reports;

/// <summary>ROC, precision-recall and calibration curves of a page.</summary>
internal static class PageCurves
{
    // More lines than these cannot be told apart.
    private const int MaxLines = 6;

    public static void Write(StringBuilder html, PredictionReport report)
    {
        Predictions predictions = report.Predictions;
        int[] shown = Shown(report);
        if (shown.Length == 0) return;
        bool isBinary = report.Confusion is { Classes: 2 };
        html.Append("<h2>Thresholds</h2>\n");
        if (!isBinary && shown.Length < report.Classes.Count)
            html.Append($"<p class=\"hint\">The {shown.Length} of {report.Classes.Count} with the smallest areas, ")
                .Append("each against all others.</p>\n");
        html.Append("<div class=\"charts\">");
        var roc = new PageChart("ROC curve", "false positive rate", "true positive rate") { Limits = (0, 1, 0, 1) };
        var recall = new PageChart("Precision and recall", "recall", "precision") { Limits = (0, 1, 0, 1.02) };
        roc.Reference(0, 0, 1, 1);
        foreach (int label in shown)
        {
            RocCurve curve = RocCurve.Of(predictions, label);
            roc.Line(Named(predictions, label, curve.Area), curve.FalsePositiveRates, curve.TruePositiveRates);
            var other = PrecisionRecallCurve.Of(predictions, label);
            recall.Line(Named(predictions, label, other.AveragePrecision), other.Recalls, other.Precisions);
        }
        html.Append(roc.ToHtml()).Append(recall.ToHtml());
        if (predictions.AreProbabilities) Calibration(html, predictions, shown, isBinary);
        html.Append("</div>\n");
    }

    private static int[] Shown(PredictionReport report)
    {
        IEnumerable<int> known = Enumerable.Range(0, report.Classes.Count)
            .Where(label => !double.IsNaN(report.Classes[label].RocAuc));
        return report.Confusion is { Classes: 2 } ? [.. known.Where(label => label == 1)]
            : [.. known.OrderBy(label => report.Classes[label].RocAuc).Take(MaxLines).Order()];
    }

    private static void Calibration(StringBuilder html, Predictions predictions, int[] shown, bool isBinary)
    {
        bool isOfAll = predictions.Kind == TargetKind.Classes && !isBinary;
        var chart = new PageChart(
            "Calibration", isOfAll ? "probability of the predicted class" : "predicted probability", "how often true")
        {
            Limits = (0, 1, 0, 1),
        };
        chart.Reference(0, 0, 1, 1);
        if (isOfAll) Add("all classes", CalibrationCurve.OfConfidence(predictions));
        else foreach (int label in shown) Add(predictions.NameOf(label), CalibrationCurve.Of(predictions, label));
        html.Append(chart.ToHtml());
        var histogram = new PageChart("Confidence", "probability of the predicted class", "samples");
        if (predictions.Kind == TargetKind.Classes) html.Append(Histogram(histogram, predictions).ToHtml());

        void Add(string name, CalibrationCurve curve) => chart.Line(
            string.Create(CultureInfo.InvariantCulture, $"{name}: expected calibration error {curve.Error:F3}"),
            curve.Predicted, curve.Observed);
    }

    private static PageChart Histogram(PageChart chart, Predictions predictions)
    {
        const int Bins = 20;
        double least = 1.0 / predictions.OutputCount;
        var counts = new double[Bins];
        for (int i = 0; i < predictions.Count; i++)
        {
            double p = predictions.Outputs(i)[predictions.PredictedClass(i)];
            counts[Math.Clamp((int)((p - least) / (1 - least) * Bins), 0, Bins - 1)] += predictions.Weight(i);
        }
        return chart.Bars(counts.Select((count, bin) => (
            least + ((1 - least) * bin / Bins), least + ((1 - least) * (bin + 1) / Bins), count)));
    }

    private static string Named(Predictions predictions, int label, double area) =>
        string.Create(CultureInfo.InvariantCulture, $"{predictions.NameOf(label)}: area {area:F3}");
}
