using Chainrule.Cli.Inputs;
using Chainrule.Cli.Plots;

namespace Chainrule.Cli.Reporting;

/// <summary>The page of an evaluation.</summary>
internal static class EvaluationReportPage
{
    /// <summary>Writes the page to a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="run">The run's folder or model file.</param>
    /// <param name="data">The data, as the command line names them.</param>
    /// <param name="evaluation">The evaluation.</param>
    /// <param name="importances">The importance of the features, if it was asked for.</param>
    public static void Write(
        string path, string run, string data, Evaluation evaluation, IReadOnlyList<FeatureImportance> importances)
    {
        PredictionReport report = evaluation.Report ?? throw new ChainruleException(
            $"--report: {evaluation.Chain?.Program.File} gives nothing to compare with labels or targets: write " +
            "`output` and its name.");
        (IReadOnlyList<string> columns, Func<int, IReadOnlyList<string>>? row) = RowsOf(data, evaluation);
        var page = new EvaluationPage(
            $"{Path.GetFileName(Path.GetFullPath(run))} on {Path.GetFileName(evaluation.Data)}", report)
        {
            Subtitle = $"Judged on {evaluation.Which}.",
            Facts = evaluation.Model is { } model ? EvaluationPage.FactsOf(model) : FactsOf(evaluation.Chain!),
            Program = evaluation.Chain?.Program.ToString(),
            Curves = Directory.Exists(run) ? HistoryCurves.Of(run) : [],
            Importances = importances,
            Pictures = evaluation.Samples is { } all ? PicturePredictions.Of(data, all.Features) : null,
            Columns = columns,
            Row = row,
            RowNumbers = evaluation.Rows,
        };
        page.Save(path);
        Console.Error.WriteLine($"chainrule: the report is in {path}.");
    }

    private static IReadOnlyList<(string Name, string Text)> FactsOf(TrainedChain chain)
    {
        List<(string Name, string Text)> facts = [("Program", Path.GetFileName(chain.Program.File))];
        facts.Add(("Parameters", string.Join(
            ", ", chain.Parameters.Select(one => $"{one.Key} {one.Value.Shape}"))));
        if (chain.Origin is { } origin) facts.Add(("Trained on", $"{origin.Name}, {origin.Rows:N0} samples"));
        if (chain.TrainingState is { } state) facts.Add(("Training", $"{state}"));
        return facts;
    }

    // The text of the file where its rows are those of the samples, else the features.
    private static (IReadOnlyList<string> Columns, Func<int, IReadOnlyList<string>>? Row) RowsOf(
        string data, Evaluation evaluation)
    {
        if (evaluation.Samples is not { } samples) return ([], null);
        if (evaluation.FieldsOf(data, out IReadOnlyList<string> columns) is { } fields) return (columns, fields);
        double[] values = samples.Features.Cast(DType.Float64).ToArray<double>();
        int width = samples.FeatureCount;
        return (
            [.. Enumerable.Range(0, width).Select(
                i => i < samples.FeatureNames.Count ? samples.FeatureNames[i] : $"{i}")],
            i => [.. values[(i * width)..((i + 1) * width)].Select(value => $"{value:G6}")]);
    }
}
