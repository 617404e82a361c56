namespace Chainrule;

/// <summary>
/// The receiver operating characteristic of a class or label against all others: which fraction of its samples and of
/// the others reach each score.
/// </summary>
public sealed class RocCurve
{
    private RocCurve(RankedScores ranked)
    {
        double[] positives = ranked.Positives, negatives = ranked.Negatives;
        double allPositive = positives.LastOrDefault(), allNegative = negatives.LastOrDefault();
        // Points on a straight line between others say nothing.
        int[] kept =
        [
            .. Enumerable.Range(0, positives.Length).Where(i => i == 0 || i == positives.Length - 1
                || Bend(positives, i) != 0 || Bend(negatives, i) != 0),
        ];
        Thresholds = [double.PositiveInfinity, .. kept.Select(i => ranked.Thresholds[i])];
        FalsePositiveRates = [allNegative > 0 ? 0 : double.NaN, .. kept.Select(i => Share(negatives[i], allNegative))];
        TruePositiveRates = [allPositive > 0 ? 0 : double.NaN, .. kept.Select(i => Share(positives[i], allPositive))];
        double area = allPositive > 0 && allNegative > 0 ? 0 : double.NaN;
        for (int i = 1; i < Thresholds.Count; i++)
            area += (FalsePositiveRates[i] - FalsePositiveRates[i - 1])
                * (TruePositiveRates[i] + TruePositiveRates[i - 1]) / 2;
        Area = area;
    }

    /// <summary>The scores from which a sample counts as positive, falling from ∞.</summary>
    public IReadOnlyList<double> Thresholds { get; }

    /// <summary>The fraction of the other samples that reach each threshold; NaN if there are none.</summary>
    public IReadOnlyList<double> FalsePositiveRates { get; }

    /// <summary>The fraction of the class's samples that reach each threshold; NaN if there are none.</summary>
    public IReadOnlyList<double> TruePositiveRates { get; }

    /// <summary>
    /// The area under the curve: how often a sample of the class scores above another, ties counting half. NaN if all
    /// samples are of the class, or none.
    /// </summary>
    public double Area { get; }

    /// <summary>The curve of a class or label.</summary>
    /// <param name="predictions">The predictions.</param>
    /// <param name="output">The class or label; the second of two classes is the usual positive one.</param>
    /// <exception cref="ChainruleException">The predictions are values.</exception>
    public static RocCurve Of(Predictions predictions, int output = 1) =>
        new(RankedScores.Of(Metric.RequireClasses(predictions, "A ROC curve"), output));

    internal static RocCurve Of(RankedScores ranked) => new(ranked);

    internal static RocCurve OfAll(Predictions predictions) => new(RankedScores.OfAll(predictions));

    private static double Bend(double[] values, int i) => values[i + 1] - (2 * values[i]) + values[i - 1];

    private static double Share(double part, double whole) => whole > 0 ? part / whole : double.NaN;
}
