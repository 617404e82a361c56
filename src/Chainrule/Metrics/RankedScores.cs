namespace Chainrule;

/// <summary>
/// The distinct scores of samples from the highest down, with the weight of the positive and of the negative samples
/// that reach each: what curves over thresholds are made of.
/// </summary>
internal sealed class RankedScores
{
    private RankedScores(double[] thresholds, double[] positives, double[] negatives) =>
        (Thresholds, Positives, Negatives) = (thresholds, positives, negatives);

    public double[] Thresholds { get; }

    public double[] Positives { get; }

    public double[] Negatives { get; }

    /// <summary>The scores of one class or label against all others.</summary>
    public static RankedScores Of(Predictions predictions, int output) =>
        Of(predictions, output, 1);

    /// <summary>The scores of all classes or labels together.</summary>
    public static RankedScores OfAll(Predictions predictions) => Of(predictions, 0, predictions.OutputCount);

    private static RankedScores Of(Predictions predictions, int first, int outputs)
    {
        double[] scores = new double[predictions.Count * outputs];
        int[] places = new int[scores.Length];
        int count = 0;
        for (int place = 0; place < scores.Length; place++)
        {
            // Samples without weight have no threshold of their own; NaN has no order.
            if (predictions.Weight(place / outputs) == 0) continue;
            scores[count] = -predictions.Outputs(place / outputs)[first + (place % outputs)];
            if (double.IsNaN(scores[count])) return new([], [], []);
            places[count++] = place;
        }
        Array.Sort(scores, places, 0, count);
        List<double> thresholds = [], positives = [], negatives = [];
        double positive = 0, negative = 0;
        for (int i = 0; i < count; i++)
        {
            int sample = places[i] / outputs;
            if (predictions.Is(sample, first + (places[i] % outputs))) positive += predictions.Weight(sample);
            else negative += predictions.Weight(sample);
            if (i + 1 < count && scores[i + 1] == scores[i]) continue;
            thresholds.Add(-scores[i]);
            positives.Add(positive);
            negatives.Add(negative);
        }
        return new([.. thresholds], [.. positives], [.. negatives]);
    }
}
