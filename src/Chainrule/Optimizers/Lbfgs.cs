namespace Chainrule;

/// <summary>
/// Limited-memory BFGS for training with all samples at once: each step goes along the direction that the last steps
/// and gradients make of the gradient (the two-loop recursion), as far as the strong Wolfe conditions ask. It needs no
/// learning rate to be chosen, and takes several evaluations of cost and gradient a step.
/// </summary>
/// <remarks>Nocedal and Wright, "Numerical optimization", 2nd edition, algorithms 7.4, 7.5, 3.5 and 3.6.</remarks>
public sealed class Lbfgs : Optimizer
{
    private const int MaxMemory = 32;

    /// <summary>Creates the optimizer.</summary>
    /// <param name="learningRate">The first length that a line search tries, in units of the direction.</param>
    /// <param name="memory">
    /// How many steps and gradients are remembered; each takes twice the parameters' memory.
    /// </param>
    /// <exception cref="ChainruleException">An argument is out of range.</exception>
    public Lbfgs(double learningRate = 1, int memory = 10) : base(learningRate) =>
        Memory = (int)Require("memory", memory, memory is >= 1 and <= MaxMemory, $"from 1 to {MaxMemory}");

    /// <summary>How many steps and gradients are remembered.</summary>
    public int Memory { get; }

    /// <inheritdoc/>
    public override string Name => "lbfgs";

    /// <inheritdoc/>
    public override int StateSlots => 2 * Memory;

    /// <inheritdoc/>
    public override IReadOnlyList<KeyValuePair<string, double>> Settings =>
        [Setting("learningRate", LearningRate), Setting("memory", Memory)];

    /// <inheritdoc/>
    protected internal override void Step<T>(OptimizerStep<T> step) => throw new ChainruleException(
        "L-BFGS evaluates the cost several times a step, so it cannot take a step from gradients alone: train with " +
        "Model.Fit, a program's Fit or a Trainer.");
}
