using System.Numerics;
using System.Runtime.CompilerServices;
using Chainrule.Backends;
using Chainrule.Kernels;
using Chainrule.Planning;

namespace Chainrule;

/// <summary>
/// How a training's gradients become steps of its parameters. As a rule a plan does it while a gradient is in
/// cache: plain descent adds the gradient of −rate·cost to the parameters themselves, other optimizers take a
/// gradient range by range. Where all gradients must be known first, to clip them, they are gathered in a
/// block and the optimizer makes a pass over it.
/// </summary>
internal sealed unsafe class ParameterUpdates
{
    private readonly Optimizer optimizer;
    private readonly ParameterLayout layout;
    private readonly NDArray state;
    private readonly GradientClipping? clipping;
    private readonly NDArray? gradients;     // only where the step comes after the run
    private readonly Variable? costFactor;   // only of plain descent
    private long step;
    private readonly Workers workers;
    private readonly Tensor? seed;

    /// <summary>The updates of a training.</summary>
    /// <param name="optimizer">How parameters follow from gradients.</param>
    /// <param name="layout">The parameters.</param>
    /// <param name="state">The optimizer's state, a block of the layout for each of its slots.</param>
    /// <param name="clipping">What is done to all gradients together first, or null.</param>
    /// <param name="afterwards">Whether a run only prepares a step, so that the cost can
    /// be looked at before it is taken.</param>
    /// <param name="workers">The threads.</param>
    public ParameterUpdates(
        Optimizer optimizer, ParameterLayout layout, NDArray state, GradientClipping? clipping, bool afterwards,
        Workers workers)
    {
        this.optimizer = optimizer;
        this.layout = layout;
        this.state = state;
        this.clipping = clipping;
        this.workers = workers;
        if (clipping is not null || afterwards) gradients = layout.NewBlock();
        else if (optimizer is Sgd { IsPlain: true })
            seed = Tensor.Input(Shape.Scalar, layout.DType, "minus_rate");
        costFactor = seed?.AsVariable();
    }

    /// <summary>What a plan has to compute so that its run takes the step, or prepares it.</summary>
    /// <param name="cost">The scalar to make small.</param>
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
    /// Sees to it that the plan's next run takes a step at the optimizer's present rate; call it before the run.
    /// </summary>
    /// <param name="number">The number of the step, from 1.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Begin(long number)
    {
        step = number;
        if (costFactor is null) return;
        if (costFactor.Storage.DType == DType.Float32)
            *(float*)costFactor.Storage.Pointer = (float)-optimizer.LearningRate;
        else *(double*)costFactor.Storage.Pointer = -optimizer.LearningRate;
    }

    /// <summary>Takes the step where the plan's run has only prepared it; call it after the run.</summary>
    public void Finish()
    {
        if (gradients is null) return;
        if (gradients.DType == DType.Float32) Finish<float>();
        else Finish<double>();
    }

    private void Finish<T>() where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (typeof(T) == typeof(float)) clipping?.Apply(gradients!.Span<float>());
        else clipping?.Apply(gradients!.Span<double>());
        var job = new Pass<T> { Updates = this, Parts = workers.Count };
        workers.Run(ref job, job.Parts);
    }

    // Elements of a parameter from `first` on.
    private void Step<T>(int parameter, ReadOnlySpan<T> gradient, int first)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => optimizer.Step(
            layout[parameter].Span<T>().Slice(first, gradient.Length), gradient,
            state.Span<T>(), layout.Offset(parameter) + first, step);

    // Elements of the block of gradients, which may be of several parameters.
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
        public ParameterUpdates Updates;
        public int Parts;

        public readonly void Run(int part)
        {
            int length = Updates.layout.Length;
            Updates.Step<T>(Bound(part, length), Bound(part + 1, length));
        }

        // Ranges begin at whole cache lines, so that no two threads write to one.
        private readonly int Bound(int part, int length) =>
            part == Parts ? length : (int)((long)length * part / Parts / 64 * 64);
    }
}
