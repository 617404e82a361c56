using Chainrule.Kernels;

namespace Chainrule;

/// <summary>Finds the layer in which a model's computation stops being finite.</summary>
internal static class NonFiniteLayer
{
    /// <summary>
    /// The first layer whose output is not finite, and what happened there, such as <c>layer 0 (16 relu): matmul
    /// overflowed at …</c>; null if the loss is finite.
    /// </summary>
    public static string? Find(Model model, SampleSource source)
    {
        List<(Layer Layer, Tensor Output)> applied = [];
        var context = new ForwardContext(training: false, model.Seed)
        {
            Applied = (layer, _, output) => applied.Add((layer, output)),
        };
        int count = source.Count;
        BatchGraph graph = BatchGraph.Of(model, source, count, context, Workers.Single);
        foreach (RowCopy feed in graph.Feeds) feed.Run([.. Enumerable.Range(0, count)]);
        foreach ((Layer layer, Tensor output) in applied)
        {
            // Layers are ordered by where they end, so nested layers come first.
            if (NonFinite.Find(output) is { } what) return $"layer {Name(model.Network, layer)}: {what}";
        }
        return graph.Cost is null ? null : NonFinite.Find(graph.Cost) is { } inLoss ? $"the loss: {inLoss}" : null;
    }

    /// <summary>The path of the layer's parameters, then the layer: <c>0 (16 relu)</c>.</summary>
    public static string Name(Layer whole, Layer layer) => Path(whole, layer) is { Length: > 0 } path
        ? $"{path} ({layer})" : $"{layer}";

    private static string? Path(Layer whole, Layer layer)
    {
        if (ReferenceEquals(whole, layer)) return "";
        foreach ((string name, Layer part) in whole.Parts)
            if (Path(part, layer) is { } rest) return rest.Length == 0 ? name : $"{name}.{rest}";
        return null;
    }
}
