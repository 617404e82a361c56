namespace Chainrule;

/// <summary>
/// An array with any number of axes, together with the computation that yields it: arithmetic on tensors builds a
/// graph. Values are computed on demand and then kept.
/// </summary>
public sealed partial class Tensor
{
    private TensorSource source;

    internal Tensor(TensorSource source) => this.source = source;

    /// <summary>The lengths of the axes.</summary>
    public Shape Shape => source.Shape;

    /// <summary>The element type.</summary>
    public DType DType => source.DType;

    /// <summary>The number of axes.</summary>
    public int Rank => Shape.Rank;

    /// <summary>The number of elements.</summary>
    public int Length => Shape.Size;

    /// <summary>
    /// Where the values come from. When an array first takes part in a graph, it becomes a constant node.
    /// </summary>
    internal TensorSource Source
    {
        get => source;
        set => source = value;
    }

    /// <summary>The values in memory; do not write to them.</summary>
    internal NDArray Value => source.Evaluate();

    /// <summary>The values in row-major order, without copying.</summary>
    /// <typeparam name="T">float, double or int, matching <see cref="DType"/>.</typeparam>
    /// <exception cref="ChainruleException">The tensor holds another type.</exception>
    public ReadOnlySpan<T> AsSpan<T>() where T : unmanaged => Value.Span<T>();

    /// <summary>A copy of the values in row-major order.</summary>
    /// <typeparam name="T">float, double or int, matching <see cref="DType"/>.</typeparam>
    /// <exception cref="ChainruleException">The tensor holds another type.</exception>
    public T[] ToArray<T>() where T : unmanaged => AsSpan<T>().ToArray();

    /// <summary>The value of a tensor with a single element, as a double.</summary>
    /// <exception cref="ShapeException">The tensor does not have exactly one element.</exception>
    public double Item()
    {
        if (Length != 1)
            throw new ShapeException(
                $"Item() needs one element; this tensor has {Length} of shape {Shape}: index it first.");
        return Value.Item();
    }
}
