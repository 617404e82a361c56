using Chainrule.Kernels;
using Chainrule.Kernels.Keys;

namespace Chainrule.Backends;

/// <summary>What is computed by other kernels of the same backend, such as those of a loop's body.</summary>
internal abstract record CompositeKey : KernelKey
{
    /// <summary>The kernel that runs the others; it stays valid as long as the arrays are reachable.</summary>
    public abstract Kernel Lower(Backend backend, Operand[] inputs, NDArray output);
}
