using System.Numerics;
using System.Numerics.Tensors;

namespace Chainrule;

/// <summary>Sums over the batches of a data set, from which its metrics follow.</summary>
internal sealed class MetricSums
{
    private readonly SampleSource source;
    private readonly int classes;
    private double loss, squares, absolutes;
    private long elements;
    private int count;

    public MetricSums(SampleSource source, int outputs)
    {
        this.source = source;
        classes = source.Labels is null ? 0 : Math.Max(2, outputs);
        Confusion = classes > 0 ? new ConfusionMatrix(classes) : null;
    }

    public ConfusionMatrix? Confusion { get; }

    /// <summary>Adds a batch's loss, and what was predicted for these samples.</summary>
    public void Add(double batchLoss, bool isMean, NDArray prediction, ReadOnlySpan<int> samples)
    {
        loss += isMean ? batchLoss * samples.Length : batchLoss;
        count += samples.Length;
        if (prediction.DType == DType.Float32) Add<float>(prediction, samples);
        else Add<double>(prediction, samples);
    }

    public EvaluationReport Result(bool isMean) => new(
        count, isMean ? loss / count : loss, squares / elements, absolutes / elements, Confusion);

    /// <summary>
    /// The class that a row of outputs stands for: the largest, or whether a single probability is a half or more.
    /// </summary>
    public static int ClassOf<T>(ReadOnlySpan<T> row, T threshold) where T : unmanaged, INumber<T> =>
        row.Length == 1 ? row[0] >= threshold ? 1 : 0 : TensorPrimitives.IndexOfMax(row);

    private void Add<T>(NDArray prediction, ReadOnlySpan<int> samples) where T : unmanaged, IFloatingPointIeee754<T>
    {
        int width = prediction.Length / samples.Length;
        T half = T.CreateTruncating(0.5);
        for (int i = 0; i < samples.Length; i++)
        {
            ReadOnlySpan<T> row = prediction.Span<T>().Slice(i * width, width);
            if (source.Labels is not null)
            {
                int label = source.Labels.Span<int>()[samples[i]];
                Confusion!.Add(label, ClassOf(row, half));
                // Against the one-hot row of the label, or the label itself where there is one output.
                for (int j = 0; j < width; j++)
                    Compare(double.CreateTruncating(row[j]), width == 1 ? label : j == label ? 1 : 0);
            }
            else
            {
                ReadOnlySpan<T> truth = source.Targets!.Span<T>().Slice(samples[i] * width, width);
                for (int j = 0; j < width; j++)
                    Compare(double.CreateTruncating(row[j]), double.CreateTruncating(truth[j]));
            }
        }
        elements += prediction.Length;
    }

    private void Compare(double output, double truth)
    {
        double error = output - truth;
        squares += error * error;
        absolutes += Math.Abs(error);
    }
}
