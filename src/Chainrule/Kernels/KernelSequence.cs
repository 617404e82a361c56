namespace Chainrule.Kernels;

/// <summary>Kernels one after another, on memory that is cleared first where they do not write to all of it.</summary>
internal sealed class KernelSequence(Kernel[] kernels, ArrayView? cleared = null) : Kernel
{
    public override void Run()
    {
        cleared?.Bytes.Clear();
        foreach (Kernel kernel in kernels) kernel.Run();
    }
}
