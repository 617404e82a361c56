using System.Globalization;
using System.Numerics.Tensors;
using Chainrule.Cli.Inputs;

namespace Chainrule.Cli.Reporting;

/// <summary>The result of an evaluation for a person.</summary>
internal static class EvaluationText
{
    // A larger matrix does not fit a terminal: the classes with the lowest recall, and what they are mistaken for, say
    // more, and so does their average in place of each.
    private const int MaxClasses = 20, WorstClasses = 12, ShownSamples = 3;

    // What the table says is not said again.
    private static readonly string[] InTable = ["precision", "recall", "f1", "accuracy", "r2", "rmse", "mae", "mse"];

    /// <summary>
    /// Loss and metrics, a table of the classes or values, and the confusion matrix or its worst rows.
    /// </summary>
    /// <param name="evaluation">The evaluation.</param>
    /// <param name="metrics">The metrics to show.</param>
    /// <param name="isAsked">Whether these metrics alone were asked for.</param>
    public static void Write(Evaluation evaluation, IReadOnlyDictionary<string, double> metrics, bool isAsked)
    {
        EvaluationReport result = evaluation.Result;
        Console.WriteLine($"{evaluation.Data}: {evaluation.Which}   loss {result.Loss:G5}");
        if (evaluation.IsStreamed && result.Predictions is { } kept)
            Console.WriteLine(
                "stream: kept of each sample " +
                $"{(kept.OutputCount == 1 ? "the output" : $"{kept.OutputCount} outputs")} and what is true");
        if (isAsked)
        {
            foreach ((string name, double value) in metrics) Console.WriteLine($"{name} {Number(value)}");
            return;
        }
        if (evaluation.Report is not { } report) return;
        if (evaluation.IsReconstruction)
        {
            WriteReconstruction(report.Predictions, metrics);
            return;
        }
        if (report.Predictions.AreWeighted) Console.WriteLine("all but the loss with the weights of the samples");
        if (result.Confusion is { } confusion)
            Console.WriteLine(
                $"accuracy {100 * result.Accuracy:F2} %   ({Count(confusion.Correct)} of {Count(confusion.Total)})");
        else if (report.Classes.Count > 0)
            Console.WriteLine(
                $"label accuracy {100 * metrics["label_accuracy"]:F2} %   " +
                $"all labels right {100 * metrics["subset_accuracy"]:F2} %");
        else
            Console.WriteLine(
                $"mse {result.MeanSquaredError:G5}   mae {result.MeanAbsoluteError:G5}\n" +
                $"R² (fraction of variance explained): " +
                metrics.GetValueOrDefault("r2_variance_weighted", metrics["r2"]).ToString(
                    "F4", CultureInfo.InvariantCulture));
        Console.WriteLine();
        bool isLong = report.Classes.Count > MaxClasses;
        if (!isLong)
        {
            Console.WriteLine(report);
            Console.WriteLine();
        }
        WriteMetrics(metrics, isLong);
        if (report.Confusion is { } matrix)
        {
            Console.WriteLine();
            if (isLong) WriteWorst(matrix, report.Predictions.Names);
            else Console.WriteLine(matrix.ToString(report.Predictions.Names));
        }
        foreach (string note in report.Notes) Console.WriteLine($"note: {note}");
    }

    /// <summary>The importance of each feature, the greatest first.</summary>
    public static void Write(IReadOnlyList<FeatureImportance> importances)
    {
        Console.WriteLine();
        TextTable.Write(
            ["feature", $"importance ({importances[0].Metric})", "±"],
            importances.OrderByDescending(one => one.Mean)
                .Select(one => (string[])[one.Name, Number(one.Mean), Number(one.StandardDeviation)]));
    }

    // The values of a sample are no results of their own: what counts is how near each sample is to itself.
    private static void WriteReconstruction(Predictions predictions, IReadOnlyDictionary<string, double> metrics)
    {
        Console.WriteLine(
            $"reconstruction: mse {Number(metrics["mse"])}   mae {Number(metrics["mae"])}\n" +
            "R² (fraction of variance explained): " +
            metrics["r2_variance_weighted"].ToString("F4", CultureInfo.InvariantCulture));
        double[] errors = [.. Enumerable.Range(0, predictions.Count).Select(i =>
            SampleError(predictions.Outputs(i), predictions.Targets(i)))];
        int[] order = [.. Enumerable.Range(0, errors.Length).OrderBy(i => errors[i])];
        Console.WriteLine($"mse of a sample: median {Number(errors[order[order.Length / 2]])}");
        Console.WriteLine($"  best:  {Listed(order.Take(ShownSamples))}");
        Console.WriteLine($"  worst: {Listed(order.Reverse().Take(ShownSamples))}");

        string Listed(IEnumerable<int> samples) =>
            string.Join(", ", samples.Select(i => $"sample {i} ({Number(errors[i])})"));
    }

    /// <summary>The mean squared error of a sample.</summary>
    public static double SampleError(ReadOnlySpan<double> output, ReadOnlySpan<double> target)
    {
        double distance = TensorPrimitives.Distance(output, target);
        return distance * distance / output.Length;
    }

    private static void WriteMetrics(IReadOnlyDictionary<string, double> metrics, bool isLong)
    {
        (string Name, double Value)[] rest =
        [
            .. metrics.Where(metric => isLong ? metric.Key != "accuracy"
                : !Array.Exists(InTable, name => metric.Key == name || metric.Key.StartsWith(
                    name + "_", StringComparison.Ordinal)))
                .Select(metric => (metric.Key, metric.Value)),
        ];
        int width = rest.Select(metric => metric.Name.Length).DefaultIfEmpty(0).Max();
        foreach ((string name, double value) in rest)
            Console.WriteLine($"{name.PadRight(width)}  {Number(value)}");
    }

    private static void WriteWorst(ConfusionMatrix confusion, IReadOnlyList<string> names)
    {
        IEnumerable<int> worst = Enumerable.Range(0, confusion.Classes).Where(label => confusion.Support(label) > 0)
            .OrderBy(confusion.Recall).Take(WorstClasses);
        ILookup<int, (int Truth, int Prediction, double Count)> mistakes = confusion.Cells
            .Where(cell => cell.Truth != cell.Prediction).ToLookup(cell => cell.Truth);
        Console.WriteLine($"of {confusion.Classes} classes, those with the lowest recall:");
        foreach (int label in worst)
        {
            string mistake = mistakes[label].Any() && mistakes[label].MaxBy(cell => cell.Count) is var most
                ? $", most often mistaken for {NameOf(most.Prediction)} ({most.Count:N0})" : "";
            Console.WriteLine(
                $"  {NameOf(label)}: {100 * confusion.Recall(label):F1} % of {confusion.Support(label):N0}{mistake}");
        }

        string NameOf(int label) => label < names.Count ? names[label] : label.ToString(CultureInfo.InvariantCulture);
    }

    private static string Count(double count) => count.ToString("#,0.##", CultureInfo.InvariantCulture);

    private static string Number(double value) =>
        double.IsNaN(value) ? "undefined" : value.ToString("G5", CultureInfo.InvariantCulture);
}
