using System.Collections.Concurrent;

namespace Chainrule;

/// <summary>
/// A number that tells people how good predictions are. It is computed from a few sums over the samples, so they can be
/// processed in any batches: <see cref="Add"/> adds a sample, <see cref="Result"/> gives the metric.
/// </summary>
public abstract class Metric
{
    private static readonly ConcurrentDictionary<string, Metric> Registered = new(StringComparer.Ordinal);

    /// <summary>For derived classes.</summary>
    protected Metric() { }

    /// <summary>
    /// The fraction of samples predicted correctly: by the largest output, or by whether a single one is at least 0.5.
    /// </summary>
    public static Metric Accuracy { get; } = new AccuracyMetric();

    /// <summary>The mean of (output − target)² over all elements.</summary>
    public static Metric MeanSquaredError { get; } = new ErrorMetric("mse", isSquared: true);

    /// <summary>The square root of <see cref="MeanSquaredError"/>.</summary>
    public static Metric RootMeanSquaredError { get; } = new ErrorMetric("rmse", isSquared: true, hasRoot: true);

    /// <summary>The mean of |output − target| over all elements.</summary>
    public static Metric MeanAbsoluteError { get; } = new ErrorMetric("mae", isSquared: false);

    /// <summary>
    /// The coefficient of determination R², 1 − Σ(output − target)²/Σ(target − mean)², averaged over the outputs. As in
    /// scikit-learn, an output with constant targets counts 1 if it predicts them exactly, and 0 otherwise.
    /// </summary>
    public static Metric Determination { get; } = new DeterminationMetric();

    /// <summary>Of several answers of yes or no a sample: the fraction that is right.</summary>
    public static Metric LabelAccuracy { get; } = new LabelMetric("label_accuracy", ofSamples: false);

    /// <summary>Of samples with several answers of yes or no: the fraction whose answers are all right.</summary>
    public static Metric SubsetAccuracy { get; } = new LabelMetric("subset_accuracy", ofSamples: true);

    /// <summary>The name in reports, such as <c>accuracy</c>.</summary>
    public abstract string Name { get; }

    /// <summary>Whether higher values are better, as for an accuracy; for an error, lower ones are.</summary>
    public virtual bool IsHigherBetter => false;

    /// <summary>How many sums the metric follows from, for samples with so many outputs.</summary>
    public abstract int SumCount(int outputs);

    /// <summary>Adds a sample to the sums; it should not allocate.</summary>
    /// <param name="output">What the model predicts: probabilities of classes, or values.</param>
    /// <param name="target">
    /// What is true, as many numbers: of classes 1 for the sample's class and else 0; of a single output for two
    /// classes the class itself, 0 or 1.
    /// </param>
    /// <param name="sums">The sums, 0 before the first sample.</param>
    public abstract void Add(ReadOnlySpan<double> output, ReadOnlySpan<double> target, Span<double> sums);

    /// <summary>The metric of all samples that were added; NaN where there are too few.</summary>
    /// <param name="sums">The sums.</param>
    public abstract double Result(ReadOnlySpan<double> sums);

    /// <summary>The metric of some samples.</summary>
    /// <param name="outputs">What a model predicts, (m, outputs).</param>
    /// <param name="targets">What is true, of the same shape; or class labels (m) as int32.</param>
    /// <exception cref="ShapeException">The shapes do not fit together.</exception>
    public double Of(Tensor outputs, Tensor targets)
    {
        int count = outputs.Rank == 0 ? 0 : outputs.Shape[0], width = outputs.Length / Math.Max(1, count);
        bool areLabels = targets.DType == DType.Int32 && targets.Rank == 1 && targets.Length == count;
        if (!areLabels && targets.Length != outputs.Length)
            throw new ShapeException(
                $"Outputs of shape {outputs.Shape} and targets of shape {targets.Shape} do not fit together: give " +
                "targets of the same shape, or a class label for each sample.");
        double[] output = Values(outputs), sums = new double[SumCount(width)];
        double[] target = areLabels ? new double[width] : Values(targets);
        for (int i = 0; i < count; i++)
        {
            if (areLabels) SetLabel(target, targets.AsSpan<int>()[i]);
            Add(output.AsSpan(i * width, width), areLabels ? target : target.AsSpan(i * width, width), sums);
        }
        return Result(sums);
    }

    /// <summary>Makes a metric of your own known by its name, for <see cref="Parse"/>.</summary>
    public static void Register(Metric metric) => Registered[metric.Name] = metric;

    /// <summary>
    /// Reads <c>accuracy</c>, <c>mse</c>, <c>rmse</c>, <c>mae</c>, <c>r2</c>, <c>label_accuracy</c>,
    /// <c>subset_accuracy</c> or a registered name.
    /// </summary>
    /// <exception cref="ChainruleException">There is no such metric.</exception>
    public static Metric Parse(string name)
    {
        Metric[] own =
        [
            Accuracy, LabelAccuracy, SubsetAccuracy, MeanSquaredError, RootMeanSquaredError, MeanAbsoluteError,
            Determination,
        ];
        return Registered.GetValueOrDefault(name) ?? Array.Find(own, metric => metric.Name == name)
            ?? throw new ChainruleException(
                $"\"{name}\" is not a metric: write {string.Join(", ", own.Select(metric => metric.Name))}, or " +
                "register one of your own with Metric.Register.");
    }

    /// <summary>The name.</summary>
    public sealed override string ToString() => Name;

    private static double[] Values(Tensor tensor) => tensor.Value.Cast(DType.Float64).Span<double>().ToArray();

    /// <summary>Writes what a label means to as many outputs: a one-hot row, or the label where there is one.</summary>
    internal static void SetLabel(Span<double> row, int label)
    {
        row.Clear();
        if (row.Length == 1) row[0] = label;
        else if ((uint)label < (uint)row.Length) row[label] = 1;
    }
}
