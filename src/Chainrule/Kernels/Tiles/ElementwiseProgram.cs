namespace Chainrule.Kernels;

/// <summary>
/// A chain of elementwise functions, run tile by tile so that the values between them stay in the first-level cache.
/// Each operand has a number: first the inputs, then the result of each instruction in turn.
/// </summary>
internal sealed unsafe class ElementwiseProgram : Kernel
{
    // A tile of 1,024 doubles is 8 KiB: a handful of operands fits into a first-level cache of 32 KiB or more.
    private const int TileElements = 1024;

    // Below this many elements a step a second thread costs more than it saves.
    private const int ElementsToShare = 64 * 1024;

    private readonly ElementType type;
    private readonly int elementSize;
    private readonly TileInput[] inputs;
    private readonly Instruction[] instructions;
    private readonly int length;
    private readonly int row;            // elements of the longest repeating row, 1 without one
    private readonly int tile;           // elements in a tile
    private readonly int tileCount;
    private readonly Workers workers;
    private readonly Scratch[] scratch;  // one for each thread

    /// <summary>A program on arrays that stay where they are.</summary>
    /// <param name="type">The type of all elements.</param>
    /// <param name="shape">The shape to which the inputs are broadcast and which all results have.</param>
    /// <param name="inputs">The arrays to read.</param>
    /// <param name="instructions">What to compute, in order.</param>
    /// <param name="workers">The threads.</param>
    public ElementwiseProgram(
        ElementType type, ReadOnlySpan<int> shape, TileInput[] inputs, Instruction[] instructions, Workers workers)
    {
        this.type = type;
        elementSize = type == ElementType.Float64 ? sizeof(double) : sizeof(float);
        this.inputs = inputs;
        this.instructions = instructions;
        this.workers = workers;
        length = 1;
        foreach (int axis in shape) length *= axis;
        row = 1;
        foreach (TileInput input in inputs)
            if (input.Layout == InputLayout.Row) row = Math.Max(row, input.Length);
        // Tiles begin at the start of a row, or lie within one row, so that a repeating row meets every tile alike.
        tile = row >= TileElements ? TileElements : TileElements / row * row;
        tileCount = row > tile ? length / row * RowTiles : (length + tile - 1) / tile;
        int threads = length >= ElementsToShare ? Math.Max(1, workers.Count) : 1;
        scratch = new Scratch[threads];
        for (int i = 0; i < threads; i++)
        {
            scratch[i] = new Scratch(inputs.Length + instructions.Length, tile * elementSize);
            FillRepeated(scratch[i], constants: true);
        }
    }

    private int RowTiles => (row + tile - 1) / tile;

    public override void Run()
    {
        if (length == 0) return;
        var job = new Job { Program = this };
        if (scratch.Length == 1) job.Run(0);
        else workers.Run(ref job, scratch.Length);
    }

    private void RunTiles(Scratch own, int first, int last)
    {
        byte** operands = own.Operands;
        FillRepeated(own, constants: false);
        for (int index = first; index < last; index++)
        {
            (int start, int count) = TileAt(index);
            for (int i = 0; i < inputs.Length; i++)
            {
                TileInput input = inputs[i];
                switch (input.Layout)
                {
                    case InputLayout.Dense: operands[i] = input.Data + ((nint)start * elementSize); break;
                    case InputLayout.Row when input.Length > tile || row > tile:
                        if (input.Length == row) operands[i] = input.Data + ((nint)(start % row) * elementSize);
                        else input.Gather(start, count, operands[i] = own.Tile(i));
                        break;
                    case InputLayout.Strided: input.Gather(start, count, operands[i] = own.Tile(i)); break;
                }
            }
            for (int i = 0; i < instructions.Length; i++)
            {
                ref readonly Instruction instruction = ref instructions[i];
                int result = inputs.Length + i;
                operands[result] = instruction.Output is null
                    ? own.Tile(result)
                    : (byte*)instruction.Output + ((nint)start * elementSize);
                byte* a = operands[instruction.A];
                byte* b = instruction.B < 0 ? null : operands[instruction.B];
                byte* c = instruction.C < 0 ? null : operands[instruction.C];
                byte* y = operands[result];
                switch (type)
                {
                    case ElementType.Float32:
                        instruction.Function.Apply(count, (float*)a, (float*)b, (float*)c, (float*)y);
                        break;
                    case ElementType.Float64:
                        instruction.Function.Apply(count, (double*)a, (double*)b, (double*)c, (double*)y);
                        break;
                    default: instruction.Function.Apply(count, (int*)a, (int*)b, (int*)c, (int*)y); break;
                }
            }
        }
    }

    /// <summary>Scalars, and rows shorter than a tile, fill their tile once: it serves every tile of the run.</summary>
    private void FillRepeated(Scratch own, bool constants)
    {
        int count = Math.Min(tile, length);
        for (int i = 0; i < inputs.Length; i++)
        {
            TileInput input = inputs[i];
            if (input.IsConstant != constants) continue;
            if (input.Layout == InputLayout.Scalar || (input.Layout == InputLayout.Row && row <= tile))
                input.Gather(0, count, own.Operands[i] = own.Tile(i));
        }
    }

    private (int Start, int Count) TileAt(int index)
    {
        if (row <= tile) return (index * tile, Math.Min(tile, length - (index * tile)));
        (int rowIndex, int part) = Math.DivRem(index, RowTiles);
        return ((rowIndex * row) + (part * tile), Math.Min(tile, row - (part * tile)));
    }

    private struct Job : IJob
    {
        public ElementwiseProgram Program;

        public readonly void Run(int part)
        {
            int parts = Program.scratch.Length;
            int first = (int)((long)Program.tileCount * part / parts),
                last = (int)((long)Program.tileCount * (part + 1) / parts);
            Program.RunTiles(Program.scratch[part], first, last);
        }
    }

    /// <summary>One thread's tiles.</summary>
    private sealed class Scratch
    {
        private readonly nint[] operands;
        private readonly byte[] memory;
        private readonly int tileBytes;
        private readonly byte* start;

        public Scratch(int count, int tileBytes)
        {
            this.tileBytes = (tileBytes + 63) & -64;
            operands = GC.AllocateArray<nint>(count, pinned: true);
            memory = GC.AllocateUninitializedArray<byte>((count * this.tileBytes) + 64, pinned: true);
            fixed (byte* address = memory) start = (byte*)(((nint)address + 63) & -64);
            fixed (nint* address = operands) Operands = (byte**)address;
        }

        public byte** Operands { get; }

        public byte* Tile(int operand) => start + ((nint)operand * tileBytes);
    }
}

/// <summary>The element types that an elementwise program computes with.</summary>
internal enum ElementType
{
    Float32,
    Float64,
    Int32,
}

/// <summary>One function of a program: the numbers of its operands (−1: none), and where its result goes.</summary>
/// <param name="function">What is computed.</param>
/// <param name="a">The first operand.</param>
/// <param name="b">The second operand, or −1.</param>
/// <param name="c">The third operand, or −1.</param>
/// <param name="output">The array that takes the whole result, or null when only later instructions read it.</param>
internal readonly unsafe struct Instruction(IElementwise function, int a, int b, int c, void* output)
{
    public readonly IElementwise Function = function;
    public readonly int A = a, B = b, C = c;
    public readonly void* Output = output;
}
