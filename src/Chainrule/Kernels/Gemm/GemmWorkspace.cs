using System.Runtime.CompilerServices;

namespace Chainrule.Kernels;

/// <summary>
/// A thread's own memory for packed panels: grown when first needed, then kept as long as the thread.
/// </summary>
internal static unsafe class GemmWorkspace
{
    // Panels start at a page, which an array does not: it is that much longer.
    private const int Page = 4096;

    // Between the memory of two threads: while a panel is turned over, each store of the loop is 2 KiB behind its last
    // one, and the processor fetches several such strides ahead, so behind the panel's end too. Lines of another
    // thread's panel would be taken away from it: a product on two threads then takes an eighth longer.
    private const int Gap = 64 << 10;

    [ThreadStatic]
    private static byte[]? panels, sums;

    /// <summary>At least that many bytes, page-aligned, valid until this thread asks again.</summary>
    public static void* Get(long bytes) => Start(ref panels, bytes);

    /// <summary>Likewise, for sums that outlive the panels of the products that make them.</summary>
    public static void* GetSums(long bytes) => Start(ref sums, bytes);

    private static void* Start(ref byte[]? kept, long bytes)
    {
        byte[]? memory = kept;
        if (memory is null || memory.Length < bytes + Page + Gap) memory = Grow(ref kept, bytes + Page + Gap);
        nint start = (nint)Unsafe.AsPointer(ref memory[0]);
        return (void*)((start + Page - 1) & ~(nint)(Page - 1));
    }

    // Pinned: its address stays. It lives as long as the thread does, or until it grows.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static byte[] Grow(ref byte[]? kept, long bytes)
    {
        kept = null;
        return kept = GC.AllocateUninitializedArray<byte>(checked((int)bytes), pinned: true);
    }
}
