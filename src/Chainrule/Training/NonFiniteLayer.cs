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
        (BatchGraph graph, IReadOnlyList<(Layer, Tensor)> applied, _) = LayerOutputs.Of(model, source);
        foreach ((Layer layer, Tensor output) in applied)
        {
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
