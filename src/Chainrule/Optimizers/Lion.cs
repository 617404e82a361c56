using Chainrule.Kernels;

namespace Chainrule;

/// <summary>
/// Lion: every step has the same size; only its sign depends on the gradients: p ← (1 − rate·decay)·p − rate·sign(β₁m +
/// (1 − β₁)g), then m ← β₂m + (1 − β₂)g.
/// </summary>
/// <remarks>Chen et al., "Symbolic discovery of optimization algorithms", 2023.</remarks>
public sealed class Lion : Optimizer
{
    private readonly double beta1;
    private readonly double beta2;
    private readonly double weightDecay;

    /// <summary>Creates the optimizer.</summary>
    /// <exception cref="ChainruleException">An argument is out of range.</exception>
    public Lion(double learningRate = 1e-4, double beta1 = 0.9, double beta2 = 0.99, double weightDecay = 0)
        : base(learningRate)
    {
        this.beta1 = RequireFraction("beta1", beta1);
        this.beta2 = RequireFraction("beta2", beta2);
        this.weightDecay = RequireNonNegative("weight decay", weightDecay);
    }

    /// <inheritdoc/>
    public override string Name => "lion";

    /// <inheritdoc/>
    public override int StateSlots => 1;

    /// <inheritdoc/>
    public override IReadOnlyList<KeyValuePair<string, double>> Settings =>
    [
        Setting("learningRate", LearningRate), Setting("beta1", beta1), Setting("beta2", beta2),
        Setting("weightDecay", weightDecay),
    ];

    /// <inheritdoc/>
    protected internal override void Step<T>(OptimizerStep<T> step)
    {
        LionRule<T> rule = new(
            T.CreateTruncating(LearningRate),
            T.CreateTruncating(beta1), T.CreateTruncating(1 - beta1),
            T.CreateTruncating(beta2), T.CreateTruncating(1 - beta2),
            T.CreateTruncating(1 - (LearningRate * weightDecay)));
        step.Run(rule);
    }
}
