using Chainrule.Kernels;

namespace Chainrule;

/// <summary>
/// RMSprop: the gradient divided by its recent root mean square: v ← α·v + (1 − α)·g², p ← p − rate·g/(√v + ε).
/// Centered: v minus the square of the recent mean. With momentum μ: b ← μ·b + g/(√v + ε), p ← p − rate·b.
/// </summary>
/// <remarks>Tieleman and Hinton, lecture 6.5 of "Neural networks for machine learning", 2012.</remarks>
public sealed class RmsProp : Optimizer
{
    private readonly double rho;
    private readonly double epsilon;
    private readonly double momentum;
    private readonly bool centered;
    private readonly double weightDecay;

    /// <summary>Creates the optimizer; rho is α. The weight decay is an L2 penalty, added to the gradient.</summary>
    /// <exception cref="ChainruleException">An argument is out of range.</exception>
    public RmsProp(
        double learningRate = 0.01, double rho = 0.99, double epsilon = 1e-8,
        double momentum = 0, bool centered = false, double weightDecay = 0)
        : base(learningRate)
    {
        this.rho = RequireFraction("rho", rho);
        this.epsilon = RequireNonNegative("epsilon", epsilon);
        this.momentum = RequireFraction("momentum", momentum);
        this.centered = centered;
        this.weightDecay = RequireNonNegative("weight decay", weightDecay);
    }

    /// <inheritdoc/>
    public override string Name => "rmsprop";

    /// <inheritdoc/>
    public override int StateSlots => 1 + (momentum != 0 ? 1 : 0) + (centered ? 1 : 0);

    /// <inheritdoc/>
    public override IReadOnlyList<KeyValuePair<string, double>> Settings =>
    [
        Setting("learningRate", LearningRate), Setting("rho", rho), Setting("epsilon", epsilon),
        Setting("momentum", momentum), Setting("centered", centered ? 1 : 0), Setting("weightDecay", weightDecay),
    ];

    /// <inheritdoc/>
    protected internal override void Step<T>(OptimizerStep<T> step)
    {
        RmsPropRule<T> rule = new(
            T.CreateTruncating(LearningRate), T.CreateTruncating(rho), T.CreateTruncating(1 - rho),
            T.CreateTruncating(epsilon), T.CreateTruncating(momentum), centered, T.CreateTruncating(weightDecay));
        step.Run(rule);
    }
}
