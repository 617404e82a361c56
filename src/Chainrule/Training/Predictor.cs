using System.Numerics;
using Chainrule.Kernels;

namespace Chainrule;

/// <summary>Runs a model over all samples of a source, batch by batch.</summary>
internal sealed class Predictor
{
    private readonly Model model;
    private readonly SampleSource source;
    private readonly int[] order;
    private readonly BatchPlan? full, tail;

    public Predictor(Model model, SampleSource source, int batch, Workers workers)
    {
        this.model = model;
        this.source = source;
        order = source.Rows ?? [.. Enumerable.Range(0, source.Count)];
        if (order.Length >= batch) full = PlanFor(batch);
        if (order.Length % batch != 0) tail = PlanFor(order.Length % batch);

        BatchPlan PlanFor(int size) => BatchPlan.ForPredicting(
            BatchGraph.Of(model, source, size, new ForwardContext(training: false, model.Seed), workers), workers);
    }

    /// <summary>Computes the loss and the metrics over all samples.</summary>
    /// <param name="metrics">Metrics in addition to those in every report.</param>
    /// <param name="keeps">Whether the report holds all predictions.</param>
    public EvaluationReport Evaluate(IReadOnlyList<Metric> metrics, bool keeps = false)
    {
        var sums = new MetricSums(source.Kind, order.Length, model.OutputShape!.Size, metrics, keeps);
        bool isMean = model.Loss!.IsMean;
        for (int start = 0; start < order.Length;)
        {
            BatchPlan plan = Next(start);
            ReadOnlySpan<int> samples = order.AsSpan(start, plan.Count);
            plan.Run(samples);
            sums.AddLoss(plan.Cost, isMean, samples.Length);
            if (plan.Output!.DType == DType.Float32) Add<float>(sums, plan.Output, samples);
            else Add<double>(sums, plan.Output, samples);
            start += plan.Count;
        }
        return sums.Result(isMean);
    }

    /// <summary>Computes the mean loss over all samples, without metrics.</summary>
    public double MeanLoss()
    {
        double sum = 0;
        for (int start = 0; start < order.Length;)
        {
            BatchPlan plan = Next(start);
            plan.Run(order.AsSpan(start, plan.Count));
            sum += model.Loss!.IsMean ? plan.Cost * plan.Count : plan.Cost;
            start += plan.Count;
        }
        return sum / order.Length;
    }

    public Tensor Predict()
    {
        NDArray result = NDArray.Uninitialized(Model.Batch(order.Length, model.OutputShape!), model.DType);
        int row = result.Bytes.Length / Math.Max(1, order.Length);
        for (int start = 0; start < order.Length;)
        {
            BatchPlan plan = Next(start);
            plan.Run(order.AsSpan(start, plan.Count));
            plan.Output!.Bytes.CopyTo(result.Bytes[(start * row)..]);
            start += plan.Count;
        }
        return new(result);
    }

    private void Add<T>(MetricSums sums, NDArray prediction, ReadOnlySpan<int> samples)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int width = prediction.Length / samples.Length;
        for (int i = 0; i < samples.Length; i++)
        {
            ReadOnlySpan<T> row = prediction.Span<T>().Slice(i * width, width);
            if (source.Labels is not null) sums.Add(row, source.Labels.Span<int>()[samples[i]]);
            else sums.Add(row, source.Targets!.Span<T>().Slice(samples[i] * width, width));
        }
    }

    private BatchPlan Next(int start) => full is not null && order.Length - start >= full.Count ? full : tail!;
}
