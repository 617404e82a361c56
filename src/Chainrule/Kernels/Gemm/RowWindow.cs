namespace Chainrule.Kernels;

/// <summary>
/// What one run of a plan computes: the first rows of its batch, straight from and into the caller's memory.
/// </summary>
internal sealed unsafe class RowWindow(ArrayView plannedInput, ArrayView plannedOutput)
{
    private readonly void* plannedInput = plannedInput.Data, plannedOutput = plannedOutput.Data;

    /// <summary>The samples of this run, at most those that the plan was made for.</summary>
    public int Rows { get; set; }

    public void* Input { get; set; }

    public void* Output { get; set; }

    public Workers Workers { get; set; } = Workers.Single;

    /// <summary>Whether this is the plan's own memory for the input: what reads there takes the caller's instead.
    /// </summary>
    public bool IsInput(ArrayView array) => array.Data == plannedInput;

    /// <summary>Whether this is the plan's own memory for the output: what writes there takes the caller's instead.
    /// </summary>
    public bool IsOutput(ArrayView array) => array.Data == plannedOutput;
}
