using System.Globalization;

namespace Chainrule;

/// <summary>
/// Settings that suit rows of measurements, for where nobody has chosen any; docs/accuracy.md compares them with
/// scikit-learn's.
/// </summary>
public static class TableDefaults
{
    // Training sees about this many samples in all, within the bounds below.
    private const int UsualVisits = 200_000;
    private const int MinEpochs = 5, MaxEpochs = 200;

    // Strengths of the penalty by noise, found on small tables, and how strong it is at most: in all, and on a sample.
    private const double ClassStrength = 300, ValueStrength = 60, MaxClassStrength = 10, MaxPenalty = 0.1;

    /// <summary>How often to go through the samples: about 200,000 visits in all, 5 to 200 epochs.</summary>
    /// <param name="samples">The number of samples to train on.</param>
    public static int Epochs(int samples) => Math.Clamp(UsualVisits / Math.Max(1, samples), MinEpochs, MaxEpochs);

    /// <summary>
    /// An L2 penalty against learning noise by heart: what a Gaussian prior of the weights gives in maximum a
    /// posteriori estimation (Bishop, Pattern Recognition and Machine Learning, 3.3), c·σ²/m for m samples. The noise
    /// σ² is estimated as what neither a linear regression nor the nearest other sample explains, so that data without
    /// noise have no penalty: for values a share of the variance, with c = 60; for classes a share of wrong answers,
    /// with c = 300 and c·σ² ≤ 10. With K outputs over which the loss is a mean it is divided by K. It is at most 0.1,
    /// in two digits.
    /// </summary>
    /// <param name="samples">
    /// The samples to train on; their <see cref="Dataset.Preprocessing"/> is applied first.
    /// </param>
    public static Regularizer Penalty(Dataset samples)
    {
        ArgumentNullException.ThrowIfNull(samples);
        return Penalty(samples, samples.Count);
    }

    /// <summary>The same for samples that are read as they are needed: some from all over tell the noise.</summary>
    /// <param name="samples">The samples to train on.</param>
    public static Regularizer Penalty(StreamedDataset samples)
    {
        ArgumentNullException.ThrowIfNull(samples);
        return Penalty(samples.Sample(2 * NoiseEstimate.MaxRows), samples.CountAll());
    }

    private static Regularizer Penalty(Dataset samples, long count)
    {
        double noise = NoiseEstimate.Of(samples);
        bool hasClasses = samples.IsClassification || samples.IsMultiLabel;
        double strength = hasClasses ? Math.Min(MaxClassStrength, ClassStrength * noise) : ValueStrength * noise;
        int outputs = samples.IsClassification ? 1 : samples.OutputCount;
        double factor = Math.Min(MaxPenalty, strength / outputs / Math.Max(1, count));
        return Regularizer.L2(factor < 1e-6 ? 0
            : double.Parse(factor.ToString("G2", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture));
    }
}
