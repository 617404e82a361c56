using System.Globalization;

namespace Chainrule;

/// <summary>
/// A penalty added to the cost to keep weights small; biases and scales are exempt unless asked for. The reported loss
/// does not include it, so that it can be compared between data sets.
/// </summary>
public sealed class Regularizer
{
    private readonly bool absolute;

    private Regularizer(bool absolute, double factor, bool onBiases)
    {
        if (!(factor >= 0) || !double.IsFinite(factor))
            throw new ChainruleException($"The factor of a regularizer must be 0 or more, not {factor}.");
        this.absolute = absolute;
        Factor = factor;
        OnBiases = onBiases;
    }

    /// <summary>The factor λ.</summary>
    public double Factor { get; }

    /// <summary>Whether the term applies to biases and scales too.</summary>
    public bool OnBiases { get; }

    /// <summary>λ·Σ|w|, which drives weights to exactly 0.</summary>
    /// <exception cref="ChainruleException">The factor is negative or not finite.</exception>
    public static Regularizer L1(double factor, bool onBiases = false) => new(true, factor, onBiases);

    /// <summary>
    /// λ/2·Σw², whose gradient is λ·w. With plain gradient descent this is the same as a weight decay of λ.
    /// </summary>
    /// <exception cref="ChainruleException">The factor is negative or not finite.</exception>
    public static Regularizer L2(double factor, bool onBiases = false) => new(false, factor, onBiases);

    /// <summary>The penalty on these parameters, a scalar; null if it applies to none of them.</summary>
    public Tensor? Of(IEnumerable<LayerParameter> parameters)
    {
        Tensor? sum = null;
        foreach (LayerParameter parameter in parameters)
        {
            if (Factor == 0 || !parameter.IsTrained || !(parameter.IsWeight || OnBiases)) continue;
            Tensor term = absolute ? Functions.Sum(Functions.Abs(parameter.Value))
                : Functions.Sum(Functions.Pow(parameter.Value, 2));
            sum = sum is null ? term : sum + term;
        }
        return sum is null ? null : sum * (absolute ? Factor : Factor / 2);
    }

    /// <summary><c>l1(λ)</c> or <c>l2(λ)</c>.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{(absolute ? "l1" : "l2")}({Factor:R}{(OnBiases ? ", biases" : "")})");
}
