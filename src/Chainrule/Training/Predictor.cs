using System.Numerics;
using Chainrule.Kernels;

namespace Chainrule;

/// <summary>Runs a model over all samples of a source, batch by batch.</summary>
internal sealed class Predictor
{
    private readonly Model model;
    private readonly SampleSource source;
    private readonly Workers workers;
    private readonly int batch;
    private readonly int[] order;
    private BatchPlan? full, tail;

    public Predictor(Model model, SampleSource source, int batch, Workers workers)
    {
        (this.model, this.source, this.batch, this.workers) = (model, source, batch, workers);
        order = source.Rows ?? [.. Enumerable.Range(0, source.Count)];
    }

    /// <summary>Computes the loss and the metrics over all samples.</summary>
    /// <param name="metrics">Metrics in addition to those in every report.</param>
    /// <param name="keeps">Whether the report holds all predictions.</param>
    public EvaluationReport Evaluate(IReadOnlyList<Metric> metrics, bool keeps = false)
    {
        var sums = new MetricSums(source.Kind, order.Length, model.OutputShape!.Size, metrics, keeps);
        Add(sums, order);
        return sums.Result(model.Loss!.IsMean);
    }

    /// <summary>The same over the samples that a feed brings to the source's place.</summary>
    /// <param name="feed">The feed.</param>
    /// <param name="count">The number of samples; 0 will do where nothing else is wanted.</param>
    /// <param name="metrics">Metrics in addition to those in every report.</param>
    /// <param name="keeps">Whether the report holds all predictions.</param>
    public EvaluationReport Evaluate(SampleFeed feed, int count, IReadOnlyList<Metric> metrics, bool keeps)
    {
        var sums = new MetricSums(source.Kind, count, model.OutputShape!.Size, metrics, keeps);
        try
        {
            feed.Begin(0, 0);
            for (bool isLast = false; !isLast;) Add(sums, feed.Next(out isLast));
            return sums.Result(model.Loss!.IsMean);
        }
        finally
        {
            feed.End();
        }
    }

    /// <summary>Computes the mean loss over all samples, without metrics.</summary>
    public double MeanLoss()
    {
        double sum = 0;
        for (int start = 0; start < order.Length;)
        {
            BatchPlan plan = PlanFor(order.Length - start);
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
            BatchPlan plan = PlanFor(order.Length - start);
            plan.Run(order.AsSpan(start, plan.Count));
            plan.Output!.Bytes.CopyTo(result.Bytes[(start * row)..]);
            start += plan.Count;
        }
        return new(result);
    }

    private void Add(MetricSums sums, ReadOnlySpan<int> rows)
    {
        while (rows.Length > 0)
        {
            BatchPlan plan = PlanFor(rows.Length);
            ReadOnlySpan<int> samples = rows[..plan.Count];
            plan.Run(samples);
            sums.AddLoss(plan.Cost, model.Loss!.IsMean, samples.Length);
            if (plan.Output!.DType == DType.Float32) Add<float>(sums, plan.Output, samples);
            else Add<double>(sums, plan.Output, samples);
            rows = rows[samples.Length..];
        }
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

    // For a whole batch, or for the rest.
    private BatchPlan PlanFor(int rows)
    {
        if (rows >= batch) return full ??= Make(batch);
        return tail?.Count == rows ? tail : tail = Make(rows);

        BatchPlan Make(int size) => BatchPlan.ForPredicting(
            BatchGraph.Of(model, source, size, new ForwardContext(training: false, model.Seed), workers), workers);
    }
}
