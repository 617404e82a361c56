using Chainrule.Kernels;

namespace Chainrule;

/// <summary>
/// Trains parameters on a cost of one's own, given as a graph, step by step: the gradients, then the optimizer's step.
/// Inputs may be assigned between steps. What layers ask for happens as in <see cref="Model.Fit"/>: dropout drops other
/// elements at each step, and running statistics are updated.
/// </summary>
public sealed class Trainer
{
    private readonly ParameterLayout layout;
    private readonly Optimizer optimizer;
    private readonly BatchPlan plan;

    /// <summary>Prepares the steps; the parameters keep their values.</summary>
    /// <param name="cost">The scalar to minimize.</param>
    /// <param name="parameters">What to adjust.</param>
    /// <param name="optimizer">How parameters follow from gradients.</param>
    /// <param name="threads">The number of threads; 0 for one a core.</param>
    /// <exception cref="ShapeException">The cost is not a scalar.</exception>
    /// <exception cref="ChainruleException">A tensor is not a parameter, or none is given.</exception>
    public Trainer(Tensor cost, IReadOnlyList<Tensor> parameters, Optimizer optimizer, int threads = 0)
    {
        if (parameters.Count == 0)
            throw new ChainruleException("There is nothing to adjust: give at least one parameter.");
        foreach (Tensor parameter in parameters)
            if (!parameter.IsParameter)
                throw new ChainruleException(parameter.IsInput
                    ? $"{parameter.Name ?? "A tensor"} is an input or a buffer such as a running mean, which is not " +
                        "trained: leave it out, as Parameters().Where(parameter => parameter.IsTrained) does."
                    : $"{parameter.Name ?? "A tensor"} is no parameter: make it with Tensor.Parameter.");
        Workers workers = Model.Threads(threads);
        this.optimizer = optimizer;
        layout = new([.. parameters.Distinct()]);
        State = new(layout, optimizer.Identity, optimizer.StateSlots, seed: 0, batchSize: 1);
        // The step comes after the run, so that a cost that is no number leaves the parameters alone.
        ParameterUpdates updates = new(optimizer, layout, State.Slots, null, afterwards: true, workers);
        plan = BatchPlan.ForTraining(new(1, cost, null, []), [], updates, withOutput: false, workers);
    }

    /// <summary>The number of steps so far.</summary>
    public long Steps => State.Step;

    /// <summary>What a step computes: a line for each kernel, with what it reads, what it writes and where.</summary>
    public string Plan => plan.Plan.ToString();

    /// <summary>Where the training stands: the steps and the optimizer's memory.</summary>
    public TrainingState State { get; }

    /// <summary>Takes a step.</summary>
    /// <returns>The cost before the step.</returns>
    /// <exception cref="DivergenceException">
    /// The cost is infinite or no number; the parameters stay as they are.
    /// </exception>
    /// <exception cref="ChainruleException">Another thread is training one of the parameters.</exception>
    public double Step()
    {
        layout.Claim();
        try
        {
            double cost = plan.Step(State.Step + 1, [], []);
            if (!double.IsFinite(cost))
            {
                throw new DivergenceException(
                    $"The cost is {cost} before step {State.Step + 1}: lower the learning rate of " +
                    $"{optimizer.LearningRate:R} or start elsewhere.");
            }
            State.Step++;
            layout.Touch();
            plan.Touch();
            return cost;
        }
        finally
        {
            layout.Release();
        }
    }

    /// <summary>Takes several steps.</summary>
    /// <returns>The cost before each of them.</returns>
    /// <exception cref="DivergenceException">The cost became infinite or no number.</exception>
    public double[] Run(int steps)
    {
        var costs = new double[steps];
        for (int i = 0; i < steps; i++) costs[i] = Step();
        return costs;
    }
}
