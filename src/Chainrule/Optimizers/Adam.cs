namespace Chainrule;

/// <summary>
/// Adam: m ← β₁m + (1 − β₁)g, v ← β₂v + (1 − β₂)g², p ← p − rate·m̂/(√v̂ + ε), with m̂ = m/(1 − β₁ᵗ) and v̂ = v/(1 −
/// β₂ᵗ) at step t.
/// </summary>
/// <remarks>Kingma and Ba, "Adam: a method for stochastic optimization", 2015.</remarks>
public sealed class Adam : AdaptiveMoments
{
    /// <summary>Creates the optimizer. The weight decay is an L2 penalty, added to the gradient.</summary>
    /// <exception cref="ChainruleException">An argument is out of range.</exception>
    public Adam(
        double learningRate = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8,
        double weightDecay = 0)
        : base(learningRate, beta1, beta2, epsilon, weightDecay)
    {
    }

    /// <inheritdoc/>
    public override string Name => "adam";

    /// <inheritdoc/>
    protected internal override void Step<T>(OptimizerStep<T> step) =>
        Step(step, decay: WeightDecay, keep: 1);
}
