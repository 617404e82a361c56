using System.Numerics.Tensors;
using Chainrule.Kernels;
using Chainrule.Operators;
using Chainrule.Planning;

namespace Chainrule;

/// <summary>
/// Makes a cost small that is given as a graph, step by step: the gradients by all parameters, then the optimizer's
/// step. Inputs may be assigned between steps.
/// </summary>
public sealed class Minimizer
{
    private readonly ParameterLayout layout;
    private readonly NDArray cost;
    private readonly StepCounter counter = new();
    private readonly ParameterUpdates updates;
    private readonly Optimizer optimizer;
    private readonly Plan plan;

    /// <summary>Prepares the steps; the parameters keep their values.</summary>
    /// <param name="cost">The scalar to make small.</param>
    /// <param name="parameters">What to adjust.</param>
    /// <param name="optimizer">How parameters follow from gradients.</param>
    /// <param name="threads">The number of threads; 0 for one a core.</param>
    /// <exception cref="ShapeException">The cost is not a scalar.</exception>
    /// <exception cref="ChainruleException">A tensor is not a parameter, or none is given.</exception>
    public Minimizer(Tensor cost, IReadOnlyList<Tensor> parameters, Optimizer optimizer, int threads = 0)
    {
        if (parameters.Count == 0)
            throw new ChainruleException("There is nothing to adjust: give at least one parameter.");
        foreach (Tensor parameter in parameters)
            if (!parameter.IsParameter)
                throw new ChainruleException(
                    $"{parameter.Name ?? "A tensor"} is no parameter: make it with Tensor.Parameter.");
        Workers workers = Model.Threads(threads);
        layout = new ParameterLayout([.. parameters.Distinct()]);
        this.cost = NDArray.Zeros(Shape.Scalar, cost.DType);
        this.optimizer = optimizer;
        updates = new ParameterUpdates(optimizer, layout, counter, null, afterwards: true, workers);
        Tensor scalar = cost.Rank == 0 ? cost : Functions.Reshape(cost, Shape.Scalar);
        plan = Plan.Compile([new(scalar, this.cost), .. updates.For(scalar)], workers);
    }

    /// <summary>The number of steps so far.</summary>
    public long Steps { get; private set; }

    /// <summary>What a step computes: a line for each kernel, with what it reads, what it writes and where.</summary>
    public string Schedule => plan.ToString();

    /// <summary>Takes a step.</summary>
    /// <returns>The cost before the step.</returns>
    /// <exception cref="DivergenceException">
    /// The cost is infinite or no number; the parameters stay as they are.
    /// </exception>
    public double Step()
    {
        layout.Claim();
        try
        {
            return StepAlone();
        }
        finally
        {
            layout.Release();
        }
    }

    private double StepAlone()
    {
        plan.Run();
        double value = cost.Item();
        if (!double.IsFinite(value))
        {
            throw new DivergenceException(
                $"The cost is {value} before step {Steps + 1}: lower the learning rate of {optimizer.LearningRate:R} " +
                "or start elsewhere.");
        }
        counter.Step = ++Steps;
        updates.Finish();
        layout.Touch();
        return value;
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
