using System.Numerics;
using System.Numerics.Tensors;

namespace Chainrule;

/// <summary>
/// Collects what is predicted for a data set, batch by batch: sums for metrics that need no more, and the predictions
/// themselves where a metric, or who asks, needs them all.
/// </summary>
internal sealed class MetricSums
{
    private static readonly SumMetric[] Always =
        [(SumMetric)Metric.MeanSquaredError, (SumMetric)Metric.MeanAbsoluteError];

    private readonly TargetKind kind;
    private readonly IReadOnlyList<Metric> others;
    private readonly SumMetric[] metrics;
    private readonly double[][] sums;
    private readonly double[] output, target;
    private readonly ConfusionMatrix? confusion;
    private readonly double[] outputs, targets;   // of all samples, if they are kept
    private readonly int[] classes;
    private readonly int samples;
    private readonly bool keeps, isAsked;
    private double loss, resolution;
    private int count, kept;

    /// <summary>Starts from zero.</summary>
    /// <param name="kind">What the targets are.</param>
    /// <param name="samples">The number of samples.</param>
    /// <param name="width">The number of outputs per sample.</param>
    /// <param name="others">Metrics in addition to those in every report.</param>
    /// <param name="keeps">Whether all predictions are wanted.</param>
    public MetricSums(TargetKind kind, int samples, int width, IReadOnlyList<Metric> others, bool keeps = false)
    {
        (this.kind, this.samples, this.others) = (kind, samples, others);
        metrics = [.. Always, .. others.OfType<SumMetric>()];
        sums = Array.ConvertAll(metrics, metric => new double[metric.SumCount(width)]);
        (output, target) = (new double[width], new double[width]);
        bool areClasses = kind == TargetKind.Classes;
        confusion = areClasses ? new ConfusionMatrix(Math.Max(2, width)) : null;
        isAsked = keeps;
        this.keeps = keeps || others.Any(metric => metric is not SumMetric);
        outputs = new double[this.keeps ? samples * width : 0];
        targets = new double[this.keeps && !areClasses ? samples * width : 0];
        classes = new int[this.keeps && areClasses ? samples : 0];
    }

    /// <summary>Adds the loss of some samples: their mean or their sum.</summary>
    public void AddLoss(double value, bool isMean, int samples)
    {
        loss += isMean ? value * samples : value;
        count += samples;
    }

    /// <summary>Adds a sample with a class label.</summary>
    public void Add<T>(ReadOnlySpan<T> row, int label) where T : unmanaged, INumber<T>
    {
        TensorPrimitives.ConvertTruncating(row, output);
        SumMetric.SetClass(target, label);
        confusion!.Add(label, Predictions.ClassOf<double>(output, 0.5));
        if (keeps) classes[kept] = label;
        AddRows<T>();
    }

    /// <summary>Adds a sample with target values.</summary>
    public void Add<T>(ReadOnlySpan<T> row, ReadOnlySpan<T> truth) where T : unmanaged, INumber<T>
    {
        TensorPrimitives.ConvertTruncating(row, output);
        TensorPrimitives.ConvertTruncating(truth, target);
        if (keeps) target.CopyTo(targets, kept * target.Length);
        AddRows<T>();
    }

    public EvaluationReport Result(bool isMean)
    {
        double[] results = [.. metrics.Select((metric, i) => metric.Result(sums[i]))];
        Predictions? all = keeps ? Kept() : null;
        return new(count, isMean ? loss / count : loss, results[0], results[1], confusion)
        {
            Metrics = others.DistinctBy(metric => metric.Name).ToDictionary(
                metric => metric.Name,
                metric => metric is SumMetric sum ? results[Array.IndexOf(metrics, sum)] : metric.Of(all!)),
            Predictions = isAsked ? all : null,
        };
    }

    private Predictions Kept() => kind == TargetKind.Classes
        ? Predictions.OfClasses(outputs, classes, samples, resolution)
        : Predictions.OfNumbers(kind, outputs, targets, samples, resolution);

    private void AddRows<T>()
    {
        for (int i = 0; i < metrics.Length; i++) metrics[i].Add(output, target, 1, sums[i]);
        if (!keeps) return;
        output.CopyTo(outputs, kept * output.Length);
        resolution = typeof(T) == typeof(float) ? MathF.BitIncrement(1) - 1 : Math.BitIncrement(1.0) - 1;
        kept++;
    }
}
