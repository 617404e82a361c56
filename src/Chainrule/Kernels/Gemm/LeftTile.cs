namespace Chainrule.Kernels;

/// <summary>Where a tile's part of op(A) is, and in which of the layouts that the tile's bodies are made for.</summary>
internal enum TileLayout
{
    ColumnsApart,
    RowsApart,
}

/// <summary>The rows of op(A) that a tile multiplies, for a block of k.</summary>
internal unsafe struct LeftTile<T> where T : unmanaged
{
    public T* Start;

    /// <summary>The distance in elements between rows, or between columns.</summary>
    public nint Step;

    public TileLayout Layout;

    /// <summary>How many steps of k there are.</summary>
    public nint Steps;
}
