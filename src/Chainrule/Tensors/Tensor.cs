namespace Chainrule;

/// <summary>
/// An array of numbers with any number of axes, and a handle to the computation that yields it: arithmetic on tensors
/// builds a graph, and values are computed when they are asked for and then kept.
/// </summary>
public sealed partial class Tensor
{
    private TensorSource source;

    internal Tensor(TensorSource source) => this.source = source;

    /// <summary>The lengths of the axes.</summary>
    public Shape Shape => source.Shape;

    /// <summary>The type of the elements.</summary>
    public DType DType => source.DType;

    /// <summary>The number of axes.</summary>
    public int Rank => Shape.Rank;

    /// <summary>The number of elements.</summary>
    public int Length => Shape.Size;

    /// <summary>
    /// What yields the values. A graph replaces an array by its constant node when the tensor first takes part in one.
    /// </summary>
    internal TensorSource Source
    {
        get => source;
        set => source = value;
    }

    /// <summary>The values in memory; read only.</summary>
    internal NDArray Value => source.Evaluate();

    /// <summary>The values in row-major order, without a copy.</summary>
    /// <typeparam name="T">float, double or int, as <see cref="DType"/> says.</typeparam>
    /// <exception cref="ChainruleException">The tensor holds another type.</exception>
    public ReadOnlySpan<T> AsSpan<T>() where T : unmanaged => Value.Span<T>();

    /// <summary>A copy of the values in row-major order.</summary>
    /// <typeparam name="T">float, double or int, as <see cref="DType"/> says.</typeparam>
    /// <exception cref="ChainruleException">The tensor holds another type.</exception>
    public T[] ToArray<T>() where T : unmanaged => AsSpan<T>().ToArray();

    /// <summary>The single value of a tensor with one element, as a double.</summary>
    /// <exception cref="ShapeException">The tensor has more or fewer elements than one.</exception>
    public double Item()
    {
        if (Length != 1)
            throw new ShapeException(
                $"Item() needs one element; this tensor has {Length} of shape {Shape}: index it first.");
        return Value.Item();
    }
}
