using System.Runtime.CompilerServices;

namespace Chainrule;

public sealed partial class Tensor
{
    /// <summary>
    /// A part of the tensor: <c>t[2]</c>, <c>t[^1]</c>, <c>t[1..3, 0]</c>, <c>t[.., (0.., 2)]</c>,
    /// <c>t[TensorIndex.NewAxis]</c>. An element's axis is dropped, a range's is kept, and axes without an index stay
    /// whole.
    /// </summary>
    /// <exception cref="ShapeException">There are more indices than axes, or an axis does not have the
    /// element.</exception>
    [IndexerName("Part")]
    public Tensor this[params ReadOnlySpan<TensorIndex> indices] => Functions.Slice(this, indices);
}
