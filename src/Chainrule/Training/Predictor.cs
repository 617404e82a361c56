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
        order = new int[source.Count];
        for (int i = 0; i < order.Length; i++) order[i] = i;
        if (order.Length >= batch) full = PlanFor(batch);
        if (order.Length % batch != 0) tail = PlanFor(order.Length % batch);

        BatchPlan PlanFor(int size) => BatchPlan.ForPredicting(
            BatchGraph.Of(model, source, size, new ForwardContext(training: false, model.Seed), workers), workers);
    }

    public EvaluationReport Evaluate()
    {
        var sums = new MetricSums(source, model.OutputShape!.Size);
        bool isMean = model.Loss!.IsMean;
        for (int start = 0; start < order.Length;)
        {
            BatchPlan plan = Next(start);
            ReadOnlySpan<int> samples = order.AsSpan(start, plan.Count);
            plan.Run(samples);
            sums.Add(plan.Cost, isMean, plan.Output!, samples);
            start += plan.Count;
        }
        return sums.Result(isMean);
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

    private BatchPlan Next(int start) => full is not null && order.Length - start >= full.Count ? full : tail!;
}
