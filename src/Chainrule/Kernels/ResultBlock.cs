namespace Chainrule.Kernels;

/// <summary>How several results of one kernel lie in one block of memory: one after another, each aligned.</summary>
internal static class ResultBlock
{
    private const int Alignment = 64;

    /// <summary>Where each result begins, in bytes, and at the end where the block ends.</summary>
    public static long[] Offsets(params ReadOnlySpan<long> bytes)
    {
        var offsets = new long[bytes.Length + 1];
        for (int i = 0; i < bytes.Length; i++)
            offsets[i + 1] = offsets[i] + ((bytes[i] + Alignment - 1) / Alignment * Alignment);
        return offsets;
    }
}
