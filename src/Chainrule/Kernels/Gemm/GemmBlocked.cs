using System.Numerics;
using System.Runtime.CompilerServices;

namespace Chainrule.Kernels;

/// <summary>The product in blocks that each stay in one level of cache, for matrices of any size.</summary>
/// <remarks>
/// The loops, outermost first: blocks of columns (a block of B in the L3 cache), blocks of k, blocks of rows (a block
/// of A in the L2 cache), panels of columns (a panel of B is a small part of the L2 cache), tiles of rows (in
/// registers). For a large C and small k, a block of rows is one tile, and the block of B is in the L2 cache. A panel
/// is packed just before its first use, so it is still in cache then; an operand that is used only a few times and
/// whose layout suits the tile is not packed at all. How k is split depends on k alone, so the bits of a sum depend
/// neither on the number of threads nor on its position in C.
/// </remarks>
internal static unsafe class GemmBlocked<V, T, TEpilogue>
    where V : unmanaged, ISimd<V, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TEpilogue : struct, IEpilogue<T>
{
    private const int Line = 64;

    private static int PanelColumns
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 2 * V.Count;
    }

    /// <summary>Computes a rectangle of C, which starts at this column of the whole.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(ref GemmProblem<T> problem, int column, ref TEpilogue epilogue)
    {
        GemmBlocks blocks = GemmBlocks.For<V, T>(problem.M, problem.N, problem.K);
        long strideBytes = (long)problem.StrideA * sizeof(T);
        // If B stays packed, unpacked rows of A reach peak FMA throughput; packing them costs 5 %.
        bool packA = blocks.PacksA(problem.TransposeA, problem.M, strideBytes)
            && (problem.PackedB == null || problem.TransposeA || strideBytes % 4096 == 0);
        bool packB = problem.PackedB == null && blocks.PacksB(problem.TransposeB);
        int panelsInMemory = blocks.RowBlocks > 1 ? blocks.PanelsInBlock : 1;
        bool needsB = packB || (problem.PackedB == null && problem.N % V.Count != 0 && !V.HasMaskedMoves);
        long bytesA = RoundUp(LeftTileLoops<V, T>.Bytes(ref blocks, packA));
        long bytesB = needsB ? RoundUp((long)panelsInMemory * PanelColumns * blocks.Steps * sizeof(T)) : 0;
        byte* memory = bytesA + bytesB is > 0 and long bytes ? (byte*)GemmWorkspace.Get(bytes) : null;
        Run run = new()
        {
            Problem = problem,
            Blocks = blocks,
            Left = new(memory, packA),
            PackedB = needsB ? (T*)(memory + bytesA) : null,
            PackB = packB,
            Column = column,
        };
        for (int panel = 0; panel < blocks.Panels; panel += blocks.PanelsInBlock)
        {
            int panels = Math.Min(blocks.PanelsInBlock, blocks.Panels - panel);
            for (int step = 0; step < problem.K; step += blocks.Steps)
            {
                int steps = Math.Min(blocks.Steps, problem.K - step);
                for (int block = 0; block < blocks.RowBlocks; block++)
                {
                    Block(ref run, block, panel, panels, step, steps, ref epilogue);
                }
            }
        }
    }

    private struct Run
    {
        public GemmProblem<T> Problem;
        public GemmBlocks Blocks;
        public LeftTileLoops<V, T> Left;
        public T* PackedB;
        public bool PackB;
        public int Column;
    }

    private static long RoundUp(long bytes) => (bytes + 4095) & ~4095L;

    // One block of rows times one block of panels, for one block of k.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Block(
        ref Run run, int block, int firstPanel, int panels, int step, int steps, ref TEpilogue epilogue)
    {
        ref GemmProblem<T> problem = ref run.Problem;
        int firstTile = (int)((long)run.Blocks.Tiles * block / run.Blocks.RowBlocks);
        int lastTile = (int)((long)run.Blocks.Tiles * (block + 1) / run.Blocks.RowBlocks);
        int firstRow = run.Blocks.RowOfTile(firstTile, problem.M);
        bool accumulate = problem.Accumulate || step > 0;
        bool isLast = step + steps == problem.K;
        for (int panel = 0; panel < panels; panel++)
        {
            int column = (firstPanel + panel) * PanelColumns;
            int columns = Math.Min(PanelColumns, problem.N - column);
            T* copy = null;
            T* b = RightPanel(ref run, panel, column, columns, step, steps, block == 0, ref copy, out nint stepB);
            for (int tile = firstTile; tile < lastTile; tile++)
            {
                int row = run.Blocks.RowOfTile(tile, problem.M);
                int rows = run.Blocks.RowOfTile(tile + 1, problem.M) - row;
                if (panel == 0) run.Left.Prepare(ref problem, row, rows, row - firstRow, step, steps);
                // The first tile reads b where it is stored, and packs it for the others.
                bool copies = copy != null && tile == firstTile;
                LeftTile<T> a = run.Left.At(ref problem, row, rows, row - firstRow, step, steps);
                T* c = problem.AtC(row, column);
                Ahead ahead = NextLines(
                    ref run, tile - firstTile, panel + 1 < panels && block == 0, column, step, steps);
                GemmTileLoops<V, T>.Multiply(
                    rows, ref a, copies ? problem.AtB(step, column) : b, copies ? problem.StrideB : stepB,
                    copies ? copy : null, in ahead, c, problem.StrideC, columns, accumulate);
                if (!TEpilogue.IsEmpty && isLast)
                {
                    epilogue.Apply<V>(c, problem.StrideC, run.Column + column, rows, columns);
                }
            }
        }
    }

    // Where the tiles find a panel of B: packed earlier, packed now, or as it is stored. If copy is set, the first tile
    // packs the panel.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T* RightPanel(
        ref Run run, int panel, int column, int columns, int step, int steps, bool isFirst, ref T* copy,
        out nint stepB)
    {
        ref GemmProblem<T> problem = ref run.Problem;
        int pad = columns > V.Count ? PanelColumns : V.Count;
        stepB = pad;
        if (problem.PackedB != null) return problem.PackedB + ((nint)column * problem.K) + ((nint)step * pad);
        if (!run.PackB && (columns == pad || V.HasMaskedMoves))
        {
            stepB = problem.StrideB;
            return problem.AtB(step, column);
        }
        T* b = run.PackedB + (run.Blocks.RowBlocks > 1 ? (nint)panel * PanelColumns * steps : 0);
        if (isFirst && columns == PanelColumns && !problem.TransposeB) copy = b;
        else if (isFirst) Packing<V, T>.PackB(ref problem, step, steps, column, columns, pad, b);
        return b;
    }

    // What to prefetch of the next panel, if it will be packed: once B's current panel is packed, the first few tiles
    // prefetch all of it.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Ahead NextLines(ref Run run, int tile, bool isThere, int column, int step, int steps)
    {
        ref GemmProblem<T> problem = ref run.Problem;
        if (!run.PackB || !isThere) return new(problem.A);
        byte* next = (byte*)problem.AtB(step, column + PanelColumns);
        nint stride = problem.StrideB * sizeof(T);
        int lines = steps / GemmTile<V, T>.StepsAtOnce;   // that a tile prefetches
        if (problem.TransposeB)
        {
            // Each tile prefetches along all rows as far as its number of steps allows.
            int along = lines / PanelColumns;
            return tile * along * Line <= steps * sizeof(T)
                ? new(next + (tile * along * Line), stride, BitOperations.Log2((uint)PanelColumns)) : new(next);
        }
        // Steps count down to 1. A row of the panel lies in up to this many lines.
        int parts = (PanelColumns * sizeof(T) / Line) + 1, tilesPerPart = GemmTile<V, T>.StepsAtOnce;
        (int part, int share) = Math.DivRem(tile - 1, tilesPerPart);
        return tile >= 1 && part < parts
            ? new(next + (((share * lines) - 1) * stride) + (part * Line), stride) : new(next);
    }
}
