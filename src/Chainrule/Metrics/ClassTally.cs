namespace Chainrule;

/// <summary>
/// For each class or label: the weight of its samples, of those predicted, and of those that are both.
/// </summary>
internal sealed class ClassTally
{
    private readonly double[] hits, predicted, support;

    public ClassTally(Predictions predictions)
    {
        int classes = predictions.OutputCount;
        (hits, predicted, support) = (new double[classes], new double[classes], new double[classes]);
        for (int i = 0; i < predictions.Count; i++)
        {
            double weight = predictions.Weight(i);
            if (predictions.Kind == TargetKind.Classes)
            {
                (int truth, int answer) = (predictions.TrueClass(i), predictions.PredictedClass(i));
                support[truth] += weight;
                predicted[answer] += weight;
                if (truth == answer) hits[truth] += weight;
                continue;
            }
            for (int label = 0; label < classes; label++)
            {
                (bool isTrue, bool isPredicted) = (predictions.Is(i, label), predictions.IsPredicted(i, label));
                if (isTrue) support[label] += weight;
                if (isPredicted) predicted[label] += weight;
                if (isTrue && isPredicted) hits[label] += weight;
            }
        }
        // Of labels all count; of classes those that occur or are predicted.
        Present = [.. Enumerable.Range(0, classes).Where(
            label => predictions.Kind == TargetKind.Labels || support[label] > 0 || predicted[label] > 0)];
    }

    /// <summary>The classes that averages are over.</summary>
    public int[] Present { get; }

    public double Hits(int label) => hits[label];

    public double Predicted(int label) => predicted[label];

    public double Support(int label) => support[label];

    /// <summary>The ratio of precision, recall or F1; 0 where it is 0/0, as in scikit-learn.</summary>
    public double Score(ClassScoreKind kind, int label) =>
        Ratio(kind, hits[label], predicted[label], support[label]);

    /// <summary>The average over the classes.</summary>
    public double Score(ClassScoreKind kind, MetricAverage average) => average switch
    {
        MetricAverage.Micro => Ratio(kind, hits.Sum(), predicted.Sum(), support.Sum()),
        MetricAverage.Weighted => support.Sum() is > 0 and var total
            ? Present.Sum(label => support[label] * Score(kind, label)) / total : 0,
        _ => Present.Length == 0 ? 0 : Present.Average(label => Score(kind, label)),
    };

    public static double Ratio(ClassScoreKind kind, double hits, double predicted, double support)
    {
        double whole = kind switch
        {
            ClassScoreKind.Precision => predicted,
            ClassScoreKind.Recall => support,
            _ => (predicted + support) / 2,
        };
        return whole == 0 ? 0 : hits / whole;
    }
}

/// <summary>A ratio of correct predictions.</summary>
internal enum ClassScoreKind
{
    Precision,
    Recall,
    F1,
}
