namespace Chainrule;

/// <summary>
/// A term that is added to the cost to keep weights small; biases and scales are left alone unless asked for. The
/// reported loss is without it, so that it can be compared with the loss on other data.
/// </summary>
public sealed class Regularizer
{
    private readonly bool absolute;

    private Regularizer(bool absolute, double factor, bool onBiases)
    {
        if (!(factor >= 0) || !double.IsFinite(factor))
            throw new ChainruleException($"The factor of a regularizer is a finite number from 0, not {factor}.");
        this.absolute = absolute;
        Factor = factor;
        OnBiases = onBiases;
    }

    /// <summary>The factor λ.</summary>
    public double Factor { get; }

    /// <summary>Whether the term applies to biases and scales too.</summary>
    public bool OnBiases { get; }

    /// <summary>λ·Σ|w|, which drives weights to 0.</summary>
    /// <exception cref="ChainruleException">The factor is negative or not finite.</exception>
    public static Regularizer L1(double factor, bool onBiases = false) => new(true, factor, onBiases);

    /// <summary>λ/2·Σw², whose gradient is λ·w: with plain gradient descent the same as a weight decay of λ.</summary>
    /// <exception cref="ChainruleException">The factor is negative or not finite.</exception>
    public static Regularizer L2(double factor, bool onBiases = false) => new(false, factor, onBiases);

    /// <summary>The term for some parameters, a scalar; null when it applies to none of them.</summary>
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
    public override string ToString() => $"{(absolute ? "l1" : "l2")}({Factor:R}{(OnBiases ? ", biases" : "")})";
}
