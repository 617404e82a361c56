namespace Chainrule.Kernels;

/// <summary>
/// Lines of memory that a tile asks for while it multiplies, one each step of k: down a column of lines, then the next.
/// </summary>
/// <remarks>
/// Memory answers a core with a line every 5 ns or so, a tile would read one every 2: spread over the tiles of a panel,
/// what the next panel needs has come before it is read. It gains an eighth where B lies beyond the caches.
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
