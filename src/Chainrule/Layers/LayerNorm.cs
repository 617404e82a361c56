namespace Chainrule;

/// <summary>
/// Normalizes each sample to mean 0 and variance 1 along the last axis, then scales and shifts each feature: y =
/// scale·(x − mean)/√(variance + ε) + shift (Ba, Kiros and Hinton, "Layer normalization", 2016).
/// </summary>
public sealed class LayerNorm : Layer
{
    private Tensor? scale, shift;

    /// <summary>Creates the layer; the number of features is found on first use.</summary>
    /// <param name="epsilon">A small number that keeps the denominator from being 0.</param>
    /// <exception cref="ChainruleException">Epsilon is not positive.</exception>
    public LayerNorm(double epsilon = 1e-5)
    {
        if (!(epsilon > 0) || !double.IsFinite(epsilon))
            throw new ChainruleException($"The epsilon of a layer norm must be small and positive, not {epsilon}.");
        Epsilon = epsilon;
    }

    /// <summary>A small number that keeps the denominator from being 0.</summary>
    public double Epsilon { get; }

    /// <inheritdoc/>
    public override string Kind => "layer_norm";

    /// <inheritdoc/>
    public override LayerDescription Describe() => new LayerDescription(Kind, Name).Set("epsilon", Epsilon);

    internal static LayerNorm From(LayerDescription description) =>
        new(description.Number("epsilon", 1e-5)) { Name = description.LayerName };

    /// <inheritdoc/>
    protected override void Build(Shape input)
    {
        if (input.Rank < 2)
            throw new ShapeException($"A layer norm takes rows of features (m, n), not input of shape {input}.");
        scale = AddParameter("scale", [input[^1]], Initializer.Ones);
        shift = AddParameter("shift", [input[^1]], Initializer.Zeros);
    }

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x, ForwardContext context)
    {
        if (x.Shape[^1] != scale!.Length)
            throw new ShapeException(
                $"The layer norm has {scale.Length} features; its input of shape {x.Shape} has {x.Shape[^1]}.");
        Tensor centred = x - Functions.Mean(x, -1, keepDims: true);
        Tensor variance = Functions.Mean(Functions.Pow(centred, 2), -1, keepDims: true);
        return (centred / Functions.Sqrt(variance + Epsilon) * scale) + shift!;
    }
}
