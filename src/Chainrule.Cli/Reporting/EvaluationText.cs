using System.Globalization;

namespace Chainrule.Cli.Reporting;

/// <summary>The result of an evaluation for a person.</summary>
internal static class EvaluationText
{
    // A larger table does not fit a terminal: the classes that are found least often, and what they are taken for, say
    // more.
    private const int MostColumns = 15, WorstClasses = 12;

    public static void Write(EvaluationReport result, Model model, Dataset samples)
    {
        Console.WriteLine($"{samples.Name}: {result.Count:N0} samples   loss {result.Loss:G5}");
        if (result.Confusion is not { } confusion)
        {
            Console.WriteLine($"mse {result.MeanSquaredError:G5}   mae {result.MeanAbsoluteError:G5}");
            if (Variance(samples) is var variance and > 0)
                Console.WriteLine(
                    $"share of the variance explained (R²): {1 - (result.MeanSquaredError / variance):F4}");
            return;
        }
        Console.WriteLine($"accuracy {100 * result.Accuracy:F2} %   ({confusion.Correct:N0} of {confusion.Total:N0})");
        Console.WriteLine();
        if (confusion.Classes <= MostColumns) Console.WriteLine(confusion.ToString(model.ClassNames));
        else WriteWorst(confusion, model.ClassNames);
    }

    private static void WriteWorst(ConfusionMatrix confusion, IReadOnlyList<string> names)
    {
        IEnumerable<int> worst = Enumerable.Range(0, confusion.Classes).Where(label => confusion.Support(label) > 0)
            .OrderBy(confusion.Recall).Take(WorstClasses);
        Console.WriteLine($"of {confusion.Classes} classes, those found least often:");
        foreach (int label in worst)
        {
            int taken = Enumerable.Range(0, confusion.Classes).Where(other => other != label).MaxBy(
                other => confusion[label, other]);
            string mistake = confusion[label, taken] > 0
                ? $", most often taken for {NameOf(taken)} ({confusion[label, taken]:N0})" : "";
            Console.WriteLine(
                $"  {NameOf(label)}: {100 * confusion.Recall(label):F1} % of {confusion.Support(label):N0}{mistake}");
        }

        string NameOf(int label) => label < names.Count ? names[label] : label.ToString(CultureInfo.InvariantCulture);
    }

    private static double Variance(Dataset samples)
    {
        Tensor targets = samples.Targets.Cast(DType.Float64);
        return Functions.Mean(Functions.Pow(targets - Functions.Mean(targets, 0, keepDims: true), 2)).Item();
    }
}
