using System.Numerics;

namespace Chainrule.Kernels;

/// <summary>How to block a product, given its size and the cache sizes.</summary>
/// <remarks>
/// A block of a panel of B (2 registers or 128 bytes wide) takes a sixteenth of the L2 cache and passes through the L1
/// cache at 9 bytes a cycle, where 64 are possible. With shorter blocks the panel would stay in the L1 cache, but C
/// would be read and written more often, which measures 5 % slower. A block of A takes half of the L2 cache; a block of
/// B, used by every block of A, an eighth of the shared L3 cache.
/// </remarks>
internal struct GemmBlocks
{
    /// <summary>The maximum number of steps of k in a block; k is split into nearly equal blocks.</summary>
    public int Steps;

    /// <summary>The number of tiles along the rows: of nearly equal height, none above the maximum.</summary>
    public int Tiles;

    /// <summary>The number of panels along the columns, in total and per block.</summary>
    public int Panels, PanelsInBlock;

    /// <summary>The number of row blocks, and the maximum number of tiles and rows in one.</summary>
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
        // A C larger than the L2 cache, with small k, is written in its own order, one row of tiles after the other,
        // against a block of B that stays in cache: writing strips of 128 bytes down its rows would take an eighth
        // longer from memory.
        bool isInOrder = k <= ProductChoice.MaxSteps && (long)m * n * size > 4L * ProductChoice.BytesInL2;
        int bytesOfPanels = isInOrder ? ProductChoice.BytesInL2 : ProductChoice.BytesInL3;
        blocks.PanelsInBlock = Cut(blocks.Panels, Math.Max(1, bytesOfPanels / panelBytes));
        int tilesInBlock = isInOrder ? 1 : Math.Max(1, ProductChoice.BytesInL2 / (maxRows * blocks.Steps * size));
        blocks.RowBlocks = Quotient(blocks.Tiles, tilesInBlock);
        blocks.TilesInBlock = Quotient(blocks.Tiles, blocks.RowBlocks);
        blocks.RowsInBlock = blocks.TilesInBlock * maxRows;
        return blocks;
    }

    /// <summary>The number of steps in a block, given k.</summary>
    public static int StepsOf(int k) => Cut(k, ProductChoice.MaxSteps);

    /// <summary>Whether to pack op(A), which every panel of columns reads again.</summary>
    // Unpacked, it is read about as fast, in as many streams as the tile has rows, so transposing it pays only for many
    // panels. If A is transposed, packing is a plain copy and costs less. Rows a multiple of 4 KiB apart all map to one
    // set of the L1 cache, which holds about 12 lines.
    public readonly bool PacksA(bool isTransposed, int m, long strideBytes) =>
        Panels >= (isTransposed ? 6 : 9) || (m >= 8 && strideBytes % 4096 == 0);

    /// <summary>Whether to pack op(B), which every tile of rows reads again.</summary>
    public readonly bool PacksB(bool isTransposed) => isTransposed || Tiles >= 4;

    public readonly int RowOfTile(int tile, int m) => (int)((long)tile * m / Tiles);

    // Splits a size into nearly equal pieces, none above the limit.
    private static int Cut(int size, int limit) => Quotient(size, Quotient(size, limit));

    private static int Quotient(int size, int divisor) => (size + divisor - 1) / divisor;
}
