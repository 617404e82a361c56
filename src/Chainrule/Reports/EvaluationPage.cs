using System.Globalization;
using System.Net;
using System.Text;
using Chainrule.Reports;

namespace Chainrule;

/// <summary>
/// An evaluation as a page to show: one HTML file without links, scripts or fonts of elsewhere, in light and dark.
/// </summary>
public sealed record EvaluationPage
{
    /// <summary>Makes a page of a report.</summary>
    public EvaluationPage(string title, PredictionReport report)
    {
        Title = title;
        Report = report;
    }

    /// <summary>The title.</summary>
    public string Title { get; }

    /// <summary>The report.</summary>
    public PredictionReport Report { get; }

    /// <summary>A sentence below the title, such as which samples were judged.</summary>
    public string Subtitle { get; init; } = "";

    /// <summary>What the model is and how it was trained, line by line.</summary>
    public IReadOnlyList<(string Name, string Text)> Facts { get; init; } = [];

    /// <summary>The model as a program, if it is one.</summary>
    public string? Program { get; init; }

    /// <summary>The learning curves.</summary>
    public IReadOnlyList<Plot> Curves { get; init; } = [];

    /// <summary>The importance of the features.</summary>
    public IReadOnlyList<FeatureImportance> Importances { get; init; } = [];

    /// <summary>The samples as pictures (m, height, width); null if they are none.</summary>
    public Tensor? Pictures { get; init; }

    /// <summary>The names of the columns that <see cref="Row"/> gives.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>The values of a sample for people, in the order of <see cref="Columns"/>.</summary>
    public Func<int, IReadOnlyList<string>>? Row { get; init; }

    /// <summary>The number of each sample in its file, from 0; null if samples are counted themselves.</summary>
    public IReadOnlyList<int>? RowNumbers { get; init; }

    /// <summary>The page of a model on a data set.</summary>
    /// <param name="model">The model.</param>
    /// <param name="data">The raw samples.</param>
    /// <param name="history">The course of its training; null to leave it out.</param>
    public static EvaluationPage Of(Model model, Dataset data, TrainingHistory? history = null)
    {
        double[] values = data.Features.Value.Cast(DType.Float64).Span<double>().ToArray();
        int width = data.FeatureCount;
        return new(data.Name, PredictionReport.Of(model.Judge(data)))
        {
            Subtitle = $"{data.Count:N0} samples",
            Facts = FactsOf(model),
            Curves = history is null ? [] : CurvesOf(history),
            Pictures = data.Features.Rank == 3 ? data.Features : null,
            Columns = [.. Enumerable.Range(0, width).Select(
                i => i < data.FeatureNames.Count ? data.FeatureNames[i] : $"{i}")],
            Row = i => [.. values[(i * width)..((i + 1) * width)].Select(
                value => value.ToString("G6", CultureInfo.InvariantCulture))],
        };
    }

    /// <summary>What is known of a model.</summary>
    public static IReadOnlyList<(string Name, string Text)> FactsOf(Model model)
    {
        List<(string Name, string Text)> facts = [("Network", model.Describe())];
        if (model.IsBuilt) facts.Add(("Parameters", $"{model.ParameterCount:N0}"));
        if (model.Loss is not null) facts.Add(("Loss", $"{model.Loss}"));
        if (model.Preprocessing.Count > 0)
            facts.Add(("Preprocessing", string.Join(", ", model.Preprocessing.Select(one => one.Name))));
        if (model.Training is not { } training) return facts;
        facts.Add(("Trained on", $"{training.Data}, {training.Samples:N0} samples"));
        facts.Add(("Optimizer", $"{training.Optimizer}, batches of {training.BatchSize:N0}"));
        if (training.Regularizers.Count > 0) facts.Add(("Regularizers", string.Join(", ", training.Regularizers)));
        facts.Add(("Epochs", $"{training.Epochs:N0}, ending with {EvaluationReport.Write(
            training.Metric, training.Value)}"));
        facts.Add(("Seed", $"{training.Seed}"));
        return facts;
    }

    /// <summary>Loss and metric over the epochs of a training.</summary>
    public static IReadOnlyList<Plot> CurvesOf(TrainingHistory history)
    {
        if (history.Epochs.Count < 2) return [];
        double[] x = [.. history.Epochs.Select(epoch => (double)epoch.Epoch)];
        string metric = history.Epochs[0].Metric;
        return metric is "loss" or "mse" ? [Curve("Loss", epoch => epoch.Loss, result => result.Loss)]
            : [
                Curve("Loss", epoch => epoch.Loss, result => result.Loss),
                Curve(metric, epoch => epoch.Value, result => result.Value),
            ];

        Plot Curve(string title, Func<EpochReport, double> of, Func<EvaluationReport, double> held)
        {
            List<PlotSeries> series = [new("training", x, [.. history.Epochs.Select(of)])];
            if (history.Epochs[0].Validation is not null)
                series.Add(new("validation", x, [.. history.Epochs.Select(epoch => held(epoch.Validation!))]));
            return new(title, series) { XLabel = "epoch" };
        }
    }

    /// <summary>The page as HTML.</summary>
    public string ToHtml()
    {
        var html = new StringBuilder("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n");
        html.Append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n");
        html.Append($"<title>{Escaped(Title)}</title>\n<style>\n{PageStyle.Css}\n</style>\n</head>\n<body>\n<main>\n");
        html.Append($"<header><h1>{Escaped(Title)}</h1><p class=\"lead\">{Escaped(Subtitle)}</p></header>\n");
        PageNumbers.Tiles(html, Report);
        if (Facts.Count > 0 || Program is not null) WriteFacts(html);
        if (Curves.Count > 0) WriteCurves(html);
        PageNumbers.Tables(html, Report);
        if (Report.Predictions.Kind == TargetKind.Values) PageResiduals.Write(html, Report.Predictions);
        else PageCurves.Write(html, Report);
        if (Importances.Count > 0) PageNumbers.Importances(html, Importances);
        PageSamples.Write(html, this);
        html.Append("<footer>Made with Chainrule ")
            .Append(typeof(EvaluationPage).Assembly.GetName().Version?.ToString(3)).Append("</footer>\n");
        return html.Append("</main>\n</body>\n</html>\n").ToString();
    }

    /// <summary>Writes the page to a file atomically.</summary>
    /// <exception cref="DataException">The file cannot be written.</exception>
    public void Save(string path) => AtomicFile.WriteAllText(path, ToHtml());

    internal static string Escaped(string text) => WebUtility.HtmlEncode(text);

    internal static string Number(double value) => double.IsNaN(value) ? "–"
        : value.ToString("G4", CultureInfo.InvariantCulture).Replace('-', '−');

    private void WriteFacts(StringBuilder html)
    {
        html.Append("<h2>The model</h2>\n<div class=\"card\"><dl>");
        foreach ((string name, string text) in Facts)
            html.Append($"<dt>{Escaped(name)}</dt><dd>{Escaped(text)}</dd>");
        html.Append("</dl>");
        if (Program is not null) html.Append($"<pre>{Escaped(Program.TrimEnd())}</pre>");
        html.Append("</div>\n");
    }

    private void WriteCurves(StringBuilder html)
    {
        html.Append("<h2>Training</h2>\n<div class=\"charts\">");
        foreach (Plot plot in Curves)
        {
            var chart = new PageChart(plot.Title, plot.XLabel, "");
            foreach (PlotSeries series in plot.Series) chart.Line(series.Name, series.X, series.Y, series.IsDashed);
            html.Append(chart.ToHtml());
        }
        html.Append("</div>\n");
    }
}
