namespace Chainrule;

/// <summary>
/// A metric that is computed from a few sums over the samples, so that they need not be kept: <see cref="Add"/> adds a
/// sample, <see cref="Result"/> gives the metric. The base of simple metrics of your own.
/// </summary>
public abstract class SumMetric : Metric
{
    /// <summary>How many sums the metric follows from, for samples with so many outputs.</summary>
    public abstract int SumCount(int outputs);

    /// <summary>Adds a sample to the sums; it should not allocate.</summary>
    /// <param name="output">What the model predicts: probabilities of classes, or values.</param>
    /// <param name="target">
    /// What is true, as many numbers: of classes 1 for the sample's class and else 0; of a single output for two
    /// classes the class itself, 0 or 1.
    /// </param>
    /// <param name="weight">How much the sample counts, 1 as a rule.</param>
    /// <param name="sums">The sums, 0 before the first sample.</param>
    public abstract void Add(
        ReadOnlySpan<double> output, ReadOnlySpan<double> target, double weight, Span<double> sums);

    /// <summary>The metric of all samples that were added; NaN where there are too few.</summary>
    /// <param name="sums">The sums.</param>
    public abstract double Result(ReadOnlySpan<double> sums);

    /// <inheritdoc/>
    public sealed override double Of(Predictions predictions)
    {
        if (!Judges(predictions.Kind)) throw Unfit(predictions.Kind);
        int first = predictions.IsSingle ? 1 : 0, width = predictions.OutputCount - first;
        double[] sums = new double[SumCount(width)], classes = new double[width];
        for (int i = 0; i < predictions.Count; i++)
        {
            ReadOnlySpan<double> target = predictions.Targets(i);
            if (predictions.Kind == TargetKind.Classes)
            {
                SetClass(classes, predictions.TrueClass(i));
                target = classes;
            }
            if (predictions.Weight(i) > 0) Add(predictions.Outputs(i)[first..], target, predictions.Weight(i), sums);
        }
        return Result(sums);
    }

    /// <summary>Writes what a class means to as many outputs: a one-hot row, or the class where there is one.</summary>
    internal static void SetClass(Span<double> row, int label)
    {
        row.Clear();
        if (row.Length == 1) row[0] = label;
        else if ((uint)label < (uint)row.Length) row[label] = 1;
    }
}
