using System.Numerics;

namespace Chainrule.Kernels;

/// <summary>What to do with a tile of the product once its sums are complete, while it is in the L1 cache.</summary>
internal unsafe interface IEpilogue<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Whether there is nothing to do, so that the call is optimized away.</summary>
    static abstract bool IsEmpty { get; }

    /// <summary>
    /// Updates the tile in place: rows × columns elements at c, rows `stride` apart; it starts at this column of the
    /// product.
    /// </summary>
    void Apply<V>(T* c, nint stride, int column, int rows, int columns) where V : unmanaged, ISimd<V, T>;
}

/// <summary>The product unchanged.</summary>
internal readonly unsafe struct NoEpilogue<T> : IEpilogue<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static bool IsEmpty => true;

    public void Apply<V>(T* c, nint stride, int column, int rows, int columns)
        where V : unmanaged, ISimd<V, T>
    {
    }
}
