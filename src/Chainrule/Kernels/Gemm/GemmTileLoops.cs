using System.Numerics;
using System.Runtime.CompilerServices;

namespace Chainrule.Kernels;

/// <summary>A table of the tile's bodies: the one place that chooses among them at run time.</summary>
/// <remarks>
/// A row of the table holds the 14 heights for one width and layout. It is filled on first use, so that only bodies
/// that some product needs are compiled.
/// </remarks>
internal static unsafe class GemmTileLoops<V, T>
    where V : unmanaged, ISimd<V, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Heights = 14;

    private static readonly delegate*<nint, T*, nint, T*, nint, T*, in Ahead, T*, nint, int, bool, void>* Table =
        Allocate();

    // The number of columns, at most two registers, selects the width; a is read as its layout says. If copy is given,
    // two whole registers of b are packed there along the way.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Multiply(
        int rows, ref LeftTile<T> a, T* b, nint stepB, T* copy, in Ahead ahead, T* c, nint strideC,
        int columns, bool accumulate) =>
        Choose(rows, columns, a.Layout, copy != null)(
            a.Steps, a.Start, a.Step, b, stepB, copy, in ahead, c, strideC, columns, accumulate);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static delegate*<nint, T*, nint, T*, nint, T*, in Ahead, T*, nint, int, bool, void> Choose(
        int rows, int columns, TileLayout layout, bool copies)
    {
        int width = copies ? 3 : columns == 2 * V.Count ? 0 : columns > V.Count ? 1 : 2;
        int at = ((((int)layout * 4) + width) * Heights) + rows - 1;
        delegate*<nint, T*, nint, T*, nint, T*, in Ahead, T*, nint, int, bool, void> tile = Table[at];
        return tile == null ? Fill(at) : tile;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static delegate*<nint, T*, nint, T*, nint, T*, in Ahead, T*, nint, int, bool, void> Fill(int at)
    {
        switch (at / Heights)
        {
            case 0: Fill<TwoRegisters, ColumnsApart>(0); break;
            case 1: Fill<TwoMasked, ColumnsApart>(1); break;
            case 2: Fill<OneMasked, ColumnsApart>(2); break;
            case 3: Fill<TwoCopied, ColumnsApart>(3); break;
            case 4: Fill<TwoRegisters, RowsApart>(4); break;
            case 5: Fill<TwoMasked, RowsApart>(5); break;
            case 6: Fill<OneMasked, RowsApart>(6); break;
            default: Fill<TwoCopied, RowsApart>(7); break;
        }
        return Table[at];
    }

    private static void Fill<TWidth, TLayout>(int index)
        where TWidth : struct, ITileWidth
        where TLayout : struct, ITileLayout
    {
        delegate*<nint, T*, nint, T*, nint, T*, in Ahead, T*, nint, int, bool, void>* row =
            Table + (index * Heights);
        row[0] = &GemmTile<V, T>.Multiply<Count1, TWidth, TLayout>;
        row[1] = &GemmTile<V, T>.Multiply<Count2, TWidth, TLayout>;
        row[2] = &GemmTile<V, T>.Multiply<Count3, TWidth, TLayout>;
        row[3] = &GemmTile<V, T>.Multiply<Count4, TWidth, TLayout>;
        row[4] = &GemmTile<V, T>.Multiply<Count5, TWidth, TLayout>;
        row[5] = &GemmTile<V, T>.Multiply<Count6, TWidth, TLayout>;
        row[6] = &GemmTile<V, T>.Multiply<Count7, TWidth, TLayout>;
        row[7] = &GemmTile<V, T>.Multiply<Count8, TWidth, TLayout>;
        row[8] = &GemmTile<V, T>.Multiply<Count9, TWidth, TLayout>;
        row[9] = &GemmTile<V, T>.Multiply<Count10, TWidth, TLayout>;
        row[10] = &GemmTile<V, T>.Multiply<Count11, TWidth, TLayout>;
        row[11] = &GemmTile<V, T>.Multiply<Count12, TWidth, TLayout>;
        row[12] = &GemmTile<V, T>.Multiply<Count13, TWidth, TLayout>;
        row[13] = &GemmTile<V, T>.Multiply<Count14, TWidth, TLayout>;
    }

    private static delegate*<nint, T*, nint, T*, nint, T*, in Ahead, T*, nint, int, bool, void>* Allocate() =>
        (delegate*<nint, T*, nint, T*, nint, T*, in Ahead, T*, nint, int, bool, void>*)
            RuntimeHelpers.AllocateTypeAssociatedMemory(typeof(GemmTileLoops<V, T>), 8 * Heights * sizeof(void*));
}
