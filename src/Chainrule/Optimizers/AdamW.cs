namespace Chainrule;

/// <summary>Adam with decoupled weight decay: p ← (1 − rate·decay)·p before Adam's step.</summary>
/// <remarks>Loshchilov and Hutter, "Decoupled weight decay regularization", 2019.</remarks>
public sealed class AdamW : AdaptiveMoments
{
    /// <summary>Creates the optimizer.</summary>
    /// <exception cref="ChainruleException">An argument is out of range.</exception>
    public AdamW(
        double learningRate = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8,
        double weightDecay = 0.01)
        : base(learningRate, beta1, beta2, epsilon, weightDecay)
    {
    }

    /// <inheritdoc/>
    public override string Name => "adamw";

    /// <inheritdoc/>
    protected internal override void Step<T>(OptimizerStep<T> step) =>
        Step(step, decay: 0, keep: 1 - (LearningRate * WeightDecay));
}
