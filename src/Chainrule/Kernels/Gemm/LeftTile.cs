namespace Chainrule.Kernels;

/// <summary>How a tile's part of op(A) is stored, among the layouts that the tile has bodies for.</summary>
internal enum TileLayout
{
    ColumnsApart,
    RowsApart,
}

/// <summary>The rows of op(A) that a tile multiplies, for one block of k.</summary>
internal unsafe struct LeftTile<T> where T : unmanaged
{
    public T* Start;

    /// <summary>The distance in elements between rows, or between columns.</summary>
    public nint Step;

    public TileLayout Layout;

    /// <summary>The number of steps of k.</summary>
    public nint Steps;
}
