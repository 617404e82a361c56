using System.Numerics;
using System.Numerics.Tensors;

namespace Chainrule;

/// <summary>Sums over the batches of a data set, from which its metrics are computed.</summary>
internal sealed class MetricSums
{
    private static readonly Metric[] Always = [Metric.MeanSquaredError, Metric.MeanAbsoluteError];

    private readonly Metric[] metrics;
    private readonly double[][] sums;
    private readonly double[] output, target;
    private readonly ConfusionMatrix? confusion;
    private double loss;
    private int count;

    /// <summary>Starts from zero.</summary>
    /// <param name="outputs">The number of outputs per sample.</param>
    /// <param name="classes">The number of classes; 0 for regression.</param>
    /// <param name="others">Metrics in addition to those in every report.</param>
    public MetricSums(int outputs, int classes, IReadOnlyList<Metric> others)
    {
        metrics = [.. Always, .. others];
        sums = Array.ConvertAll(metrics, metric => new double[metric.SumCount(outputs)]);
        (output, target) = (new double[outputs], new double[outputs]);
        confusion = classes > 0 ? new ConfusionMatrix(classes) : null;
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
        Metric.SetLabel(target, label);
        confusion!.Add(label, AccuracyMetric.ClassOf<double>(output, 0.5));
        AddRows();
    }

    /// <summary>Adds a sample with target values.</summary>
    public void Add<T>(ReadOnlySpan<T> row, ReadOnlySpan<T> truth) where T : unmanaged, INumber<T>
    {
        TensorPrimitives.ConvertTruncating(row, output);
        TensorPrimitives.ConvertTruncating(truth, target);
        AddRows();
    }

    public EvaluationReport Result(bool isMean)
    {
        double[] results = [.. metrics.Select((metric, i) => metric.Result(sums[i]))];
        return new(count, isMean ? loss / count : loss, results[0], results[1], confusion)
        {
            Metrics = metrics.Skip(Always.Length).DistinctBy(metric => metric.Name)
                .ToDictionary(metric => metric.Name, metric => results[Array.IndexOf(metrics, metric)]),
        };
    }

    private void AddRows()
    {
        for (int i = 0; i < metrics.Length; i++) metrics[i].Add(output, target, sums[i]);
    }
}
