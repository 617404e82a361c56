using System.Numerics;

namespace Chainrule.Kernels;

/// <summary>
/// op(A) as the tiles of a block read it: as it is stored, packed, or packed without the steps of k that are zero.
/// </summary>
/// <remarks>
/// Data is often zero: the ground of a picture, the words that a text lacks, one-hot columns. A step that is zero in
/// all rows of a tile adds ±0 to sums that began at +0, which changes no bit of them; so it is left out, and with it
/// its row of B. Rows of 13 digits leave half of their 784 pixels, 14 neighbouring pixels 6 of 10 digits.
/// </remarks>
internal unsafe struct LeftTiles<V, T>
    where V : unmanaged, ISimd<V, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T* panels;
    private readonly int room;           // for the steps of a tile, in elements
    private readonly bool packs;

    // Of each tile of a block how many steps are kept, and which; null where zeros are not looked for.
    private readonly int* counts, lists;
    private readonly T* scratch;

    public LeftTiles(byte* memory, ref GemmBlocks blocks, bool packs, bool leavesOutZeros)
    {
        this.packs = packs;
        room = Room(ref blocks);
        panels = (T*)memory;
        if (!leavesOutZeros) return;
        scratch = panels + PanelElements(ref blocks);
        lists = (int*)(scratch + room);
        counts = lists + (blocks.TilesInBlock * room);
    }

    /// <summary>Whether steps that are zero are left out.</summary>
    public readonly bool LeavesOutZeros => counts != null;

    /// <summary>The bytes of memory that it needs.</summary>
    public static long Bytes(ref GemmBlocks blocks, bool packs, bool leavesOutZeros)
    {
        if (!leavesOutZeros) return packs ? PanelElements(ref blocks) * sizeof(T) : 0;
        int room = Room(ref blocks);
        return ((PanelElements(ref blocks) + room) * sizeof(T)) + (blocks.TilesInBlock * (room + 1L) * sizeof(int));
    }

    /// <summary>Before the first use of a tile for a block of k.</summary>
    public readonly void Prepare(
        ref GemmProblem<T> problem, int tile, int row, int rows, int rowInBlock, int step, int steps)
    {
        T* panel = Panel(rowInBlock, steps);
        if (counts != null)
        {
            int* kept = List(tile);
            int count = ZeroSteps<V, T>.Find(ref problem, row, rows, step, steps, kept, scratch);
            // Looking up a step's row of B, and waiting for it out of turn, costs a little.
            counts[tile] = count = 4 * count <= 3 * steps ? Math.Max(1, count) : steps;
            if (count < steps)
            {
                ZeroSteps<V, T>.Pack(ref problem, row, rows, step, steps, kept, count, panel);
                return;
            }
        }
        if (packs) Packing<V, T>.PackA(ref problem, step, steps, row, rows, panel);
    }

    /// <summary>A tile that has been prepared; with all its steps where none may be left out.</summary>
    public readonly LeftTile<T> At(
        ref GemmProblem<T> problem, int tile, int row, int rows, int rowInBlock, int step, int steps, bool mayLeaveOut)
    {
        int count = counts == null ? steps : counts[tile];
        LeftTile<T> result = new() { Start = Panel(rowInBlock, steps), Step = rows, Steps = steps };
        if (count < steps && mayLeaveOut)
        {
            result.Layout = TileLayout.ColumnsListed;
            result.Kept = List(tile);
            result.Steps = count;
        }
        else if (!packs || count < steps)
        {
            result.Start = problem.AtA(row, step);
            result.Step = problem.StrideA;
            result.Layout = problem.TransposeA ? TileLayout.ColumnsApart : TileLayout.RowsApart;
        }
        return result;
    }

    private readonly T* Panel(int rowInBlock, int steps) => panels + ((nint)rowInBlock * steps);

    private readonly int* List(int tile) => lists + ((nint)tile * room);

    // The search writes whole registers.
    private static int Room(ref GemmBlocks blocks) => blocks.Steps + V.Count;

    private static long PanelElements(ref GemmBlocks blocks) => (long)blocks.RowsInBlock * blocks.Steps;
}
