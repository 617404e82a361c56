using System.Runtime.CompilerServices;

namespace Chainrule.Kernels;

/// <summary>
/// A chain of elementwise functions, run tile by tile so that intermediate values stay in the L1 cache. Operands are
/// numbered: first the inputs, then the result of each instruction in turn.
/// </summary>
/// <remarks>
/// One step of a small network is a dozen such chains on a few hundred numbers, so everything but the arithmetic is
/// done in advance: the position of an operand's tile follows from its start and its stride, and most programs are a
/// single tile.
/// </remarks>
internal sealed unsafe class ElementwiseProgram : Kernel
{
    // A tile of 1,024 doubles is 8 KiB: a handful of operands fit in an L1 cache of 32 KiB or more.
    private const int TileElements = 1024;

    // With fewer instruction results, a second thread costs more than it saves.
    private const int ResultsToShare = 64 * 1024;

    private readonly int elementSize;
    private readonly TileInput[] inputs;
    private readonly int[] repeated;     // inputs whose tile is filled once per run
    private readonly int[] moving;       // inputs whose tile must be located, or gathered, for each tile
    private readonly Call[] calls;
    private readonly int length;
    private readonly int row;            // length of the longest repeating row; 1 if there is none
    private readonly int tile;           // elements per tile
    private readonly int tileCount;
    private readonly Workers workers;
    private readonly WorkSplit split;
    private readonly Scratch[] scratch;  // one per thread

    /// <summary>Creates a program on pinned arrays.</summary>
    /// <param name="type">The type of all elements.</param>
    /// <param name="shape">The shape of all results, to which the inputs are broadcast.</param>
    /// <param name="inputs">The arrays to read.</param>
    /// <param name="instructions">What to compute, in order.</param>
    /// <param name="workers">The threads to run on.</param>
    public ElementwiseProgram(
        ElementType type, ReadOnlySpan<int> shape, TileInput[] inputs, Instruction[] instructions, Workers workers)
    {
        elementSize = type == ElementType.Float64 ? sizeof(double) : sizeof(float);
        this.inputs = inputs;
        this.workers = workers;
        length = 1;
        foreach (int axis in shape) length *= axis;
        row = 1;
        foreach (TileInput input in inputs)
            if (input.Layout == InputLayout.Row) row = Math.Max(row, input.Length);
        // A tile starts at the start of a row, or lies within one row, so that a repeating row looks the same to every
        // tile.
        tile = row >= TileElements ? TileElements : TileElements / row * row;
        tileCount = row > tile ? length / row * RowTiles : (length + tile - 1) / tile;
        int operands = inputs.Length + instructions.Length;
        calls = [.. instructions.Select((instruction, i) => new Call(instruction, inputs.Length + i, operands))];
        repeated = Numbers(input => !input.IsConstant && Repeats(input));
        moving = Numbers(input => input.Layout != InputLayout.Dense && !Repeats(input));
        bool isShared = (long)length * instructions.Length >= ResultsToShare;
        split = new(isShared ? workers.Count : 1, areDivided: tileCount >= 16 * workers.Count);
        scratch = new Scratch[split.Count];
        for (int i = 0; i < scratch.Length; i++) scratch[i] = new Scratch(this, instructions);
    }

    private int RowTiles => (row + tile - 1) / tile;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run()
    {
        if (scratch.Length == 1)
        {
            RunTiles(scratch[0], 0, tileCount);
            return;
        }
        var job = new Job { Program = this };
        workers.Run(ref job, split.Parts);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void RunTiles(Scratch own, int first, int last)
    {
        Operand* operands = own.Operands;
        foreach (int i in repeated) inputs[i].Repeat(Math.Min(tile, length), operands[i].Start);
        for (int index = first; index < last; index++)
        {
            (int start, int count) = TileAt(index);
            foreach (int i in moving) Move(ref operands[i], inputs[i], start, count, own.Tile(i));
            foreach (ref readonly Call call in calls.AsSpan())
            {
                call.Loop.Run(
                    count, operands[call.A].At(start), operands[call.B].At(start), operands[call.C].At(start),
                    operands[call.Result].At(start));
            }
        }
    }

    private void Move(ref Operand operand, TileInput input, int start, int count, byte* tileMemory)
    {
        if (input.Layout == InputLayout.Row && input.Length == row)
            operand.Start = input.Data + ((nint)(start % row) * elementSize);
        else input.Gather(start, count, operand.Start = tileMemory);
    }

    // Scalars, and rows shorter than a tile, fill a tile once, which serves for the whole run.
    private bool Repeats(TileInput input) =>
        input.Layout == InputLayout.Scalar || (input.Layout == InputLayout.Row && row <= tile);

    private int[] Numbers(Func<TileInput, bool> isOne) =>
        [.. Enumerable.Range(0, inputs.Length).Where(i => isOne(inputs[i]))];

    private (int Start, int Count) TileAt(int index)
    {
        if (row <= tile) return (index * tile, Math.Min(tile, length - (index * tile)));
        (int rowIndex, int part) = Math.DivRem(index, RowTiles);
        return ((rowIndex * row) + (part * tile), Math.Min(tile, row - (part * tile)));
    }

    private struct Job : IJob
    {
        public ElementwiseProgram Program;

        public readonly void Run(int part, int thread)
        {
            int first = Program.split.Start(part, Program.tileCount),
                last = Program.split.Start(part + 1, Program.tileCount);
            Program.RunTiles(Program.scratch[thread], first, last);
        }
    }

    /// <summary>An instruction with a number for every operand; `none` stands for the ones it does not take.</summary>
    private readonly struct Call(in Instruction instruction, int result, int none)
    {
        public readonly ElementLoop Loop = instruction.Loop;
        public readonly int A = instruction.A, B = instruction.B < 0 ? none : instruction.B,
            C = instruction.C < 0 ? none : instruction.C, Result = result;
    }

    /// <summary>Where the tiles of an operand are: one after another in an array, or all in one place.</summary>
    private struct Operand
    {
        public byte* Start;
        public nint Step;     // bytes from element to element; 0 if every tile is in the same place

        public readonly void* At(nint element) => Start + (element * Step);
    }

    /// <summary>One thread's operands, with memory for one tile of each.</summary>
    private sealed class Scratch
    {
        private readonly Operand[] operands;
        private readonly byte[] memory;
        private readonly int tileBytes;
        private readonly byte* start;

        public Scratch(ElementwiseProgram program, Instruction[] instructions)
        {
            tileBytes = ((program.tile * program.elementSize) + 63) & -64;
            TileInput[] inputs = program.inputs;
            // The last one stands for an operand that a function does not take.
            int count = inputs.Length + instructions.Length;
            operands = GC.AllocateArray<Operand>(count + 1, pinned: true);
            memory = GC.AllocateUninitializedArray<byte>((count * tileBytes) + 64, pinned: true);
            fixed (byte* address = memory) start = (byte*)(((nint)address + 63) & -64);
            fixed (Operand* address = operands) Operands = address;
            for (int i = 0; i < inputs.Length; i++)
            {
                bool isDense = inputs[i].Layout == InputLayout.Dense;
                operands[i] = isDense
                    ? new() { Start = inputs[i].Data, Step = program.elementSize }
                    : new() { Start = Tile(i) };
                if (inputs[i].IsConstant && program.Repeats(inputs[i]))
                    inputs[i].Repeat(Math.Min(program.tile, program.length), Tile(i));
            }
            for (int i = 0; i < instructions.Length; i++)
            {
                int result = inputs.Length + i;
                operands[result] = instructions[i].Output is null
                    ? new() { Start = Tile(result) }
                    : new() { Start = (byte*)instructions[i].Output, Step = program.elementSize };
            }
        }

        public Operand* Operands { get; }

        public byte* Tile(int operand) => start + ((nint)operand * tileBytes);
    }
}
