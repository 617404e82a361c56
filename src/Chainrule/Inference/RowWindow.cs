using Chainrule.Kernels;

namespace Chainrule.Inference;

/// <summary>
/// What one run of a plan computes: the first rows of its batch, straight from and into the caller's memory.
/// </summary>
internal sealed unsafe class RowWindow
{
    /// <summary>The samples of this run, at most those that the plan was made for.</summary>
    public int Rows { get; set; }

    /// <summary>The plan's own memory for the input and the output; what reads or writes there takes these instead.</summary>
    public required NDArray PlannedInput { get; init; }

    public required NDArray PlannedOutput { get; init; }

    public void* Input { get; set; }

    public void* Output { get; set; }

    public Workers Workers { get; set; } = Workers.Single;
}
