using System.Numerics;

namespace Chainrule.Kernels;

/// <summary>Uses up the elements of an array range by range, as soon as they are computed.</summary>
internal abstract class RangeSink
{
    /// <summary>
    /// Uses up some elements, the first of which is number <paramref name="first"/> of the array. Ranges do not
    /// overlap, and may come from several threads.
    /// </summary>
    public abstract void Take<T>(Span<T> elements, int first) where T : unmanaged, IBinaryFloatingPointIeee754<T>;
}
