namespace Chainrule;

/// <summary>
/// Brings the samples of an epoch to where graphs read them, as many at a time as there is room for: all at once where
/// they are in memory.
/// </summary>
internal abstract class SampleFeed
{
    /// <summary>Starts an epoch, or goes on within it.</summary>
    /// <param name="epoch">The number of the epoch, from 0.</param>
    /// <param name="visited">How many of its samples were visited already.</param>
    public abstract void Begin(int epoch, int visited);

    /// <summary>
    /// The rows of the samples that are in place now, in the order in which they are to be visited; valid until the
    /// next call.
    /// </summary>
    /// <param name="isLast">Whether none come after them in this epoch.</param>
    public abstract ReadOnlySpan<int> Next(out bool isLast);

    /// <summary>Ends the epoch, wherever it is.</summary>
    public virtual void End() { }
}

/// <summary>All samples of an epoch at once.</summary>
internal sealed class WholeFeed(EpochOrder order) : SampleFeed
{
    private int epoch, visited;

    public override void Begin(int epoch, int visited) => (this.epoch, this.visited) = (epoch, visited);

    public override ReadOnlySpan<int> Next(out bool isLast)
    {
        isLast = true;
        return order.Of(epoch)[visited..];
    }
}
