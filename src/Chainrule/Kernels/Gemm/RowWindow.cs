using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Chainrule.Kernels;

/// <summary>
/// What one run of a plan computes: the first rows of its batch, read from and written to the caller's memory.
/// </summary>
internal sealed unsafe class RowWindow(ArrayView plannedInput, ArrayView plannedOutput)
{
    private readonly void* plannedInput = plannedInput.Data, plannedOutput = plannedOutput.Data;

    /// <summary>The number of samples in this run, at most the plan's batch size.</summary>
    public int Rows { get; private set; }

    public void* Input { get; private set; }

    public void* Output { get; private set; }

    public Workers Workers { get; private set; } = Workers.Single;

    /// <summary>Sets what the next run computes; the memory must stay pinned until the run ends.</summary>
    public void Open(int rows, ReadOnlySpan<byte> input, Span<byte> output, Workers workers)
    {
        (Rows, Workers) = (rows, workers);
        Input = Unsafe.AsPointer(ref MemoryMarshal.GetReference(input));
        Output = Unsafe.AsPointer(ref MemoryMarshal.GetReference(output));
    }

    /// <summary>Whether this is the plan's own input; kernels then read the caller's memory instead.</summary>
    public bool IsInput(ArrayView array) => array.Data == plannedInput;

    /// <summary>Whether this is the plan's own output; kernels then write to the caller's memory instead.</summary>
    public bool IsOutput(ArrayView array) => array.Data == plannedOutput;
}
