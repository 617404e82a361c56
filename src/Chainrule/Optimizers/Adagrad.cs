using Chainrule.Kernels;

namespace Chainrule;

/// <summary>
/// Adagrad: step sizes shrink with the sum of squared gradients: v ← v + g², p ← p − rate·g/(√v + ε).
/// </summary>
/// <remarks>Duchi, Hazan and Singer, "Adaptive subgradient methods", 2011.</remarks>
public sealed class Adagrad : Optimizer
{
    private readonly double epsilon;
    private readonly double weightDecay;

    /// <summary>Creates the optimizer. The weight decay is an L2 penalty, added to the gradient.</summary>
    /// <exception cref="ChainruleException">An argument is out of range.</exception>
    public Adagrad(double learningRate = 0.01, double epsilon = 1e-10, double weightDecay = 0) : base(learningRate)
    {
        this.epsilon = RequireNonNegative("epsilon", epsilon);
        this.weightDecay = RequireNonNegative("weight decay", weightDecay);
    }

    /// <inheritdoc/>
    public override string Name => "adagrad";

    /// <inheritdoc/>
    public override int StateSlots => 1;

    /// <inheritdoc/>
    public override IReadOnlyList<KeyValuePair<string, double>> Settings =>
    [
        Setting("learningRate", LearningRate), Setting("epsilon", epsilon), Setting("weightDecay", weightDecay),
    ];

    /// <inheritdoc/>
    protected internal override void Step<T>(OptimizerStep<T> step)
    {
        AdagradRule<T> rule = new(
            T.CreateTruncating(LearningRate), T.CreateTruncating(epsilon), T.CreateTruncating(weightDecay));
        step.Run(rule);
    }
}
