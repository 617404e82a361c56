using System.CommandLine;
using Chainrule.Cli.Inputs;
using Chainrule.Cli.Reporting;

namespace Chainrule.Cli.Commands;

/// <summary><c>evaluate RUN DATA</c>: how well a trained model does.</summary>
internal static class EvaluateCommand
{
    public static Command Create()
    {
        Argument<string> run = SharedOptions.Run();
        Argument<string> data = SharedOptions.Data(
            "Name of a data set (its test samples are used), or a .csv table or .npz archive (all of its samples; of " +
            "the file that the model was trained on, only those held out).");
        var all = new ToolOption<bool>("--all")
        {
            Description = "Use all samples of the training file, not only those held out.",
        };
        ToolOption<IReadOnlyList<Metric>?> metrics = MetricOption.Several(
            "--metrics", "Print these metrics only, such as accuracy,f1_macro,roc_auc.");
        ToolOption<double?> atLeast = NumberOption.Fraction(
            "--at-least", "Exit with code 1 if the accuracy, or the first of --metrics, is lower.", belowOne: false)
            .KnownElsewhereAs("--min-accuracy", "--threshold");
        ToolOption<double?> atMost = NumberOption.Positive(
            "--at-most", "Exit with code 1 if the mean squared error, or the first of --metrics, is higher.", "ERROR");
        ToolOption<string?> weights = new ToolOption<string?>("--weights")
        {
            Description = "The column of a table that says how much each row counts in metrics and page, by name.",
            HelpName = "COLUMN",
        }.KnownElsewhereAs("--sample-weight", "--sample-weights", "--weight-column");
        var curves = new ToolOption<bool>("--curves")
        {
            Description = "Add the ROC, precision-recall and calibration curves of each class to --json.",
        };
        ToolOption<string?> report = new ToolOption<string?>("--report")
        {
            Description =
                "Write a page to this .html file: metrics, learning curves, confusion matrix, ROC, precision-recall " +
                "and calibration curves, residuals, and the samples that were predicted worst.",
            HelpName = "FILE",
        }.KnownElsewhereAs("--html");
        var importance = new ToolOption<bool>("--importance")
        {
            Description =
                "Print how much worse the result is when the values of a column are shuffled, for each column: the " +
                "first of --metrics, or else accuracy, or R² of values.",
        };
        ToolOption<int?> repeats = NumberOption.Whole(
            "--repeats", 1, "How often each column is shuffled for --importance.", otherwise: 5)
            .KnownElsewhereAs("--n-repeats");
        ToolOption<int?> stream = SharedOptions.Stream(
            "Read the file as it is needed, with about ROWS samples in memory at a time: of all samples only outputs " +
            "and labels are kept. For tables, .npy files and images larger than memory.");
        ToolOption<string?> labels = SharedOptions.LabelFile();
        ToolOption<string?> directory = SharedOptions.DataDirectory();
        var table = new TableArguments();
        ToolOption<int?> threads = SharedOptions.Threads();
        ToolOption<long?> seed = SharedOptions.Seed(
            "Random seed for generated data and held-out samples; that of the training by default.", null);
        ToolOption<bool> json = SharedOptions.Json();
        var command = new Command(
            "evaluate",
            "Evaluate a trained model: a report for each class or value as in scikit-learn, a confusion matrix, and " +
            "all metrics with --json.")
        {
            run, data, all, metrics, weights, curves, report, importance, repeats, atLeast, atMost, directory, threads,
            seed, json, labels, stream,
        };
        foreach (Option option in table.All) command.Add(option);
        command.SetAction(parsed =>
        {
            DataSource.Request Request(DType dtype, DataOrigin? origin) => new(
                parsed.GetValue(data)!, parsed.GetValue(directory), table.Read(parsed), dtype,
                parsed.GetValue(seed) ?? origin?.Seed ?? SharedOptions.UsualSeed)
            {
                LabelFile = parsed.GetValue(labels),
            };

            int? rows = parsed.GetValue(stream);
            if (rows is not null && (parsed.GetValue(weights) is not null || parsed.GetValue(importance)))
                throw new ChainruleException(
                    $"{(parsed.GetValue(importance) ? "--importance" : "--weights")} needs all samples in memory, " +
                    "where --stream never has them: leave one of them out, or evaluate a part of the file.");
            var evaluation = Evaluation.Of(
                parsed.GetValue(run)!, Request, schema => table.Apply(parsed, schema), parsed.GetValue(all), rows,
                parsed.GetValue(threads)!.Value);
            if (parsed.GetValue(weights) is { } column)
                evaluation = evaluation.Weighted(parsed.GetValue(data)!, column);
            IReadOnlyList<Metric>? asked = parsed.GetValue(metrics);
            IReadOnlyDictionary<string, double> measured = evaluation.Metrics(asked);
            IReadOnlyList<FeatureImportance> importances = !parsed.GetValue(importance) ? []
                : evaluation.Importances(
                    asked?[0], parsed.GetValue(repeats)!.Value, parsed.GetValue(seed) ?? SharedOptions.UsualSeed);
            if (parsed.GetValue(json)) EvaluationJson.Write(evaluation, measured, importances, parsed.GetValue(curves));
            else EvaluationText.Write(evaluation, measured, asked is not null);
            if (importances.Count > 0 && !parsed.GetValue(json)) EvaluationText.Write(importances);
            if (parsed.GetValue(report) is { } page)
                EvaluationReportPage.Write(
                    page, parsed.GetValue(run)!, parsed.GetValue(data)!, evaluation, importances);
            EvaluationReport result = evaluation.Result;
            bool isMet = (parsed.GetValue(atLeast) is not { } least || (First() ?? Accuracy()) >= least)
                && (parsed.GetValue(atMost) is not { } most || (First() ?? result.MeanSquaredError) <= most);
            return isMet ? Tool.Done : Tool.NotMet;

            double? First() => asked is null ? null : measured[asked[0].Name];
            double Accuracy() => measured.GetValueOrDefault("subset_accuracy", result.Accuracy);
        });
        return command.WithExamples(
            ("evaluate runs/digits digits", "accuracy on held-out digits, with a confusion matrix"),
            ("evaluate runs/iris iris.csv", "on the rows held out from training"),
            ("evaluate runs/iris iris.csv --metrics f1_macro,roc_auc --at-least 0.9", "exit with code 1 below 0.9"),
            ("evaluate runs/iris iris.csv --report iris.html --importance", "a page to show"),
            ("evaluate runs/mnist mnist --data-dir ./data --at-least 0.97", "exit with code 1 below 97 %"));
    }
}
