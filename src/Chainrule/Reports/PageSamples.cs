using System.Globalization;
using System.Text;

namespace Chainrule.Reports;

/// <summary>The samples of a page that were predicted worst.</summary>
internal static class PageSamples
{
    private const int MaxPictures = 30, MaxRows = 20, MaxColumns = 12;

    public static void Write(StringBuilder html, EvaluationPage page)
    {
        Predictions predictions = page.Report.Predictions;
        int[] worst = Worst(predictions, page.Pictures is null ? MaxRows : MaxPictures);
        if (worst.Length == 0) return;
        bool areClasses = predictions.Kind == TargetKind.Classes;
        html.Append($"<h2>{(areClasses ? "Most confidently wrong" : "Furthest from the truth")}</h2>\n");
        html.Append("<p class=\"hint\">").Append(page.RowNumbers is null ? "Samples" : "Rows of the file")
            .Append(" are counted from 0.</p>\n");
        if (page.Pictures is { Rank: 3 } pictures) Gallery(html, page, pictures, worst);
        else Table(html, page, worst);
    }

    private static int[] Worst(Predictions predictions, int most)
    {
        IEnumerable<int> samples = Enumerable.Range(0, predictions.Count);
        return predictions.Kind switch
        {
            TargetKind.Classes => [.. samples
                .Where(i => predictions.PredictedClass(i) != predictions.TrueClass(i))
                .OrderByDescending(i => predictions.Outputs(i)[predictions.PredictedClass(i)]).Take(most)],
            TargetKind.Labels => [.. samples.Where(i => SampleScores.IsRight(predictions, i) == 0)
                .OrderByDescending(i => Distance(predictions, i)).Take(most)],
            _ => [.. samples.OrderByDescending(i => Distance(predictions, i)).Take(most)],
        };
    }

    private static double Distance(Predictions predictions, int i)
    {
        double most = 0;
        for (int output = 0; output < predictions.OutputCount; output++)
            most = Math.Max(most, Math.Abs(predictions.Outputs(i)[output] - predictions.Targets(i)[output]));
        return most;
    }

    private static void Gallery(StringBuilder html, EvaluationPage page, Tensor pictures, int[] worst)
    {
        double[] pixels = pictures.Value.Cast(DType.Float64).Span<double>().ToArray();
        int width = pictures.Shape[2], size = pictures.Shape[1] * width;
        (double low, double high) = (Math.Min(0, pixels.Min()), pixels.Max());
        double scale = high > low ? byte.MaxValue / (high - low) : 0;
        html.Append("<div class=\"gallery\">");
        foreach (int i in worst)
        {
            byte[] bytes = [.. pixels[(i * size)..((i + 1) * size)].Select(p => (byte)Math.Round((p - low) * scale))];
            html.Append($"<div><img alt=\"\" src=\"{PngPicture.DataUri(bytes, width)}\"/>{Number(page, i)}<br/>")
                .Append(Answer(page.Report.Predictions, i)).Append("</div>");
        }
        html.Append("</div>\n");
    }

    private static void Table(StringBuilder html, EvaluationPage page, int[] worst)
    {
        int columns = page.Row is null ? 0 : Math.Min(MaxColumns, page.Columns.Count);
        html.Append("<div class=\"card\"><table class=\"lines\"><tr><th></th><th>prediction</th>");
        for (int column = 0; column < columns; column++)
            html.Append($"<th>{EvaluationPage.Escaped(page.Columns[column])}</th>");
        html.Append(page.Columns.Count > columns && columns > 0 ? "<th>…</th></tr>" : "</tr>");
        foreach (int i in worst)
        {
            html.Append($"<tr><td>{Number(page, i)}</td><td>{Answer(page.Report.Predictions, i)}</td>");
            if (columns > 0)
                foreach (string value in page.Row!(i).Take(columns))
                    html.Append($"<td>{EvaluationPage.Escaped(Short(value))}</td>");
            html.Append("</tr>");
        }
        html.Append("</table></div>\n");
    }

    private static string Number(EvaluationPage page, int i) =>
        page.RowNumbers is { } numbers ? $"row {numbers[i]}" : $"sample {i}";

    private static string Answer(Predictions predictions, int i)
    {
        if (predictions.Kind == TargetKind.Classes)
        {
            double score = predictions.Outputs(i)[predictions.PredictedClass(i)];
            string certainty = predictions.AreProbabilities
                ? string.Create(CultureInfo.InvariantCulture, $"{100 * score:F1} %") : EvaluationPage.Number(score);
            string answer = EvaluationPage.Escaped(predictions.NameOf(predictions.PredictedClass(i)));
            string truth = EvaluationPage.Escaped(predictions.NameOf(predictions.TrueClass(i)));
            return $"<b>{answer}</b> {certainty}, is {truth}";
        }
        int worst = 0;
        for (int output = 1; output < predictions.OutputCount; output++)
            if (Error(output) > Error(worst)) worst = output;
        string name = predictions.OutputCount > 1 ? $"{EvaluationPage.Escaped(predictions.NameOf(worst))} " : "";
        return $"{name}<b>{EvaluationPage.Number(predictions.Outputs(i)[worst])}</b>, is " +
            EvaluationPage.Number(predictions.Targets(i)[worst]);

        double Error(int output) => Math.Abs(predictions.Outputs(i)[output] - predictions.Targets(i)[output]);
    }

    private static string Short(string text) => text.Length <= 24 ? text : $"{text[..23]}…";
}
