using System.Numerics;

namespace Chainrule.Kernels;

/// <summary>op(A) as the tiles of a block read it: as stored, or packed.</summary>
internal readonly unsafe struct LeftTileLoops<V, T>(byte* memory, bool packs)
    where V : unmanaged, ISimd<V, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T* panels = (T*)memory;

    /// <summary>The number of bytes that packing needs.</summary>
    public static long Bytes(ref GemmBlocks blocks, bool packs) =>
        packs ? (long)blocks.RowsInBlock * blocks.Steps * sizeof(T) : 0;

    /// <summary>Packs a tile for a block of k if necessary; call it before the first use.</summary>
    public void Prepare(ref GemmProblem<T> problem, int row, int rows, int rowInBlock, int step, int steps)
    {
        if (packs) Packing<V, T>.PackA(ref problem, step, steps, row, rows, Panel(rowInBlock, steps));
    }

    /// <summary>The tile, once it has been prepared.</summary>
    public LeftTile<T> At(ref GemmProblem<T> problem, int row, int rows, int rowInBlock, int step, int steps) =>
        packs
            ? new() { Start = Panel(rowInBlock, steps), Step = rows, Steps = steps }
            : new()
            {
                Start = problem.AtA(row, step),
                Step = problem.StrideA,
                Layout = problem.TransposeA ? TileLayout.ColumnsApart : TileLayout.RowsApart,
                Steps = steps,
            };

    private T* Panel(int rowInBlock, int steps) => panels + ((nint)rowInBlock * steps);
}
