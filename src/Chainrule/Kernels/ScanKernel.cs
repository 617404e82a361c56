namespace Chainrule.Kernels;

/// <summary>A value before the first step of a scan, now, and where it goes in the end.</summary>
internal readonly record struct ScanState(ArrayView First, ArrayView Now, ArrayView Last);

/// <summary>The values of all steps, one a row, and that of one step.</summary>
internal readonly record struct ScanSequence(ArrayView All, ArrayView One)
{
    public Span<byte> Row(int at) => All.Bytes.Slice(at * One.Bytes.Length, One.Bytes.Length);
}

/// <summary>
/// Runs a step again and again: the states stay where they are, an element of each sequence is copied in, and the
/// outputs of the step are copied to their places.
/// </summary>
/// <param name="step">Computes the states and the outputs from the states and the elements.</param>
/// <param name="length">The number of steps.</param>
/// <param name="backwards">Whether the last element comes first.</param>
internal sealed class ScanKernel(Action step, int length, bool backwards) : Kernel
{
    public required ScanState[] States { get; init; }

    public required ScanSequence[] Elements { get; init; }

    public required ScanSequence[] Outputs { get; init; }

    /// <summary>What has to live as long as the kernel.</summary>
    public required object[] Memory { get; init; }

    public override void Run()
    {
        foreach (ScanState state in States) state.First.Bytes.CopyTo(state.Now.Bytes);
        for (int t = 0; t < length; t++)
        {
            int at = backwards ? length - 1 - t : t;
            foreach (ScanSequence element in Elements) element.Row(at).CopyTo(element.One.Bytes);
            step();
            foreach (ScanSequence output in Outputs) output.One.Bytes.CopyTo(output.Row(at));
        }
        foreach (ScanState state in States) state.Now.Bytes.CopyTo(state.Last.Bytes);
        GC.KeepAlive(Memory);
    }
}
