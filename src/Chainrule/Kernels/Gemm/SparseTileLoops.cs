using System.Numerics;
using System.Runtime.CompilerServices;

namespace Chainrule.Kernels;

/// <summary>The width of a sparse tile.</summary>
internal interface ISparseWidth
{
    /// <summary>1, 2, 4 or 6.</summary>
    static abstract int Registers { get; }

    /// <summary>Whether the last register may be only partly used (with 1 or 2 registers).</summary>
    static abstract bool IsMasked { get; }
}

/// <summary>A table of the sparse tile's bodies, filled on first use: see GemmTileLoops.</summary>
internal static unsafe class SparseTileLoops<V, T>
    where V : unmanaged, ISimd<V, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Heights = 4, Widths = 5;

    private static readonly delegate*<int, int*, T*, nint, T*, nint, nint, T*, nint, int, bool, void>* Table =
        (delegate*<int, int*, T*, nint, T*, nint, nint, T*, nint, int, bool, void>*)
            RuntimeHelpers.AllocateTypeAssociatedMemory(
                typeof(SparseTileLoops<V, T>), Widths * Heights * sizeof(void*));

    /// <summary>
    /// The body for 1 to 4 rows, and for as many columns as there are in whole panels, or in part of one.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static delegate*<int, int*, T*, nint, T*, nint, nint, T*, nint, int, bool, void> Choose(
        int rows, int columns)
    {
        int width = columns >= 2 * V.Count ? columns / (2 * V.Count) - 1 : columns > V.Count ? 3 : 4;
        int at = (width * Heights) + rows - 1;
        if (Table[at] == null) Fill(width);
        return Table[at];
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Fill(int width)
    {
        switch (width)
        {
            case 0: Fill<OnePanel>(0); break;
            case 1: Fill<TwoPanels>(1); break;
            case 2: Fill<ThreePanels>(2); break;
            case 3: Fill<PartOfTwo>(3); break;
            default: Fill<PartOfOne>(4); break;
        }
    }

    private static void Fill<TWidth>(int width) where TWidth : struct, ISparseWidth
    {
        delegate*<int, int*, T*, nint, T*, nint, nint, T*, nint, int, bool, void>* row = Table + (width * Heights);
        row[0] = &SparseTile<V, T>.Multiply<Count1, TWidth>;
        row[1] = &SparseTile<V, T>.Multiply<Count2, TWidth>;
        row[2] = &SparseTile<V, T>.Multiply<Count3, TWidth>;
        row[3] = &SparseTile<V, T>.Multiply<Count4, TWidth>;
    }

    private readonly struct OnePanel : ISparseWidth
    {
        public static int Registers => 2;

        public static bool IsMasked => false;
    }

    private readonly struct TwoPanels : ISparseWidth
    {
        public static int Registers => 4;

        public static bool IsMasked => false;
    }

    private readonly struct ThreePanels : ISparseWidth
    {
        public static int Registers => 6;

        public static bool IsMasked => false;
    }

    private readonly struct PartOfTwo : ISparseWidth
    {
        public static int Registers => 2;

        public static bool IsMasked => true;
    }

    private readonly struct PartOfOne : ISparseWidth
    {
        public static int Registers => 1;

        public static bool IsMasked => true;
    }
}
