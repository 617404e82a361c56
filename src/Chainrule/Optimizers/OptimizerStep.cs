using System.Numerics;
using Chainrule.Kernels;

namespace Chainrule;

/// <summary>
/// A part of the parameters with their gradients and the optimizer's state. A step is split into parts that run on
/// several threads, so an element's new value may depend only on values at its own index.
/// </summary>
/// <typeparam name="T">The parameters' type, float or double.</typeparam>
public readonly ref struct OptimizerStep<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Span<T> state;   // of the whole block
    private readonly int slotLength, offset;

    internal OptimizerStep(
        Span<T> parameters, ReadOnlySpan<T> gradients, Span<T> state, int slotLength, int offset, long number)
    {
        Parameters = parameters;
        Gradients = gradients;
        Number = number;
        this.state = state;
        this.slotLength = slotLength;
        this.offset = offset;
    }

    /// <summary>The number of the step, from 1.</summary>
    public long Number { get; }

    /// <summary>The parameters, to be updated in place.</summary>
    public Span<T> Parameters { get; }

    /// <summary>The gradient of each parameter.</summary>
    public ReadOnlySpan<T> Gradients { get; }

    /// <summary>
    /// One of the numbers stored per parameter; the index is below <see cref="Optimizer.StateSlots"/>. All are zero
    /// before the first step.
    /// </summary>
    public Span<T> Slot(int index) => state.Slice((index * slotLength) + offset, Parameters.Length);

    internal void Run<TRule>(TRule rule) where TRule : struct, IUpdateRule<T> =>
        UpdateLoop.Run(Parameters, Gradients, state, offset, rule);
}
