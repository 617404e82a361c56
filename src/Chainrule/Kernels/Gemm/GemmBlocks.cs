using System.Numerics;

namespace Chainrule.Kernels;

/// <summary>How a product is cut, from its sizes and the caches'.</summary>
/// <remarks>
/// A panel of B (2 registers, 128 bytes wide) with its steps of k takes a sixteenth of the second level and passes
/// through the first at 9 bytes a cycle, of the 64 that come; shorter blocks, whose panel would stay in the first,
/// mean reading and writing C more often, and measure 5 % slower. A block of A takes half of the second level; a
/// block of B, used by every block of A, an eighth of the third, which is shared.
/// </remarks>
internal struct GemmBlocks
{
    /// <summary>The most elements of k in a block; a whole k is cut into nearly equal blocks.</summary>
    public int Steps;

    /// <summary>Tiles along the rows: nearly equal heights, none above the tallest.</summary>
    public int Tiles;

    /// <summary>Panels along the columns, all in all and in a block.</summary>
    public int Panels, PanelsInBlock;

    /// <summary>Blocks of rows, and the most tiles and rows in one.</summary>
    public int RowBlocks, TilesInBlock, RowsInBlock;

    public static GemmBlocks For<V, T>(int m, int n, int k)
        where V : unmanaged, ISimd<V, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int maxRows = GemmTile<V, T>.MaxRows;
        int panelColumns = 2 * V.Count;
        int size = typeof(T) == typeof(float) ? sizeof(float) : sizeof(double);
        GemmBlocks blocks;
        blocks.Steps = StepsOf(k);
        blocks.Tiles = Quotient(m, maxRows);
        blocks.Panels = Quotient(n, panelColumns);
        int panelBytes = panelColumns * blocks.Steps * size;
        // C beyond the second level, of few steps, is passed through in its own order, a row of tiles after the other,
        // past a block of B that stays there: strips of 128 bytes down its rows take an eighth longer from memory.
        bool isInOrder = k <= MaxSteps && (long)m * n * size > 2L * CacheSizes.L2;
        int bytesOfPanels = isInOrder ? CacheSizes.L2 / 2 : CacheSizes.L3 / 8;
        blocks.PanelsInBlock = Cut(blocks.Panels, Math.Max(1, bytesOfPanels / panelBytes));
        int tilesInBlock = isInOrder ? 1 : Math.Max(1, CacheSizes.L2 / 2 / (maxRows * blocks.Steps * size));
        blocks.RowBlocks = Quotient(blocks.Tiles, tilesInBlock);
        blocks.TilesInBlock = Quotient(blocks.Tiles, blocks.RowBlocks);
        blocks.RowsInBlock = blocks.TilesInBlock * maxRows;
        return blocks;
    }

    /// <summary>
    /// The longest block along k: the same for every width of vectors, so that they sum in the same order.
    /// </summary>
    public static int MaxSteps { get; } = Math.Max(64, CacheSizes.L2 / 16 / 128);

    /// <summary>The steps of a block where there are k in all.</summary>
    public static int StepsOf(int k) => Cut(k, MaxSteps);

    /// <summary>Whether op(A) is packed: every panel of columns reads it again.</summary>
    // As it is stored it is read about as fast, in as many streams as the tile has rows; so turning it over pays for
    // many panels only. A transposed one is copied as it is, which costs less. Rows a multiple of 4 KiB apart all
    // fall into one set of the first level, which holds 12 lines or so.
    public readonly bool PacksA(bool isTransposed, int m, long strideBytes) =>
        Panels >= (isTransposed ? 6 : 9) || (m >= 8 && strideBytes % 4096 == 0);

    /// <summary>Whether op(B) is packed: every tile of rows reads it again.</summary>
    public readonly bool PacksB(bool isTransposed) => isTransposed || Tiles >= 4;

    public readonly int RowOfTile(int tile, int m) => (int)((long)tile * m / Tiles);

    // The size of nearly equal pieces, none above the limit.
    private static int Cut(int size, int limit) => Quotient(size, Quotient(size, limit));

    private static int Quotient(int size, int divisor) => (size + divisor - 1) / divisor;
}
