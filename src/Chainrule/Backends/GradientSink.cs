using Chainrule.Kernels;

namespace Chainrule.Backends;

/// <summary>
/// What becomes of a gradient that nothing else needs: it is used up range by range while it is in cache, and never
/// stored whole.
/// </summary>
internal abstract class GradientSink : RangeSink
{
    /// <summary>
    /// The memory to which the gradient is simply added, or null when <see cref="RangeSink.Take"/> does the work.
    /// </summary>
    public virtual NDArray? Sum => null;
}
