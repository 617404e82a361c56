using System.Numerics;

namespace Chainrule.Kernels;

/// <summary>Consumes the elements of an array in ranges, as soon as they are computed.</summary>
internal abstract class RangeSink
{
    /// <summary>
    /// Consumes some elements, the first of which has index <paramref name="first"/>. Ranges do not overlap, and may
    /// arrive on several threads.
    /// </summary>
    public abstract void Take<T>(Span<T> elements, int first) where T : unmanaged, IBinaryFloatingPointIeee754<T>;
}
