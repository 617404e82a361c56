using System.Runtime.CompilerServices;

namespace Chainrule;

public sealed partial class Tensor
{
    /// <summary>
    /// Selects a part of the tensor: <c>t[2]</c>, <c>t[^1]</c>, <c>t[1..3, 0]</c>, <c>t[.., (0.., 2)]</c>,
    /// <c>t[TensorIndex.NewAxis]</c>. A single index drops its axis, a range keeps it, and axes without an index stay
    /// whole.
    /// </summary>
    /// <exception cref="ShapeException">There are more indices than axes, or an index is out of range.</exception>
    [IndexerName("Part")]
    public Tensor this[params ReadOnlySpan<TensorIndex> indices] => Functions.Slice(this, indices);
}
