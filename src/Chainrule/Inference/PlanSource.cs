using System.Numerics;
using Chainrule.Kernels;
using Chainrule.Rewriting;

namespace Chainrule.Inference;

/// <summary>
/// Makes the plans of a compiled model. If samples are independent of each other, a few plans serve every batch size;
/// otherwise each size needs its own.
/// </summary>
internal sealed class PlanSource
{
    /// <summary>
    /// How many samples a thread takes through the whole network at a time: their values fit in its L2 cache.
    /// </summary>
    public const int BlockRows = 128;

    // Comparing two batch sizes shows what depends on the batch and what does not.
    private const int Few = 2, More = 3;

    private readonly Lock making = new();
    private readonly RuleSet freezing = Copies.Frozen();
    private readonly RowGraph? graph;
    private readonly bool isPacked;   // every layer is packed, so one plan serves all sizes
    private readonly Func<int, (Tensor X, Tensor Y)> network;
    private readonly Workers workers;

    /// <summary>The plans of a network, which is given as a graph for each batch size.</summary>
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

    /// <summary>Whether each prediction depends on its own sample alone.</summary>
    public bool IsRowWise => graph is not null;

    /// <summary>The maximum number of samples in one plan.</summary>
    public int MaxRows { get; }

    /// <summary>How many different plans there can be.</summary>
    public int Sizes => graph is null ? MaxRows + 1 : PlaceOf(MaxRows) + 1;

    /// <summary>The index of the plan that serves a batch of this size.</summary>
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
