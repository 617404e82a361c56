using System.Runtime.CompilerServices;

namespace Chainrule.Kernels;

/// <summary>
/// A thread's own memory for packed panels: grown when first needed, then kept as long as the thread.
/// </summary>
internal static unsafe class GemmWorkspace
{
    // Panels start at a page, which an array does not: it is that much longer.
    private const int Page = 4096;

    [ThreadStatic]
    private static byte[]? kept;

    /// <summary>At least that many bytes, page-aligned, valid until this thread asks again.</summary>
    public static void* Get(long bytes)
    {
        byte[]? memory = kept;
        if (memory is null || memory.Length < bytes + Page) memory = Grow(bytes + Page);
        nint start = (nint)Unsafe.AsPointer(ref memory[0]);
        return (void*)((start + Page - 1) & ~(nint)(Page - 1));
    }

    // Pinned: its address stays. It lives as long as the thread does, or until it grows.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static byte[] Grow(long bytes)
    {
        kept = null;
        return kept = GC.AllocateUninitializedArray<byte>(checked((int)bytes), pinned: true);
    }
}
