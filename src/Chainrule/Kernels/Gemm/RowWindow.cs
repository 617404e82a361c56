using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Chainrule.Kernels;

/// <summary>
/// What one run of a plan computes: the first rows of its batch, straight from and into the caller's memory.
/// </summary>
internal sealed unsafe class RowWindow(ArrayView plannedInput, ArrayView plannedOutput)
{
    private readonly void* plannedInput = plannedInput.Data, plannedOutput = plannedOutput.Data;

    /// <summary>The samples of this run, at most those that the plan was made for.</summary>
    public int Rows { get; private set; }

    public void* Input { get; private set; }

    public void* Output { get; private set; }

    public Workers Workers { get; private set; } = Workers.Single;

    /// <summary>Says what the next run computes; the memory has to stay where it is until the run has ended.</summary>
    public void Open(int rows, ReadOnlySpan<byte> input, Span<byte> output, Workers workers)
    {
        (Rows, Workers) = (rows, workers);
        Input = Unsafe.AsPointer(ref MemoryMarshal.GetReference(input));
        Output = Unsafe.AsPointer(ref MemoryMarshal.GetReference(output));
    }

    /// <summary>Whether this is the plan's own memory for the input: what reads there takes the caller's instead.
    /// </summary>
    public bool IsInput(ArrayView array) => array.Data == plannedInput;

    /// <summary>Whether this is the plan's own memory for the output: what writes there takes the caller's instead.
    /// </summary>
    public bool IsOutput(ArrayView array) => array.Data == plannedOutput;
}
