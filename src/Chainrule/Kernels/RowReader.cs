namespace Chainrule.Kernels;

/// <summary>
/// Gathers rows of an array by index at the start of another array. Indices are not checked: the order of an epoch is
/// always a permutation.
/// </summary>
internal abstract class RowReader
{
    /// <summary>Says which batch of the training comes next, from 1, for readers that draw random numbers.</summary>
    public virtual void Begin(long batch) { }

    /// <summary>Copies rows and prefetches those needed next, which arrive while others are being processed.</summary>
    /// <param name="rows">The indices of the rows to copy.</param>
    /// <param name="next">
    /// The indices of the rows for the next call; in a shuffled epoch they are scattered across memory.
    /// </param>
    public abstract void Run(ReadOnlySpan<int> rows, ReadOnlySpan<int> next = default);
}
