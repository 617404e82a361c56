namespace Chainrule.Kernels;

/// <summary>Kernels run one after the other; their output is cleared first if they do not write all of it.</summary>
internal sealed class KernelSequence(Kernel[] kernels, ArrayView? cleared = null) : Kernel
{
    public override void Run()
    {
        cleared?.Bytes.Clear();
        foreach (Kernel kernel in kernels) kernel.Run();
    }
}
