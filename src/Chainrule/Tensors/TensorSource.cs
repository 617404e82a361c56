namespace Chainrule;

/// <summary>Where a tensor's values come from: an array in memory, or a node of the graph that computes them.</summary>
internal abstract class TensorSource(Shape shape, DType dtype)
{
    public Shape Shape { get; } = shape;

    public DType DType { get; } = dtype;

    /// <summary>The values, computed on first use. The caller must not write to them.</summary>
    public abstract NDArray Evaluate();
}
