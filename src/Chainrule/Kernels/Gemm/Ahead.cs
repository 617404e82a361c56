namespace Chainrule.Kernels;

/// <summary>
/// Cache lines that a tile prefetches while it multiplies, one per step of k: down a column of lines, then the next
/// column.
/// </summary>
/// <remarks>
/// Tiles read a new panel faster than a core can fetch it, because it can only wait for so many cache lines at once. If
/// the tiles of the previous panel prefetch it, its lines have arrived by then: products whose B does not fit in the
/// caches take an eighth less time.
/// </remarks>
internal readonly unsafe struct Ahead(void* start, nint stride = 0, int shift = 31)
{
    public readonly byte* Start = (byte*)start;

    /// <summary>
    /// The distance in bytes between the rows to prefetch; 0 requests the same line again, which is free.
    /// </summary>
    public readonly nint Stride = stride;

    /// <summary>The base-2 logarithm of the number of rows.</summary>
    public readonly int Shift = shift;

    public nint Mask => ((nint)1 << Shift) - 1;
}
