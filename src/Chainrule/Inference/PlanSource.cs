using System.Numerics;
using Chainrule.Kernels;
using Chainrule.Rewriting;

namespace Chainrule.Inference;

/// <summary>
/// Makes the plans of a compiled model. Where samples are apart from each other a few plans serve every number of
/// samples; else each number has its own.
/// </summary>
internal sealed class PlanSource
{
    /// <summary>
    /// Samples that a thread takes through the whole network at a time: their values stay in its second-level cache.
    /// </summary>
    public const int BlockRows = 128;

    // Two sizes that tell what depends on the batch from what is the same for all.
    private const int Few = 2, More = 3;

    private readonly Lock making = new();
    private readonly RuleSet freezing = Copies.Frozen();
    private readonly RowGraph? graph;
    private readonly bool isPacked;   // all of it: then one plan serves any number of samples
    private readonly Func<int, (Tensor X, Tensor Y)> network;
    private readonly Workers workers;

    /// <summary>The plans of a network, given as a graph for each number of samples.</summary>
    public PlanSource(Func<int, (Tensor X, Tensor Y)> network, int maxBatch, Workers workers)
    {
        this.network = network;
        this.workers = workers;
        MaxRows = maxBatch;
        (Tensor x, Tensor y) = Frozen(Few);
        if (RowGraph.Between(x, y) is not { } few) return;
        (Tensor otherX, Tensor otherY) = Frozen(More);
        if (RowGraph.Between(otherX, otherY) is not { } more || !few.For(otherX).IsSameAs(more)) return;
        graph = PackedGraph.Of(few);
        isPacked = graph.Rows.Skip(1).All(node => node.Operator is PackedLayer or Operators.Reshape);
        MaxRows = Math.Min(maxBatch, BlockRows);
    }

    /// <summary>Whether a sample's prediction depends on that sample alone.</summary>
    public bool IsRowWise => graph is not null;

    /// <summary>The most samples that one plan takes.</summary>
    public int MaxRows { get; }

    /// <summary>How many different plans there can be.</summary>
    public int Sizes => graph is null ? MaxRows + 1 : PlaceOf(MaxRows) + 1;

    /// <summary>The number of the plan that serves so many samples.</summary>
    public int PlaceOf(int rows) => graph is null ? rows : isPacked ? 0 : BitOperations.Log2((2 * (uint)rows) - 1);

    public RowPlan Create(int place)
    {
        lock (making)
        {
            if (graph is not null) return RowPlan.For(graph, isPacked ? MaxRows : Math.Min(MaxRows, 1 << place));
            (Tensor x, Tensor y) = Frozen(place);
            return RowPlan.Exactly(x, y, workers);
        }
    }

    private (Tensor X, Tensor Y) Frozen(int rows)
    {
        (Tensor x, Tensor y) = network(rows);
        return (x, new Rewriter(freezing).Replace(Node.Of(x), Node.Of(x)).Of(y));
    }
}
