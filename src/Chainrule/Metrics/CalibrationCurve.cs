namespace Chainrule;

/// <summary>
/// How often what is predicted with a probability is true: for each range of probabilities, their mean and the fraction
/// that came true.
/// </summary>
public sealed class CalibrationCurve
{
    private CalibrationCurve((double Probability, bool IsTrue, double Weight)[] samples, double[] edges)
    {
        int bins = edges.Length + 1;
        double[] weights = new double[bins], sums = new double[bins], hits = new double[bins];
        foreach ((double probability, bool isTrue, double weight) in samples)
        {
            int bin = Array.FindIndex(edges, edge => probability <= edge);
            if (bin < 0) bin = bins - 1;
            weights[bin] += weight;
            sums[bin] += weight * probability;
            if (isTrue) hits[bin] += weight;
        }
        int[] filled = [.. Enumerable.Range(0, bins).Where(bin => weights[bin] > 0)];
        Weights = [.. filled.Select(bin => weights[bin])];
        Predicted = [.. filled.Select(bin => sums[bin] / weights[bin])];
        Observed = [.. filled.Select(bin => hits[bin] / weights[bin])];
    }

    /// <summary>The mean probability in each range that has samples.</summary>
    public IReadOnlyList<double> Predicted { get; }

    /// <summary>The fraction of its samples that are of the class.</summary>
    public IReadOnlyList<double> Observed { get; }

    /// <summary>The number of its samples, or their weight.</summary>
    public IReadOnlyList<double> Weights { get; }

    /// <summary>
    /// The expected calibration error: the mean of |observed − predicted| over the samples (Naeini et al. 2015).
    /// </summary>
    public double Error => Weights.Select((weight, i) => weight * Math.Abs(Observed[i] - Predicted[i])).Sum()
        / Weights.Sum();

    /// <summary>The curve of a class or label.</summary>
    /// <param name="predictions">The predictions, which are probabilities.</param>
    /// <param name="output">The class or label; the second of two classes is the usual positive one.</param>
    /// <param name="bins">The number of ranges.</param>
    /// <param name="byQuantiles">Whether ranges hold as many samples each; by default they are equally wide.</param>
    /// <exception cref="ChainruleException">The outputs are no probabilities.</exception>
    public static CalibrationCurve Of(Predictions predictions, int output = 1, int bins = 10, bool byQuantiles = false)
    {
        Require(predictions);
        return Of(
            predictions, bins, byQuantiles, i => (predictions.Outputs(i)[output], predictions.Is(i, output)));
    }

    /// <summary>
    /// The curve of the predicted class, whichever it is: how often a prediction made with a probability is right.
    /// </summary>
    /// <param name="predictions">The predictions, which are probabilities of classes.</param>
    /// <param name="bins">The number of ranges.</param>
    /// <exception cref="ChainruleException">The outputs are no probabilities of classes.</exception>
    public static CalibrationCurve OfConfidence(Predictions predictions, int bins = 10)
    {
        Require(predictions);
        if (predictions.Kind != TargetKind.Classes)
            throw new ChainruleException("Confidence is that of one class a sample: use CalibrationCurve.Of.");
        return Of(predictions, bins, byQuantiles: false, i => (
            predictions.Outputs(i)[predictions.PredictedClass(i)],
            predictions.PredictedClass(i) == predictions.TrueClass(i)));
    }

    private static void Require(Predictions predictions)
    {
        if (!Metric.RequireClasses(predictions, "A calibration curve").AreProbabilities)
            throw new ChainruleException(
                "A calibration curve is of probabilities, and these outputs are not: end the network with softmax " +
                "or sigmoid.");
    }

    private static CalibrationCurve Of(
        Predictions predictions, int bins, bool byQuantiles, Func<int, (double Probability, bool IsTrue)> of)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 1);
        var samples = new (double, bool, double)[predictions.Count];
        for (int i = 0; i < samples.Length; i++)
        {
            (double probability, bool isTrue) = of(i);
            samples[i] = (probability, isTrue, predictions.Weight(i));
        }
        double[] sorted = [.. samples.Select(sample => sample.Item1).Order()];
        return new(samples, [.. Enumerable.Range(1, bins - 1).Select(
            i => byQuantiles ? Quantile(sorted, (double)i / bins) : (double)i / bins)]);
    }

    // Between two values the quantile is interpolated, as NumPy does.
    private static double Quantile(double[] sorted, double share)
    {
        if (sorted.Length == 0) return double.NaN;
        double place = share * (sorted.Length - 1);
        int below = (int)place;
        return below + 1 >= sorted.Length ? sorted[^1]
            : sorted[below] + ((place - below) * (sorted[below + 1] - sorted[below]));
    }
}
