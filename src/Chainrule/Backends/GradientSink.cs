using Chainrule.Kernels;

namespace Chainrule.Backends;

/// <summary>
/// Consumes a gradient that nothing else needs, one range at a time while it is in cache, so that it is never stored
/// whole.
/// </summary>
internal abstract class GradientSink : RangeSink
{
    /// <summary>The array to add the gradient to, or null when <see cref="RangeSink.Take"/> does the work.</summary>
    public virtual NDArray? Sum => null;
}
