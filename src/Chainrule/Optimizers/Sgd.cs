using Chainrule.Kernels;

namespace Chainrule;

/// <summary>
/// Stochastic gradient descent: p ← p − rate·g. With momentum μ: b ← μ·b + g, p ← p − rate·b. With Nesterov momentum: p
/// ← p − rate·(g + μ·b) instead.
/// </summary>
/// <remarks>
/// Nesterov momentum in this form: Sutskever et al., "On the importance of initialization and momentum", 2013.
/// </remarks>
public sealed class Sgd : Optimizer
{
    private readonly double momentum;
    private readonly bool nesterov;
    private readonly double weightDecay;

    /// <summary>Creates the optimizer. The weight decay is an L2 penalty, added to the gradient.</summary>
    /// <exception cref="ChainruleException">
    /// An argument is out of range, or Nesterov is on without momentum.
    /// </exception>
    public Sgd(double learningRate = 0.01, double momentum = 0, bool nesterov = false, double weightDecay = 0)
        : base(learningRate)
    {
        this.momentum = RequireFraction("momentum", momentum);
        this.weightDecay = RequireNonNegative("weight decay", weightDecay);
        this.nesterov = nesterov;
        if (nesterov && momentum == 0)
            throw new ChainruleException("Nesterov momentum of sgd needs a momentum above 0, such as 0.9.");
    }

    /// <inheritdoc/>
    public override string Name => "sgd";

    /// <inheritdoc/>
    public override int StateSlots => momentum == 0 ? 0 : 1;

    /// <inheritdoc/>
    public override IReadOnlyList<KeyValuePair<string, double>> Settings =>
    [
        Setting("learningRate", LearningRate), Setting("momentum", momentum), Setting("nesterov", nesterov ? 1 : 0),
        Setting("weightDecay", weightDecay),
    ];

    /// <summary>Whether a step is just p −= rate·g.</summary>
    internal bool IsPlain => momentum == 0 && weightDecay == 0;

    /// <inheritdoc/>
    protected internal override void Step<T>(OptimizerStep<T> step)
    {
        T rate = T.CreateTruncating(LearningRate), decay = T.CreateTruncating(weightDecay);
        if (momentum == 0)
        {
            step.Run(new DescentRule<T>(rate, decay));
            return;
        }
        MomentumRule<T> rule = new(rate, T.CreateTruncating(momentum), nesterov, decay);
        step.Run(rule);
    }
}
