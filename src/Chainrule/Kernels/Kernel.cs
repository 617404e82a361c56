namespace Chainrule.Kernels;

/// <summary>A loop bound to the memory that it reads and writes: running it allocates nothing.</summary>
internal abstract class Kernel
{
    public abstract void Run();
}
