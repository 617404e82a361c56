using System.Globalization;

namespace Chainrule;

/// <summary>
/// During training, sets random elements to 0 and scales the others by 1/(1 − rate), so that no unit can rely on
/// another (Srivastava et al. 2014). In inference it does nothing.
/// </summary>
public sealed class Dropout : Layer
{
    /// <summary>Creates a layer that drops this fraction of the elements.</summary>
    /// <exception cref="ChainruleException">The rate is not in [0, 1).</exception>
    public Dropout(double rate = 0.5)
    {
        if (!(rate >= 0 && rate < 1))
            throw new ChainruleException($"A dropout rate must be at least 0 and less than 1, not {rate}.");
        Rate = rate;
    }

    /// <summary>The fraction of elements to drop.</summary>
    public double Rate { get; }

    /// <inheritdoc/>
    public override string Kind => "dropout";

    /// <inheritdoc/>
    public override LayerDescription Describe() => new LayerDescription(Kind, Name).Set("rate", Rate);

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"dropout({Rate:R})");

    internal static Dropout From(LayerDescription description) =>
        new(description.Number("rate")) { Name = description.LayerName };

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x, ForwardContext context) => context.Dropout(x, Rate);
}
