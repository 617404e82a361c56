using System.Numerics;
using System.Runtime.CompilerServices;

namespace Chainrule.Kernels;

/// <summary>The product in blocks that stay in a cache each, for matrices of any size.</summary>
/// <remarks>
/// Loops, from the outside: columns in blocks (B's block in the third level), k in blocks, rows in blocks (A's block
/// in the second level), panels of columns (B's panel a small part of the second), tiles of rows (registers). A panel
/// is packed just before its first use, so it is still in a near cache then; an operand that is used only a few times
/// and whose layout suits the tile is not packed at all. The cuts along k depend on k alone, so the bits of a sum
/// depend on neither the number of threads nor on the part of C that it lies in.
/// </remarks>
internal static unsafe class GemmBlocked<V, T, TEpilogue>
    where V : unmanaged, ISimd<V, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TEpilogue : struct, IEpilogue<T>
{
    private static int PanelColumns
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 2 * V.Count;
    }

    /// <summary>The rectangle of the product that starts at this column of the whole.</summary>
    public static void Multiply(ref GemmProblem<T> problem, int column, ref TEpilogue epilogue)
    {
        GemmBlocks blocks = GemmBlocks.For<V, T>(problem.M, problem.N, problem.K);
        bool leavesOut = problem.SeeksZeros && (problem.IsFiniteB || blocks.Tiles > 1);
        blocks.IsFirstShort = leavesOut && !problem.IsFiniteB;
        long strideBytes = (long)problem.StrideA * sizeof(T);
        // Against a B that stays packed, rows as they are stored reach the processor's peak; packing them costs 5 %.
        bool packA = blocks.PacksA(problem.TransposeA, problem.M, strideBytes)
            && (problem.PackedB == null || problem.TransposeA || strideBytes % 4096 == 0);
        bool packB = problem.PackedB == null && blocks.PacksB(problem.TransposeB);
        int panelsInMemory = blocks.RowBlocks > 1 ? blocks.PanelsInBlock : 1;
        long bytesA = RoundUp(LeftTiles<V, T>.Bytes(ref blocks, packA, leavesOut));
        long bytesB = RoundUp((long)panelsInMemory * PanelColumns * blocks.Steps * sizeof(T));
        bool needsB = packB || (problem.PackedB == null && problem.N % V.Count != 0 && !V.HasMaskedMoves);
        byte* memory = bytesA > 0 || needsB ? (byte*)GemmWorkspace.Get(bytesA + (needsB ? bytesB : 0)) : null;
        Run run = new()
        {
            Problem = problem,
            Blocks = blocks,
            Left = new(memory, ref blocks, packA, leavesOut),
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
        public LeftTiles<V, T> Left;
        public T* PackedB;
        public bool PackB;
        public int Column;
    }

    private static long RoundUp(long bytes) => (bytes + 4095) & ~4095L;

    // One block of rows against one block of panels, for one block of k.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Block(
        ref Run run, int block, int firstPanel, int panels, int step, int steps, ref TEpilogue epilogue)
    {
        ref GemmProblem<T> problem = ref run.Problem;
        int maxRows = GemmTile<V, T>.MaxRows;
        int firstTile = (int)((long)run.Blocks.Tiles * block / run.Blocks.RowBlocks);
        int lastTile = (int)((long)run.Blocks.Tiles * (block + 1) / run.Blocks.RowBlocks);
        int firstRow = run.Blocks.RowOfTile(firstTile, problem.M, maxRows);
        bool accumulate = problem.Accumulate || step > 0;
        bool isLast = step + steps == problem.K;
        for (int panel = 0; panel < panels; panel++)
        {
            int column = (firstPanel + panel) * PanelColumns;
            int columns = Math.Min(PanelColumns, problem.N - column);
            T* copy = null;
            T* b = RightPanel(ref run, panel, column, columns, step, steps, block == 0, ref copy, out nint stepB);
            bool mayLeaveOut = problem.IsFiniteB;
            for (int tile = firstTile; tile < lastTile; tile++)
            {
                int row = run.Blocks.RowOfTile(tile, problem.M, maxRows);
                int rows = run.Blocks.RowOfTile(tile + 1, problem.M, maxRows) - row;
                if (panel == 0)
                    run.Left.Prepare(ref problem, tile - firstTile, row, rows, row - firstRow, step, steps);
                // The first tile reads b where it is stored, and packs it for the others.
                bool copies = copy != null && tile == firstTile;
                LeftTile<T> a = run.Left.At(
                    ref problem, tile - firstTile, row, rows, row - firstRow, step, steps, mayLeaveOut && !copies);
                T* c = problem.AtC(row, column);
                GemmTiles<V, T>.Multiply(
                    rows, ref a, copies ? problem.AtB(step, column) : b, copies ? problem.StrideB : stepB,
                    copies ? copy : null, c, problem.StrideC, columns, accumulate);
                // The first tile takes every step: where its sums are finite, so is all of b.
                if (tile == firstTile && run.Left.LeavesOutZeros && !mayLeaveOut)
                    mayLeaveOut = ZeroSteps<V, T>.AreFinite(c, problem.StrideC, rows, columns);
                if (!TEpilogue.IsEmpty && isLast)
                {
                    epilogue.Apply<V>(c, problem.StrideC, run.Column + column, rows, columns);
                }
            }
        }
    }

    // Where the tiles find a panel of B: packed before or now, or as it is stored. Where copy is set, the panel is the
    // first tile's to pack.
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
}
