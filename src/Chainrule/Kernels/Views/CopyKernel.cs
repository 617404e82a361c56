namespace Chainrule.Kernels;

/// <summary>Copies an array to one of the same length and type.</summary>
internal sealed unsafe class CopyKernel(ArrayView from, ArrayView to) : Kernel
{
    private readonly void* from = from.Data, to = to.Data;
    private readonly long bytes = to.Bytes.Length;

    public override void Run() => Buffer.MemoryCopy(from, to, bytes, bytes);
}
