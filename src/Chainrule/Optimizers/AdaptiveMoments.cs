using System.Numerics;
using Chainrule.Kernels;

namespace Chainrule;

/// <summary>The bias-corrected moments of Adam and AdamW: m ← β₁m + (1 − β₁)g and v ← β₂v + (1 − β₂)g².</summary>
public abstract class AdaptiveMoments : Optimizer
{
    private readonly double beta1;
    private readonly double beta2;
    private readonly double epsilon;

    private protected AdaptiveMoments(
        double learningRate, double beta1, double beta2, double epsilon, double weightDecay) : base(learningRate)
    {
        this.beta1 = RequireFraction("beta1", beta1);
        this.beta2 = RequireFraction("beta2", beta2);
        this.epsilon = RequireNonNegative("epsilon", epsilon);
        WeightDecay = RequireNonNegative("weight decay", weightDecay);
    }

    private protected double WeightDecay { get; }

    /// <inheritdoc/>
    public sealed override int StateSlots => 2;

    /// <inheritdoc/>
    public sealed override IReadOnlyList<KeyValuePair<string, double>> Settings =>
    [
        Setting("learningRate", LearningRate), Setting("beta1", beta1), Setting("beta2", beta2),
        Setting("epsilon", epsilon), Setting("weightDecay", WeightDecay),
    ];

    private protected void Step<T>(OptimizerStep<T> step, double decay, double keep)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double rate = LearningRate / (1 - Math.Pow(beta1, step.Number));
        double root = 1 / Math.Sqrt(1 - Math.Pow(beta2, step.Number));
        AdamRule<T> rule = new(
            T.CreateTruncating(rate),
            T.CreateTruncating(beta1), T.CreateTruncating(1 - beta1),
            T.CreateTruncating(beta2), T.CreateTruncating(1 - beta2),
            T.CreateTruncating(root), T.CreateTruncating(epsilon),
            T.CreateTruncating(decay), T.CreateTruncating(keep));
        step.Run(rule);
    }
}
