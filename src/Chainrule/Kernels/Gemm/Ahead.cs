namespace Chainrule.Kernels;

/// <summary>
/// Lines of memory that a tile asks for while it multiplies, one each step of k: down a column of lines, then the next.
/// </summary>
/// <remarks>
/// A panel that is read for the first time at the speed of a tile asks memory for more lines at once than a core can
/// wait for. Asked for along the tiles of the panel before, they have come by then: a product whose B lies beyond the
/// caches takes an eighth less.
/// </remarks>
internal readonly unsafe struct Ahead(void* start, nint stride = 0, int shift = 31)
{
    public readonly byte* Start = (byte*)start;

    /// <summary>
    /// Bytes between the rows that the lines belong to; 0 asks for the same line again, which is free.
    /// </summary>
    public readonly nint Stride = stride;

    /// <summary>The rows: two to this power.</summary>
    public readonly int Shift = shift;

    public nint Mask => ((nint)1 << Shift) - 1;
}
