using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Chainrule.Kernels;

/// <summary>What the threads of one Workers share: the current job, and how to wait for the next.</summary>
/// <remarks>
/// Every thread begins with a range of parts of its own, from its first part on; once that is empty it takes the last
/// parts of the others' ranges. So a core that is held up is left with little to do, and as long as all are equally
/// fast a part stays with its thread from job to job, its data in that core's caches. A part is claimed by shortening
/// the range, and every claimed part must finish before the job's caller returns. So whoever has claimed a part reads
/// the job that it belongs to, however late, and a claim does not need to name a job. The counters and ranges are on
/// cache lines of their own (two each, because processors fetch lines in pairs).
/// </remarks>
internal sealed unsafe class WorkerState(int threadCount, bool spins)
{
    private const int LongsApart = 16;

    // Spinning costs a core: at first it only pauses, then it yields to any other thread that is ready.
    private static readonly long PauseTicks = Stopwatch.Frequency * 30 / 1_000_000;
    private static readonly long YieldTicks = Stopwatch.Frequency * 500 / 1_000_000;

    private readonly object bed = new();

    // Each thread's range of unclaimed parts: the first in the upper half, the end in the lower.
    private readonly long[] ranges = new long[(threadCount + 1) * LongsApart];
    private Lines lines;
    private delegate*<void*, int, int, void> jobBody;
    private void* jobAddress;
    private Exception? failure;
    private volatile bool isStopped;

    [StructLayout(LayoutKind.Explicit, Size = 512)]
    private struct Lines
    {
        [FieldOffset(128)]
        public int Unfinished;

        // Counts the jobs.
        [FieldOffset(256)]
        public int Signal;

        [FieldOffset(384)]
        public int Sleepers;
    }

    public bool HasSleepers => Volatile.Read(ref lines.Sleepers) > 0;

    /// <summary>
    /// Runs all parts together with any other threads that join, wakes up to this many sleepers, and returns the first
    /// exception.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public Exception? Share(delegate*<void*, int, int, void> invoke, void* job, int parts, int sleepers)
    {
        jobBody = invoke;
        jobAddress = job;
        failure = null;
        lines.Unfinished = parts;
        int threads = Math.Min(threadCount, parts);
        for (int thread = 0, first = 0; thread < threads; thread++)
        {
            int end = (int)((long)parts * (thread + 1) / threads);
            Volatile.Write(ref Range(thread), Packed(first, end));
            first = end;
        }
        Interlocked.Increment(ref lines.Signal);
        if (sleepers > 0 && HasSleepers) Wake(sleepers);
        RunParts(0);
        Join();
        return failure;
    }

    /// <summary>The main loop of a thread.</summary>
    public void Work(int thread)
    {
        int seen = Volatile.Read(ref lines.Signal);
        RunParts(thread);
        while (!isStopped)
        {
            if (!Watch(seen)) Sleep(seen);
            seen = Volatile.Read(ref lines.Signal);
            RunParts(thread);
        }
    }

    public void Stop()
    {
        isStopped = true;
        Interlocked.Increment(ref lines.Signal);
        Wake(int.MaxValue);
    }

    // A thread's own parts first, then what the others have left.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void RunParts(int thread)
    {
        for (int i = 0; i < threadCount; i++)
        {
            int owner = (thread + i) % threadCount;
            while (Claim(ref Range(owner), isOwn: i == 0) is >= 0 and int part) RunPart(part, thread);
        }
    }

    // The next part of a thread's own range, or the last of another's; -1 if there is none.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Claim(ref long range, bool isOwn)
    {
        while (true)
        {
            long seen = Volatile.Read(ref range);
            int first = (int)(seen >> 32), end = (int)seen;
            if (first >= end) return -1;
            long rest = isOwn ? Packed(first + 1, end) : Packed(first, end - 1);
            if (Interlocked.CompareExchange(ref range, rest, seen) == seen) return isOwn ? first : end - 1;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static long Packed(int first, int end) => ((long)first << 32) | (uint)end;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref long Range(int thread) => ref ranges[(thread + 1) * LongsApart];

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void RunPart(int part, int thread)
    {
        try
        {
            jobBody(jobAddress, part, thread);
        }
        catch (Exception exception)
        {
            // Kept for the caller, which throws it once every part is done.
            Interlocked.CompareExchange(ref failure, exception, null);
        }
        Interlocked.Decrement(ref lines.Unfinished);
    }

    // The other threads' parts are running, so the wait is short unless the system has taken a core from one of them.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Join()
    {
        for (int i = 0; Volatile.Read(ref lines.Unfinished) > 0; i++)
        {
            if (i < 2000) Thread.SpinWait(1);
            else Thread.Yield();
        }
    }

    // Spins for a while; returns whether a job arrived.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool Watch(int seen)
    {
        if (!spins) return false;
        long start = Stopwatch.GetTimestamp();
        while (true)
        {
            for (int i = 0; i < 50; i++)
            {
                if (Volatile.Read(ref lines.Signal) != seen) return true;
                Thread.SpinWait(1);
            }
            long ticks = Stopwatch.GetTimestamp() - start;
            if (ticks > YieldTicks) return false;
            if (ticks > PauseTicks) Thread.Yield();
        }
    }

    // Sleepers is incremented before Signal is read; in Share, Signal is incremented before Sleepers is read. Both use
    // full fences, so one of the two always sees the other.
    private void Sleep(int seen)
    {
        lock (bed)
        {
            Interlocked.Increment(ref lines.Sleepers);
            while (Volatile.Read(ref lines.Signal) == seen) Monitor.Wait(bed);
            Interlocked.Decrement(ref lines.Sleepers);
        }
    }

    private void Wake(int count)
    {
        lock (bed)
        {
            if (count >= Volatile.Read(ref lines.Sleepers)) Monitor.PulseAll(bed);
            else for (int i = 0; i < count; i++) Monitor.Pulse(bed);
        }
    }
}
