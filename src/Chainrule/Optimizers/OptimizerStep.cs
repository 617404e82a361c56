using System.Numerics;
using Chainrule.Kernels;

namespace Chainrule;

/// <summary>
/// Some parameters that an optimizer moves, with their gradients and what it remembers of each. A step comes in parts,
/// from several threads: an element's new value may depend on what stands in its own place only.
/// </summary>
/// <typeparam name="T">The parameters' type, float or double.</typeparam>
public readonly ref struct OptimizerStep<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Span<T> state;   // that of the whole block
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

    /// <summary>The parameters, to be written over.</summary>
    public Span<T> Parameters { get; }

    /// <summary>The gradient of each parameter.</summary>
    public ReadOnlySpan<T> Gradients { get; }

    /// <summary>
    /// What is remembered of each parameter, from 0 up to but not including <see cref="Optimizer.StateSlots"/>; zeros
    /// before the first step.
    /// </summary>
    public Span<T> Slot(int index) => state.Slice((index * slotLength) + offset, Parameters.Length);

    internal void Run<TRule>(TRule rule) where TRule : struct, IUpdateRule<T> =>
        UpdateLoop.Run(Parameters, Gradients, state, offset, rule);
}
