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
        long strideBytes = (long)problem.StrideA * sizeof(T);
        // Against a B that stays packed, rows as they are stored reach the processor's peak; packing them costs 5 %.
        bool packA = blocks.PacksA(problem.TransposeA, problem.M, strideBytes)
            && (problem.PackedB == null || problem.TransposeA || strideBytes % 4096 == 0);
        bool packB = problem.PackedB == null && blocks.PacksB(problem.TransposeB);
        int panelsInMemory = blocks.RowBlocks > 1 ? blocks.PanelsInBlock : 1;
        long bytesA = packA ? RoundUp((long)blocks.RowsInBlock * blocks.Steps * sizeof(T)) : 0;
        long bytesB = RoundUp((long)panelsInMemory * PanelColumns * blocks.Steps * sizeof(T));
        bool needsB = packB || (problem.PackedB == null && problem.N % V.Count != 0 && !V.HasMaskedMoves);
        byte* memory = packA || needsB ? (byte*)GemmWorkspace.Get(bytesA + (needsB ? bytesB : 0)) : null;
        Run run = new()
        {
            Problem = problem,
            Blocks = blocks,
            PackedA = packA ? (T*)memory : null,
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
        public T* PackedA, PackedB;
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
        int firstTile = (int)((long)run.Blocks.Tiles * block / run.Blocks.RowBlocks);
        int lastTile = (int)((long)run.Blocks.Tiles * (block + 1) / run.Blocks.RowBlocks);
        int firstRow = run.Blocks.RowOfTile(firstTile, problem.M);
        bool accumulate = problem.Accumulate || step > 0;
        bool isLast = step + steps == problem.K;
        for (int panel = 0; panel < panels; panel++)
        {
            int column = (firstPanel + panel) * PanelColumns;
            int columns = Math.Min(PanelColumns, problem.N - column);
            int pad = columns > V.Count ? PanelColumns : V.Count;
            T* b;
            nint stepB = pad;
            T* copy = null;
            if (problem.PackedB != null)
            {
                b = problem.PackedB + ((nint)column * problem.K) + ((nint)step * pad);
            }
            else if (run.PackB || (columns < pad && !V.HasMaskedMoves))
            {
                b = run.PackedB + (run.Blocks.RowBlocks > 1 ? (nint)panel * PanelColumns * steps : 0);
                if (block == 0 && columns == PanelColumns && !problem.TransposeB) copy = b;
                else if (block == 0) Packing<V, T>.PackB(ref problem, step, steps, column, columns, pad, b);
            }
            else
            {
                b = problem.AtB(step, column);
                stepB = problem.StrideB;
            }
            for (int tile = firstTile; tile < lastTile; tile++)
            {
                int row = run.Blocks.RowOfTile(tile, problem.M);
                int rows = run.Blocks.RowOfTile(tile + 1, problem.M) - row;
                T* a = problem.AtA(row, step);
                nint stepA = problem.StrideA;
                bool isApart = !problem.TransposeA;
                if (run.PackedA != null)
                {
                    a = run.PackedA + ((nint)(row - firstRow) * steps);
                    if (panel == 0) Packing<V, T>.PackA(ref problem, step, steps, row, rows, a);
                    stepA = rows;
                    isApart = false;
                }
                T* c = problem.AtC(row, column);
                // The first tile reads b where it is stored, and packs it for the others.
                bool copies = copy != null && tile == firstTile;
                GemmTiles<V, T>.Multiply(
                    rows, steps, a, stepA, isApart, copies ? problem.AtB(step, column) : b,
                    copies ? problem.StrideB : stepB, copies ? copy : null, c, problem.StrideC, columns, accumulate);
                if (!TEpilogue.IsEmpty && isLast)
                {
                    epilogue.Apply<V>(c, problem.StrideC, run.Column + column, rows, columns);
                }
            }
        }
    }
}
