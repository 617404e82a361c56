using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Chainrule.Kernels;

/// <summary>Memory owned by a kernel: aligned to a cache line and pinned.</summary>
internal sealed unsafe class AlignedMemory
{
    private const int Alignment = 64;

    private readonly byte[] owner;

    public AlignedMemory(int bytes)
    {
        owner = GC.AllocateUninitializedArray<byte>(checked(bytes + Alignment), pinned: true);
        nint start = (nint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(owner));
        Start = (void*)((start + Alignment - 1) & -Alignment);
    }

    /// <summary>The address of the first byte; valid as long as this object is reachable.</summary>
    public void* Start { get; }
}
