using System.Numerics;

namespace Chainrule.Kernels;

/// <summary>
/// What happens to a tile of the product once its sums are complete, while it is in the first-level cache.
/// </summary>
internal unsafe interface IEpilogue<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Whether there is nothing to do: the call then vanishes.</summary>
    static abstract bool IsEmpty { get; }

    /// <summary>
    /// Changes the tile in place: rows × columns elements at c, `stride` apart; it starts at this column of the
    /// product.
    /// </summary>
    void Apply<V>(T* c, nint stride, int column, int rows, int columns) where V : unmanaged, ISimd<V, T>;
}

/// <summary>The product as it is.</summary>
internal readonly unsafe struct NoEpilogue<T> : IEpilogue<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static bool IsEmpty => true;

    public void Apply<V>(T* c, nint stride, int column, int rows, int columns)
        where V : unmanaged, ISimd<V, T>
    {
    }
}
