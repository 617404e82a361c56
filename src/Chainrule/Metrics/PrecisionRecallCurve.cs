namespace Chainrule;

/// <summary>Precision and recall of a class or label against all others, for each score as threshold.</summary>
public sealed class PrecisionRecallCurve
{
    private PrecisionRecallCurve(RankedScores ranked)
    {
        int count = ranked.Thresholds.Length;
        double all = ranked.Positives.LastOrDefault();
        var (precisions, recalls) = (new double[count + 1], new double[count + 1]);
        precisions[count] = 1;
        Thresholds = [.. ranked.Thresholds.Reverse()];
        for (int i = 0; i < count; i++)
        {
            int from = count - 1 - i;
            precisions[i] = ranked.Positives[from] / (ranked.Positives[from] + ranked.Negatives[from]);
            recalls[i] = all > 0 ? ranked.Positives[from] / all : 1;
        }
        double sum = 0;
        for (int i = 0; i < count; i++) sum += (recalls[i] - recalls[i + 1]) * precisions[i];
        (Precisions, Recalls, AveragePrecision) = (precisions, recalls, count == 0 ? double.NaN : sum);
    }

    /// <summary>The scores from which a sample counts as positive, rising.</summary>
    public IReadOnlyList<double> Thresholds { get; }

    /// <summary>The precision at each threshold; at the end 1, where nothing is predicted.</summary>
    public IReadOnlyList<double> Precisions { get; }

    /// <summary>The recall at each threshold, and 0 at the end; 1 where no sample is of the class.</summary>
    public IReadOnlyList<double> Recalls { get; }

    /// <summary>
    /// The area as steps, Σ(R[i] − R[i+1])·P[i], scikit-learn's average precision; 0 where no sample is of the class.
    /// </summary>
    public double AveragePrecision { get; }

    /// <summary>The curve of a class or label.</summary>
    /// <param name="predictions">The predictions.</param>
    /// <param name="output">The class or label; the second of two classes is the usual positive one.</param>
    /// <exception cref="ChainruleException">The predictions are values.</exception>
    public static PrecisionRecallCurve Of(Predictions predictions, int output = 1) =>
        new(RankedScores.Of(Metric.RequireClasses(predictions, "A precision-recall curve"), output));

    internal static PrecisionRecallCurve Of(RankedScores ranked) => new(ranked);

    internal static PrecisionRecallCurve OfAll(Predictions predictions) => new(RankedScores.OfAll(predictions));
}
