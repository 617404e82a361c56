namespace Chainrule;

/// <summary>Parameters from a file, which layers use instead of initial values while they are built.</summary>
internal sealed class StoredParameters
{
    private readonly IReadOnlyDictionary<string, Tensor> tensors;
    private readonly Dictionary<Layer, string> paths = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<string> read = [];

    public StoredParameters(IReadOnlyDictionary<string, Tensor> tensors, Layer network)
    {
        this.tensors = tensors;
        paths[network] = "";
        PlaceParts(network);
    }

    /// <summary>The tensors that no layer has read.</summary>
    public IEnumerable<string> Unread => tensors.Keys.Where(name => !read.Contains(name));

    /// <summary>Records where a layer is, given the layer that contains it.</summary>
    public void Place(Layer holder, string name, Layer layer)
    {
        paths.TryAdd(layer, paths[holder].Length == 0 ? name : $"{paths[holder]}.{name}");
        PlaceParts(layer);
    }

    /// <summary>Reads the values of a layer's parameter.</summary>
    /// <exception cref="DataException">The tensor is missing, or has another shape or type.</exception>
    public Tensor Read(Layer layer, string parameter, Shape shape, DType dtype)
    {
        string name = paths.GetValueOrDefault(layer) is { Length: > 0 } path ? $"{path}.{parameter}" : parameter;
        if (!tensors.TryGetValue(name, out Tensor? tensor))
            throw new DataException($"the tensor \"{name}\" of shape {shape} is missing");
        if (tensor.Shape != shape)
            throw new DataException($"the tensor \"{name}\" has shape {tensor.Shape}, but its layer needs {shape}");
        if (tensor.DType != dtype)
            throw new DataException($"the tensor \"{name}\" holds {tensor.DType.Name()}, but the model {dtype.Name()}");
        read.Add(name);
        return tensor;
    }

    private void PlaceParts(Layer holder)
    {
        foreach ((string name, Layer layer) in holder.Parts) Place(holder, name, layer);
    }
}
