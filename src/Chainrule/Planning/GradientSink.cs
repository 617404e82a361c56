using System.Numerics;

namespace Chainrule.Planning;

/// <summary>
/// What becomes of a gradient that nothing else needs: it is used up range by range
/// while it is in cache, and never stored whole.
/// </summary>
internal abstract unsafe class GradientSink
{
    /// <summary>
    /// The memory to which the gradient is simply added, or null when <see cref="Take"/> does the work.
    /// </summary>
    public virtual NDArray? Sum => null;

    /// <summary>
    /// Uses up the elements from <paramref name="first"/> on. Ranges do not overlap, and may come from several threads.
    /// </summary>
    public abstract void Take<T>(T* gradient, int first, int count) where T : unmanaged, IBinaryFloatingPointIeee754<T>;
}
