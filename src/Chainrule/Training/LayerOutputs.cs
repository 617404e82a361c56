using Chainrule.Kernels;

namespace Chainrule;

/// <summary>What each layer of a model makes of some samples.</summary>
/// <param name="Graph">The graph of the samples.</param>
/// <param name="Applied">The layers by where they end, so that nested layers come first.</param>
/// <param name="Rows">The rows that the samples are.</param>
internal sealed record LayerOutputs(
    BatchGraph Graph, IReadOnlyList<(Layer Layer, Tensor Output)> Applied, int[] Rows)
{
    /// <summary>Applies a model to samples, as in predictions.</summary>
    public static LayerOutputs Of(Model model, SampleSource source)
    {
        List<(Layer, Tensor)> applied = [];
        var context = new ForwardContext(training: false, model.Seed)
        {
            Applied = (layer, _, output) => applied.Add((layer, output)),
        };
        BatchGraph graph = BatchGraph.Of(model, source, source.Count, context, Workers.Single);
        int[] rows = source.Rows ?? [.. Enumerable.Range(0, source.Count)];
        foreach (RowCopy feed in graph.Feeds) feed.Run(rows);
        return new(graph, applied, rows);
    }
}
