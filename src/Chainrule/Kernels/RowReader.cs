namespace Chainrule.Kernels;

/// <summary>
/// Copies rows of an array by their indices to the beginning of another. Indices are trusted: an epoch's order is a
/// permutation.
/// </summary>
internal abstract class RowReader
{
    /// <summary>Copies rows, and asks for those that come next: they arrive while others are computed with.</summary>
    /// <param name="rows">The indices of the rows to copy.</param>
    /// <param name="next">Those of the rows that will be copied in the next call; rows of a shuffled epoch lie anywhere
    /// in memory.</param>
    public abstract void Run(ReadOnlySpan<int> rows, ReadOnlySpan<int> next = default);
}
