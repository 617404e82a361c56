namespace Chainrule.Planning;

/// <summary>A buffer's size in bytes, and the first and the last step that need it.</summary>
internal readonly record struct Lifetime(long Bytes, int First, int Last);

/// <summary>Places buffers in one block of memory so that buffers in use at the same time do not overlap.</summary>
internal static class BufferPlanner
{
    public const int Alignment = 64;

    /// <summary>
    /// The offset of each buffer and the size of the block. The largest buffers are placed first, each in the lowest
    /// gap that is free for its whole lifetime (greedy by size: Pisarchyk and Lee 2020).
    /// </summary>
    public static (long[] Offsets, long TotalBytes) Place(IReadOnlyList<Lifetime> buffers)
    {
        var offsets = new long[buffers.Count];
        var placed = new List<int>();
        long total = 0;
        foreach (int index in Enumerable.Range(0, buffers.Count).OrderByDescending(i => buffers[i].Bytes)
            .ThenBy(i => i))
        {
            Lifetime buffer = buffers[index];
            long offset = 0;
            foreach (int other in placed
                .Where(i => buffers[i].First <= buffer.Last && buffer.First <= buffers[i].Last)
                .OrderBy(i => offsets[i]))
            {
                if (offset + buffer.Bytes <= offsets[other]) break;
                offset = Math.Max(offset, Aligned(offsets[other] + buffers[other].Bytes));
            }
            offsets[index] = offset;
            placed.Add(index);
            total = Math.Max(total, offset + buffer.Bytes);
        }
        return (offsets, Aligned(total));
    }

    private static long Aligned(long bytes) => (bytes + Alignment - 1) / Alignment * Alignment;
}
