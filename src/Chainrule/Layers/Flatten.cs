namespace Chainrule;

/// <summary>Flattens each sample to a row of numbers: (m, height, width) becomes (m, height·width).</summary>
public sealed class Flatten : Layer
{
    /// <inheritdoc/>
    public override string Kind => "flatten";

    /// <inheritdoc/>
    public override LayerDescription Describe() => new(Kind, Name);

    internal static Flatten From(LayerDescription description) => new() { Name = description.LayerName };

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x, ForwardContext context) =>
        Functions.Reshape(x, x.Shape[0], x.Shape[0] == 0 ? 0 : x.Length / x.Shape[0]);
}
