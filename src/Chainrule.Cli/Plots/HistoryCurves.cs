using System.Globalization;
using Chainrule.Cli.Inputs;

namespace Chainrule.Cli.Plots;

/// <summary>Training curves from the history in a run's folder.</summary>
internal static class HistoryCurves
{
    public static IReadOnlyList<Plot> Of(string run)
    {
        string path = RunFolder.FileOf(run, RunFolder.HistoryFileName);
        if (!File.Exists(path))
            throw new DataException($"{path}: file not found: use the folder of a training run.");
        OrderedDictionary<string, string[]> columns = TrainingTable.Read(path);
        string across = columns.GetAt(0).Key;
        if (Column(across) is not { } x)
        {
            throw new DataException(
                $"{path}: line 2: the column '{across}' is empty: train again, or restore the file.");
        }
        if (Column("loss") is not { } losses)
            throw new DataException($"{path}: line 1: the column 'loss' is missing: train again.");
        List<PlotSeries> loss = [new("training", x, losses)];
        if (Column("validation_loss") is { } validationLoss)
            loss.Add(new("validation", x, validationLoss, IsDashed: true));
        string title = Path.GetFileName(Path.GetFullPath(run).TrimEnd(Path.DirectorySeparatorChar));
        List<Plot> charts = [new($"{title}: loss", loss) { XLabel = across }];
        if (!columns.TryGetValue("metric", out string[]? metric) || metric[0] != "accuracy") return charts;
        if (Column("value") is not { } values) return charts;
        List<PlotSeries> accuracy = [new("training", x, values)];
        if (Column("validation_value") is { } validation)
            accuracy.Add(new("validation", x, validation, IsDashed: true));
        charts.Add(new($"{title}: accuracy", accuracy) { XLabel = across });
        return charts;

        // Null where there is no such column, or nothing in it.
        double[]? Column(string name)
        {
            if (!columns.TryGetValue(name, out string[]? texts) || texts[0].Length == 0) return null;
            return [.. texts.Select((text, i) => Number(text, i + 2))];
        }

        double Number(string text, int line) =>
            double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
            ? value
            : throw new DataException(
                $"{path}: line {line}: '{text}' is not a number: train again, or restore the file.");
    }
}
