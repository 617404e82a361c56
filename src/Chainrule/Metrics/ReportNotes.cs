namespace Chainrule;

/// <summary>What a reader of metrics should know: what is 0 because it was 0/0, and what cannot be told.</summary>
internal static class ReportNotes
{
    private const int MaxNames = 5;

    public static IEnumerable<string> OfClasses(Predictions predictions, ClassTally counts, bool hasCurves)
    {
        int[] all = [.. Enumerable.Range(0, predictions.OutputCount)];
        int[] absent = [.. all.Except(counts.Present)];
        int[] unseen = [.. counts.Present.Where(label => counts.Support(label) == 0)];
        int[] unpredicted = [.. counts.Present.Where(label => counts.Predicted(label) == 0)];
        if (unpredicted.Length > 0)
            yield return $"{Names(unpredicted)} never predicted: the precision, 0/0, counts as 0";
        if (unseen.Length > 0) yield return $"{Names(unseen)} not among these samples: the recall, 0/0, counts as 0";
        if (absent.Length > 0)
            yield return $"{Names(absent)} neither among these samples nor predicted: left out of averages";
        if (!hasCurves)
            yield return $"of {all.Length} classes no ROC and precision-recall curves are computed";
        else if (all.Any(label => counts.Support(label) == 0) && all.Length > 2)
            yield return "a class without samples has no ROC curve, so roc_auc, their mean, is undefined; its " +
                "average precision counts as 0";
        else if (all.Any(label => counts.Support(label) == 0))
            yield return "with samples of one class only, roc_auc is undefined" +
                (counts.Support(1) == 0 ? ", and average_precision counts as 0" : "");
        if (predictions.Kind == TargetKind.Labels && Empty(predictions) is > 0 and var empty)
            yield return $"{empty} {(empty == 1 ? "sample has" : "samples have")} no label, or none predicted: their " +
                "0/0 counts as 0 in averages over samples";
        if (!predictions.AreProbabilities)
            yield return "the outputs are scores, not probabilities: no log loss, Brier score or calibration";

        string Names(int[] labels)
        {
            string names = string.Join(", ", labels.Take(MaxNames).Select(predictions.NameOf));
            string more = labels.Length > MaxNames ? $" and {labels.Length - MaxNames} more" : "";
            return $"{names}{more} {(labels.Length == 1 ? "is" : "are")}";
        }
    }

    private static int Empty(Predictions predictions) => Enumerable.Range(0, predictions.Count).Count(i =>
        !Enumerable.Range(0, predictions.OutputCount).Any(label => predictions.Is(i, label))
        || !Enumerable.Range(0, predictions.OutputCount).Any(label => predictions.IsPredicted(i, label)));

    public static IEnumerable<string> OfValues(Predictions predictions)
    {
        int zeros = 0;
        for (int i = 0; i < predictions.Count; i++)
            foreach (double target in predictions.Targets(i)) if (target == 0) zeros++;
        if (zeros > 0)
            yield return $"{zeros} {(zeros == 1 ? "target is" : "targets are")} 0, of which no percentage can be " +
                "taken: mape says nothing here";
        if (predictions.Count < 2) yield return "R² needs two samples at least";
    }
}
