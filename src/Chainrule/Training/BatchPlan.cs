using System.Runtime.CompilerServices;
using Chainrule.Kernels;
using Chainrule.Planning;

namespace Chainrule;

/// <summary>
/// The computation for one batch size: it reads samples and computes the cost and the outputs; in training the
/// parameters also take a step.
/// </summary>
internal sealed class BatchPlan
{
    private readonly Plan plan;
    private readonly RowCopy[] feeds;
    private readonly bool isMean;
    private readonly NDArray? cost, objective;    // what is reported, and what a search minimizes
    private readonly Func<double>? evaluate;      // only for a search
    private readonly ParameterUpdates? updates;   // only in training
    private readonly GraphEffects? effects;
    private readonly NDArray[] written;           // new values of the variables that the graph updates

    private BatchPlan(
        BatchGraph graph, List<PlanOutput> wanted, NDArray? cost, NDArray? output, ParameterUpdates? updates,
        GraphEffects? effects, NDArray[] written, Workers workers, NDArray? objective = null)
    {
        this.objective = objective;
        if (objective is not null) evaluate = Evaluate;
        plan = Plan.Compile(wanted, workers);
        feeds = graph.Feeds;
        isMean = graph.IsMean;
        Count = graph.Count;
        Output = output;
        this.cost = cost;
        this.updates = updates;
        this.effects = effects;
        this.written = written;
    }

    /// <summary>The number of samples.</summary>
    public int Count { get; }

    /// <summary>The outputs of the last run; null if not requested.</summary>
    public NDArray? Output { get; }

    /// <summary>The plan, for people to read.</summary>
    public Plan Plan => plan;

    /// <summary>The cost of the last run, for the parameters before the step.</summary>
    public double Cost => cost?.Item() ?? double.NaN;

    /// <summary>Creates a plan that takes steps against the gradients of the cost.</summary>
    /// <param name="graph">The graph of the batch, with a cost.</param>
    /// <param name="terms">
    /// Penalties to minimize together with the cost; they are not part of the reported cost.
    /// </param>
    /// <param name="updates">What to do with the gradients.</param>
    /// <param name="withOutput">Whether to compute the outputs too.</param>
    /// <param name="workers">The threads to run on.</param>
    public static BatchPlan ForTraining(
        BatchGraph graph, IEnumerable<Tensor> terms, ParameterUpdates updates, bool withOutput, Workers workers)
    {
        Tensor reported = graph.Cost!.Rank == 0 ? graph.Cost : Functions.Reshape(graph.Cost, Shape.Scalar);
        Tensor total = graph.Objective ?? reported;
        foreach (Tensor term in terms) total += term;
        // The outputs may include layers that the cost bypasses.
        var effects = GraphEffects.Of(graph.Output is null ? [total, reported] : [total, reported, graph.Output]);
        NDArray cost = NDArray.Zeros(Shape.Scalar, reported.DType);
        NDArray[] written = [.. effects.Updates.Select(update => update.Variable.AsVariable().Storage.Copy())];
        NDArray? output = withOutput ? NDArray.Zeros(graph.Output!.Shape, graph.Output.DType) : null;

        List<PlanOutput> wanted = [new(reported, cost), .. updates.For(total)];
        wanted.AddRange(effects.Updates.Zip(written, (update, value) => new PlanOutput(update.Value, value)));
        if (output is not null) wanted.Add(new(graph.Output!, output));
        NDArray? objective = updates.Searches ? NDArray.Zeros(Shape.Scalar, total.DType) : null;
        if (objective is not null) wanted.Add(new(total, objective));
        return new(graph, wanted, cost, output, updates, effects, written, workers, objective);
    }

    /// <summary>Creates a plan that computes predictions, and the cost if the graph has one.</summary>
    public static BatchPlan ForPredicting(BatchGraph graph, Workers workers)
    {
        NDArray output = NDArray.Zeros(graph.Output!.Shape, graph.Output.DType);
        List<PlanOutput> wanted = [new(graph.Output, output)];
        NDArray? cost = graph.Cost is null ? null : NDArray.Zeros(Shape.Scalar, graph.Cost.DType);
        if (cost is not null) wanted.Add(new(graph.Cost!, cost));
        return new(graph, wanted, cost, output, null, null, [], workers);
    }

    /// <summary>Computes the batch of samples with these indices, <see cref="Count"/> in number.</summary>
    /// <param name="samples">The samples.</param>
    /// <param name="next">The samples of the next batch, to be prefetched.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(ReadOnlySpan<int> samples, ReadOnlySpan<int> next = default)
    {
        foreach (RowCopy feed in feeds) feed.Run(samples, next);
        plan.Run();
    }

    /// <summary>
    /// Computes the gradients for these samples and takes the step, unless the cost is not finite: then nothing
    /// changes.
    /// </summary>
    /// <param name="batch">The number of the batch, from 1, which random operators depend on.</param>
    /// <param name="step">The number of the optimizer's step, from 1.</param>
    /// <param name="samples">The samples.</param>
    /// <param name="next">The samples of the next batch, to be prefetched.</param>
    /// <param name="accumulates">Whether to only add the gradients to those that the step will use.</param>
    /// <returns>The cost before the step.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public double Step(
        long batch, long step, ReadOnlySpan<int> samples, ReadOnlySpan<int> next, bool accumulates = false)
    {
        effects!.Begin(batch);
        updates!.Begin(step);
        foreach (RowCopy feed in feeds)
        {
            feed.Begin(batch);
            feed.Run(samples, next);
        }
        plan.Compute();
        double value = Cost;
        if (!double.IsFinite(value)) return value;
        plan.Finish();
        if (updates.Searches) updates.Search(objective!.Item(), evaluate!);
        else if (updates.AreCollected) updates.Finish(isMean ? Count : null, accumulates);
        for (int i = 0; i < written.Length; i++)
            written[i].Bytes.CopyTo(effects.Updates[i].Variable.AsVariable().Storage.Bytes);
        return value;
    }

    private double Evaluate()
    {
        plan.Run();
        return objective!.Item();
    }

    /// <summary>Records that the variables updated by a step have changed.</summary>
    public void Touch()
    {
        foreach (VariableUpdate update in effects!.Updates) update.Variable.AsVariable().Touch();
    }
}
