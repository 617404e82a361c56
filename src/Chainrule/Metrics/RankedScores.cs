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
    public static RankedScores Of(Predictions predictions, int output)
    {
        var samples = new (double, bool, double)[predictions.Count];
        for (int i = 0; i < samples.Length; i++)
            samples[i] = (predictions.Outputs(i)[output], predictions.Is(i, output), predictions.Weight(i));
        return Of(samples);
    }

    /// <summary>The scores of all classes or labels together.</summary>
    public static RankedScores OfAll(Predictions predictions)
    {
        var samples = new (double, bool, double)[predictions.Count * predictions.OutputCount];
        for (int i = 0, k = 0; i < predictions.Count; i++)
            for (int output = 0; output < predictions.OutputCount; output++)
                samples[k++] = (predictions.Outputs(i)[output], predictions.Is(i, output), predictions.Weight(i));
        return Of(samples);
    }

    /// <summary>Whether a score is NaN, where there is no order.</summary>
    public static bool HaveOrder((double Score, bool IsPositive, double Weight)[] samples) =>
        !Array.Exists(samples, sample => double.IsNaN(sample.Score));

    public static RankedScores Of((double Score, bool IsPositive, double Weight)[] samples)
    {
        if (!HaveOrder(samples)) return new([], [], []);
        samples = [.. samples.Where(sample => sample.Weight > 0).OrderByDescending(sample => sample.Score)];
        List<double> thresholds = [], positives = [], negatives = [];
        double positive = 0, negative = 0;
        for (int i = 0; i < samples.Length; i++)
        {
            if (samples[i].IsPositive) positive += samples[i].Weight;
            else negative += samples[i].Weight;
            if (i + 1 < samples.Length && samples[i + 1].Score == samples[i].Score) continue;
            thresholds.Add(samples[i].Score);
            positives.Add(positive);
            negatives.Add(negative);
        }
        return new([.. thresholds], [.. positives], [.. negatives]);
    }
}
