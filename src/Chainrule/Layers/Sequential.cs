namespace Chainrule;

/// <summary>A stack of layers: the output of each is the input of the next.</summary>
public sealed class Sequential : Layer
{
    /// <summary>Stacks these layers; those without a name are named by their index.</summary>
    public Sequential(params IReadOnlyList<Layer> layers)
    {
        for (int i = 0; i < layers.Count; i++) AddLayer(layers[i].Name ?? $"{i}", layers[i]);
    }

    /// <summary>The number of layers.</summary>
    public int Count => Parts.Count;

    /// <summary>The layer at this index.</summary>
    public Layer this[int index] => Parts[index].Layer;

    /// <inheritdoc/>
    public override bool FlattensSamples => Count > 0 && this[0].FlattensSamples;

    /// <inheritdoc/>
    public override string Kind => "sequential";

    /// <inheritdoc/>
    public override LayerDescription Describe() =>
        new LayerDescription(Kind, Name).Set("layers", Parts.Select(part => part.Layer));

    /// <inheritdoc/>
    public override string ToString() => string.Join(" → ", Parts.Select(part => part.Layer));

    internal static Sequential From(LayerDescription description) =>
        new(description.Layers("layers").Select(layer => layer.Create()).ToArray()) { Name = description.LayerName };

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x, ForwardContext context)
    {
        foreach ((_, Layer layer) in Parts) x = layer.Apply(x, context);
        return x;
    }
}
