using System.Globalization;
using System.Text;

namespace Chainrule.Reports;

/// <summary>The metrics of a page: in large, of each class, and the confusion matrix.</summary>
internal static class PageNumbers
{
    private const int MaxCells = 20, MaxRows = 100, MaxConfusions = 15, MaxImportances = 40;

    private static readonly (string Metric, string Words, bool IsShare)[] Shown =
    [
        ("accuracy", "accuracy", true), ("subset_accuracy", "samples with all labels right", true),
        ("label_accuracy", "labels right", true), ("balanced_accuracy", "balanced accuracy", true),
        ("f1_macro", "F1, mean of the classes", false), ("roc_auc", "area under ROC curves", false),
        ("log_loss", "log loss", false), ("r2", "R², variance explained", false),
        ("r2_variance_weighted", "R², of all variance", false), ("rmse", "root mean squared error", false),
        ("mae", "mean absolute error", false),
        ("max_error", "largest error", false),
    ];

    public static void Tiles(StringBuilder html, PredictionReport report)
    {
        html.Append("<div class=\"tiles\">");
        foreach ((string metric, string words, bool isShare) in Shown)
        {
            if (!report.Metrics.TryGetValue(metric, out double value)) continue;
            if (metric == "r2" && report.Values.Count > 0) continue;
            string number = isShare && !double.IsNaN(value)
                ? string.Create(CultureInfo.InvariantCulture, $"{100 * value:F2} %") : EvaluationPage.Number(value);
            html.Append($"<div class=\"tile\"><b>{number}</b><span>{words}</span></div>");
        }
        html.Append("</div>\n");
    }

    public static void Tables(StringBuilder html, PredictionReport report)
    {
        if (report.Classes.Count > 0) Classes(html, report);
        if (report.Values.Count > 0) Values(html, report);
        if (report.Confusion is { } confusion) Confusion(html, confusion, report.Predictions);
        if (report.Notes.Count == 0) return;
        html.Append("<h2>Notes</h2>\n<div class=\"card\">");
        foreach (string note in report.Notes) html.Append($"<p>{EvaluationPage.Escaped(note)}</p>");
        html.Append("</div>\n");
    }

    public static void Importances(StringBuilder html, IReadOnlyList<FeatureImportance> importances)
    {
        html.Append("<h2>Importance of the features</h2>\n<p class=\"hint\">How much worse ")
            .Append(EvaluationPage.Escaped(importances[0].Metric))
            .Append(" becomes when the values of a feature are shuffled among the samples: mean and standard deviation")
            .Append(" of the repeats. Features that say the same can stand in for each other.</p>\n")
            .Append("<div class=\"card\"><table class=\"lines\"><tr><th></th><th>importance</th><th>±</th></tr>");
        foreach (FeatureImportance one in importances.OrderByDescending(one => one.Mean).Take(MaxImportances))
            html.Append($"<tr><td>{EvaluationPage.Escaped(one.Name)}</td><td>{EvaluationPage.Number(one.Mean)}</td>")
                .Append($"<td>{EvaluationPage.Number(one.StandardDeviation)}</td></tr>");
        html.Append("</table></div>\n");
    }

    private static void Classes(StringBuilder html, PredictionReport report)
    {
        html.Append($"<h2>{(report.Confusion is null ? "Labels" : "Classes")}</h2>\n<div class=\"card\">")
            .Append("<table class=\"lines\"><tr><th></th><th>precision</th><th>recall</th><th>F1</th>")
            .Append("<th>ROC area</th><th>average precision</th><th>samples</th></tr>");
        foreach (ClassReport one in report.Classes.Count <= MaxRows ? report.Classes
            : report.Classes.OrderBy(one => one.F1).Take(MaxRows))
        {
            html.Append($"<tr><td>{EvaluationPage.Escaped(one.Name)}</td>");
            foreach (double value in (double[])[one.Precision, one.Recall, one.F1, one.RocAuc, one.AveragePrecision])
                html.Append($"<td>{Three(value)}</td>");
            html.Append($"<td>{ConfusionMatrix.Count(one.Support)}</td></tr>");
        }
        foreach ((string name, MetricAverage average) in ((string, MetricAverage)[])
            [("mean of the classes", MetricAverage.Macro), ("weighted by samples", MetricAverage.Weighted)])
        {
            html.Append($"<tr class=\"average\"><td>{name}</td>");
            foreach (string ratio in (string[])["precision", "recall", "f1"])
                html.Append($"<td>{Three(report.Metrics[MetricNames.Of(ratio, average)])}</td>");
            foreach (Func<MetricAverage, Metric> area in (Func<MetricAverage, Metric>[])
                [Metric.RocAuc, Metric.AveragePrecision])
                html.Append($"<td>{Area(report, area(average))}</td>");
            html.Append("<td></td></tr>");
        }
        html.Append("</table></div>\n");
        if (report.Classes.Count > MaxRows)
            html.Append($"<p class=\"hint\">The {MaxRows} of {report.Classes.Count} with the lowest F1.</p>\n");
    }

    private static string Area(PredictionReport report, Metric metric) =>
        report.Metrics.ContainsKey("roc_auc") ? Three(metric.Of(report.Predictions)) : "–";

    private static void Values(StringBuilder html, PredictionReport report)
    {
        html.Append("<h2>Values</h2>\n<div class=\"card\"><table class=\"lines\"><tr><th></th><th>R²</th>")
            .Append("<th>RMSE</th><th>MAE</th><th>largest error</th></tr>");
        foreach (ValueReport one in report.Values.Take(MaxRows))
        {
            html.Append($"<tr><td>{EvaluationPage.Escaped(one.Name)}</td>");
            foreach (double value in (double[])[one.R2, one.RootMeanSquaredError, one.MeanAbsoluteError, one.MaxError])
                html.Append($"<td>{EvaluationPage.Number(value)}</td>");
            html.Append("</tr>");
        }
        html.Append("</table></div>\n");
    }

    private static void Confusion(StringBuilder html, ConfusionMatrix confusion, Predictions predictions)
    {
        html.Append("<h2>Confusion matrix</h2>\n");
        if (confusion.Classes <= MaxCells)
        {
            html.Append("<p class=\"hint\">Rows are true classes, columns predicted ones; the stronger the color ")
                .Append("of a cell, the greater its share of the row.</p>\n<div class=\"card\">")
                .Append("<table class=\"heat\"><tr><th></th>");
            for (int answer = 0; answer < confusion.Classes; answer++)
                html.Append($"<th>{EvaluationPage.Escaped(predictions.NameOf(answer))}</th>");
            html.Append("</tr>");
            for (int truth = 0; truth < confusion.Classes; truth++)
            {
                html.Append($"<tr><th>{EvaluationPage.Escaped(predictions.NameOf(truth))}</th>");
                for (int answer = 0; answer < confusion.Classes; answer++) Cell(html, confusion, truth, answer);
                html.Append("</tr>");
            }
            html.Append("</table></div>\n");
            if (confusion.Classes < 5) return;
        }
        (int Truth, int Prediction, double Count)[] mistakes =
        [
            .. confusion.Cells.Where(cell => cell.Truth != cell.Prediction)
                .OrderByDescending(cell => cell.Count).Take(MaxConfusions),
        ];
        if (mistakes.Length == 0) return;
        html.Append("<h2>Most frequent mistakes</h2>\n<div class=\"card\"><table class=\"lines pairs\">")
            .Append("<tr><th>true</th><th>predicted</th><th>samples</th><th>of the class</th></tr>");
        foreach ((int truth, int answer, double count) in mistakes)
            html.Append($"<tr><td>{EvaluationPage.Escaped(predictions.NameOf(truth))}</td>")
                .Append($"<td>{EvaluationPage.Escaped(predictions.NameOf(answer))}</td>")
                .Append($"<td>{ConfusionMatrix.Count(count)}</td><td>")
                .Append(CultureInfo.InvariantCulture, $"{100 * count / confusion.Support(truth):F1} %</td></tr>");
        html.Append("</table></div>\n");
    }

    private static void Cell(StringBuilder html, ConfusionMatrix confusion, int truth, int answer)
    {
        double count = confusion[truth, answer], support = confusion.Support(truth);
        double share = support > 0 ? count / support : 0;
        string style = count == 0 ? "zero" : $"{(truth == answer ? "right" : "wrong")}{(share > 0.35 ? " deep" : "")}";
        // By its root, because in proportion a few of many would be invisible.
        string color = count == 0 ? "" : string.Create(
            CultureInfo.InvariantCulture, $" style=\"--share:{10 + (80 * Math.Sqrt(share)):F0}%\"");
        html.Append($"<td class=\"{style}\"{color}>{ConfusionMatrix.Count(count)}</td>");
    }

    private static string Three(double value) =>
        double.IsNaN(value) ? "–" : value.ToString("F3", CultureInfo.InvariantCulture);
}
