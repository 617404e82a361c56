using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using Chainrule.Backends;
using Chainrule.Kernels;
using Chainrule.Planning;

namespace Chainrule;

/// <summary>
/// How gradients become steps of the parameters. Usually a plan does this while a gradient is in cache: plain gradient
/// descent adds the gradient of −rate·cost to the parameters directly, and other optimizers take a gradient range by
/// range. If all gradients must be known first, to clip them or to accumulate those of several batches, they are
/// collected in a block and the optimizer makes one pass over it.
/// </summary>
internal sealed class ParameterUpdates
{
    private readonly Optimizer optimizer;
    private readonly Optimizer[]? own;       // of each parameter, if rates differ
    private readonly double[]? factors;      // of each parameter's rate
    private readonly LbfgsStep? search;      // only for L-BFGS
    private readonly ParameterLayout layout;
    private readonly NDArray state;
    private readonly GradientClipping? clipping;
    private readonly NDArray? gradients;     // only if the step comes after the run
    private readonly NDArray? sum;           // only if a step uses several batches
    private double sumOfWeights;             // of the batches in the sum
    private readonly Variable? costFactor;   // only for plain gradient descent
    private long step;
    private readonly Workers workers;
    private readonly Tensor? seed;

    /// <summary>Sets up the updates of a training.</summary>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="layout">The parameters.</param>
    /// <param name="state">The optimizer's state: one block of the layout per slot.</param>
    /// <param name="clipping">How to clip the gradients, or null.</param>
    /// <param name="accumulates">Whether a step uses the gradients of several batches.</param>
    /// <param name="workers">The threads to run on.</param>
    /// <param name="factors">The learning rate of each parameter as a factor; null for all the same.</param>
    public ParameterUpdates(
        Optimizer optimizer, ParameterLayout layout, NDArray state, GradientClipping? clipping, bool accumulates,
        Workers workers, double[]? factors = null)
    {
        this.factors = factors;
        if (factors is not null)
            own = Array.ConvertAll(factors, factor => factor == 1 ? optimizer : optimizer.Copy());
        this.optimizer = optimizer;
        this.layout = layout;
        this.state = state;
        this.clipping = clipping;
        this.workers = workers;
        if (accumulates) sum = layout.NewBlock();
        if (clipping is not null || accumulates || optimizer is Lbfgs) gradients = layout.NewBlock();
        else if (optimizer is Sgd { IsPlain: true } && own is null)
            seed = Tensor.Input(Shape.Scalar, layout.DType, "minus_rate");
        costFactor = seed?.AsVariable();
        if (optimizer is Lbfgs lbfgs) search = new(lbfgs, layout, state, gradients!);
    }

    /// <summary>What a plan has to compute so that a run takes the step, or prepares it.</summary>
    /// <param name="cost">The scalar to minimize.</param>
    public IEnumerable<PlanOutput> For(Tensor cost)
    {
        Tensor[] slopes = Functions.VectorJacobian(cost, seed, [.. layout.Parameters]);
        for (int i = 0; i < slopes.Length; i++)
        {
            yield return gradients is not null ? new PlanOutput(slopes[i], layout.Part(gradients, i))
                : seed is not null ? new PlanOutput(slopes[i], new AddToParameter(layout[i]))
                : new PlanOutput(slopes[i], new OptimizeParameter(this, i));
        }
    }

    /// <summary>
    /// Prepares the plan's next run to take a step at the optimizer's current rate; call it before the run.
    /// </summary>
    /// <param name="number">The number of the step, from 1.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Begin(long number)
    {
        step = number;
        costFactor?.Storage.Set(-optimizer.LearningRate);
        for (int i = 0; i < own?.Length; i++)
            if (own[i] != optimizer) own[i].LearningRate = optimizer.LearningRate * factors![i];
    }

    /// <summary>Whether a step computes cost and gradients several times, with <see cref="Search"/>.</summary>
    public bool Searches => search is not null;

    /// <summary>Takes the step along the line that the optimizer chooses; call it after the run.</summary>
    /// <param name="cost">What is minimized, before the step.</param>
    /// <param name="evaluate">Computes it and its gradients for the parameters as they are.</param>
    public void Search(double cost, Func<double> evaluate) => search!.Run(step, cost, evaluate);

    /// <summary>Whether a run only collects the gradients; then <see cref="Finish(double?, bool)"/> follows.</summary>
    public bool AreCollected => gradients is not null;

    /// <summary>
    /// Adds a batch's gradients to those that the next step will use, and takes the step; call it after the run.
    /// </summary>
    /// <param name="weight">The weight of the batch in the mean; null if gradients are summed.</param>
    /// <param name="accumulates">Whether more batches follow before the step.</param>
    public void Finish(double? weight, bool accumulates)
    {
        if (gradients!.DType == DType.Float32) Finish<float>(weight, accumulates);
        else Finish<double>(weight, accumulates);
    }

    private void Finish<T>(double? weight, bool accumulates) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Span<T> gradient = gradients!.Span<T>();
        if (sum is not null)
        {
            Span<T> total = sum.Span<T>();
            TensorPrimitives.MultiplyAdd(gradient, T.CreateTruncating(weight ?? 1), total, total);
            sumOfWeights += weight ?? 0;
            if (accumulates) return;
            TensorPrimitives.Multiply(total, T.CreateTruncating(sumOfWeights > 0 ? 1 / sumOfWeights : 1), gradient);
            total.Clear();
            sumOfWeights = 0;
        }
        if (typeof(T) == typeof(float)) clipping?.Apply(gradients.Span<float>());
        else clipping?.Apply(gradients.Span<double>());
        // Whole cache lines, so that no two threads write to the same one.
        int lines = (layout.Length + Pass<T>.Line - 1) / Pass<T>.Line;
        var job = new Pass<T> { Updates = this, Split = new(workers.Count, areDivided: lines >= 1024), Lines = lines };
        workers.Run(ref job, job.Split.Parts);
    }

    // Elements of a parameter, from `first` on.
    private void Step<T>(int parameter, ReadOnlySpan<T> gradient, int first)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => (own is null ? optimizer : own[parameter]).Step(
            layout[parameter].Span<T>().Slice(first, gradient.Length), gradient,
            state.Span<T>(), layout.Offset(parameter) + first, step);

    // Elements of the gradient block, which may span several parameters.
    private void Step<T>(int first, int end) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int i = layout.IndexAt(first); i < layout.Parameters.Count && layout.Offset(i) < end; i++)
        {
            int offset = layout.Offset(i), from = Math.Max(first, offset);
            int count = Math.Min(end, offset + layout[i].Length) - from;
            if (count > 0) Step<T>(i, gradients!.Span<T>().Slice(from, count), from - offset);
        }
    }

    private sealed class AddToParameter(NDArray parameter) : GradientSink
    {
        public override NDArray Sum => parameter;

        public override void Take<T>(Span<T> gradient, int first) => throw new NotSupportedException();
    }

    private sealed class OptimizeParameter(ParameterUpdates updates, int parameter) : GradientSink
    {
        public override void Take<T>(Span<T> gradient, int first) => updates.Step<T>(parameter, gradient, first);
    }

    private struct Pass<T> : IJob where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // Elements that are at least a cache line.
        public const int Line = 64;

        public ParameterUpdates Updates;
        public WorkSplit Split;
        public int Lines;

        public readonly void Run(int part, int thread) => Updates.Step<T>(
            Split.Start(part, Lines) * Line, Math.Min(Split.Start(part + 1, Lines) * Line, Updates.layout.Length));
    }
}
