namespace Chainrule.Tests;

/// <summary>What work allocates once it has warmed up.</summary>
internal static class SteadyState
{
    private const int Attempts = 8, Rounds = 10;

    /// <summary>
    /// The bytes that ten rounds of work allocate on this thread: the least of several attempts, since the runtime may
    /// still allocate once, when it compiles what is called often for a second time or collects garbage in between.
    /// </summary>
    public static long BytesOf(Action round)
    {
        long least = long.MaxValue;
        for (int attempt = 0; attempt < Attempts && least != 0; attempt++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < Rounds; i++) round();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }
        return least;
    }
}
