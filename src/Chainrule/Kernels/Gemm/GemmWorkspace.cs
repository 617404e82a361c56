using System.Runtime.CompilerServices;

namespace Chainrule.Kernels;

/// <summary>
/// A thread's own memory for packed panels; it grows when needed and is kept as long as the thread lives.
/// </summary>
internal static unsafe class GemmWorkspace
{
    // Panels start on a page boundary. Arrays do not, so the array is one page longer.
    private const int Page = 4096;

    // The gap between the memory of two threads. When a panel is transposed, each store is 2 KiB after the previous
    // one, and the prefetcher fetches several such strides ahead, past the end of the panel. If that were another
    // thread's panel, the two cores would keep taking lines from each other: a product on two threads would take an
    // eighth longer.
    private const int Gap = 64 << 10;

    [ThreadStatic]
    private static byte[]? panels, sums;

    /// <summary>Page-aligned memory of at least this size, valid until this thread asks again.</summary>
    public static void* Get(long bytes) => Start(ref panels, bytes);

    /// <summary>The same for sums, which outlive the panels of the products that compute them.</summary>
    public static void* GetSums(long bytes) => Start(ref sums, bytes);

    private static void* Start(ref byte[]? kept, long bytes)
    {
        byte[]? memory = kept;
        if (memory is null || memory.Length < bytes + Page + Gap) memory = Grow(ref kept, bytes + Page + Gap);
        nint start = (nint)Unsafe.AsPointer(ref memory[0]);
        return (void*)((start + Page - 1) & ~(nint)(Page - 1));
    }

    // Pinned, so that its address is fixed. It lives as long as the thread, or until it grows.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static byte[] Grow(ref byte[]? kept, long bytes)
    {
        kept = null;
        return kept = GC.AllocateUninitializedArray<byte>(checked((int)bytes), pinned: true);
    }
}
