using System.Globalization;

using Chainrule.Cli.Inputs;

namespace Chainrule.Cli.Reporting;

/// <summary>The result of an evaluation for a person.</summary>
internal static class EvaluationText
{
    // A larger matrix does not fit a terminal: the classes with the lowest recall, and what they are mistaken for, say
    // more.
    private const int MostColumns = 15, WorstClasses = 12;

    /// <summary>The metric of a judged data set, and for classes the confusion matrix or its worst rows.</summary>
    /// <param name="result">The result.</param>
    /// <param name="data">What the data are called.</param>
    /// <param name="by">Which of their samples were judged.</param>
    /// <param name="classes">The names of the classes, if there are some.</param>
    /// <param name="truth">The values that the outputs are compared with, if they are known.</param>
    public static void Write(
        EvaluationReport result, string data, JudgedBy by, IReadOnlyList<string> classes, Tensor? truth)
    {
        string which = by switch
        {
            JudgedBy.HeldOut => $"the {result.Count:N0} samples held out from training",
            JudgedBy.TrainedOnToo => $"{result.Count:N0} samples, including the training samples",
            _ => $"{result.Count:N0} samples",
        };
        Console.WriteLine($"{data}: {which}   loss {result.Loss:G5}");
        if (result.Confusion is not { } confusion)
        {
            foreach ((string name, double value) in result.Metrics)
                Console.WriteLine($"{name.Replace('_', ' ')} {100 * value:F2} %");
            if (double.IsNaN(result.MeanSquaredError) || result.Metrics.Count > 0) return;
            Console.WriteLine($"mse {result.MeanSquaredError:G5}   mae {result.MeanAbsoluteError:G5}");
            if (truth is not null && Variance(truth) is var variance and > 0)
                Console.WriteLine(
                    $"R² (fraction of variance explained): {1 - (result.MeanSquaredError / variance):F4}");
            return;
        }
        Console.WriteLine($"accuracy {100 * result.Accuracy:F2} %   ({confusion.Correct:N0} of {confusion.Total:N0})");
        Console.WriteLine();
        if (confusion.Classes <= MostColumns) Console.WriteLine(confusion.ToString(classes));
        else WriteWorst(confusion, classes);
    }

    private static void WriteWorst(ConfusionMatrix confusion, IReadOnlyList<string> names)
    {
        IEnumerable<int> worst = Enumerable.Range(0, confusion.Classes).Where(label => confusion.Support(label) > 0)
            .OrderBy(confusion.Recall).Take(WorstClasses);
        Console.WriteLine($"of {confusion.Classes} classes, those with the lowest recall:");
        foreach (int label in worst)
        {
            int taken = Enumerable.Range(0, confusion.Classes).Where(other => other != label).MaxBy(
                other => confusion[label, other]);
            string mistake = confusion[label, taken] > 0
                ? $", most often mistaken for {NameOf(taken)} ({confusion[label, taken]:N0})" : "";
            Console.WriteLine(
                $"  {NameOf(label)}: {100 * confusion.Recall(label):F1} % of {confusion.Support(label):N0}{mistake}");
        }

        string NameOf(int label) => label < names.Count ? names[label] : label.ToString(CultureInfo.InvariantCulture);
    }

    private static double Variance(Tensor truth)
    {
        Tensor targets = truth.Cast(DType.Float64);
        return Functions.Mean(Functions.Pow(targets - Functions.Mean(targets, 0, keepDims: true), 2)).Item();
    }
}
