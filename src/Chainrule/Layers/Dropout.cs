namespace Chainrule;

/// <summary>
/// In training sets elements to 0 at random and scales the others by 1/(1 − rate), so that no unit can rely on another
/// (Srivastava et al. 2014); otherwise passes everything on.
/// </summary>
public sealed class Dropout : Layer
{
    /// <summary>A layer that drops this share of the elements.</summary>
    /// <exception cref="ChainruleException">The rate is not in [0, 1).</exception>
    public Dropout(double rate = 0.5)
    {
        if (!(rate >= 0 && rate < 1))
            throw new ChainruleException($"A dropout rate must be at least 0 and less than 1, not {rate}.");
        Rate = rate;
    }

    /// <summary>The share of elements to drop.</summary>
    public double Rate { get; }

    /// <inheritdoc/>
    public override string Kind => "dropout";

    /// <inheritdoc/>
    public override LayerDescription Describe() => new LayerDescription(Kind, Name).Set("rate", Rate);

    /// <inheritdoc/>
    public override string ToString() => $"dropout({Rate:R})";

    internal static Dropout From(LayerDescription description) =>
        new(description.Number("rate")) { Name = description.LayerName };

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x, ForwardContext context) => context.Dropout(x, Rate);
}
