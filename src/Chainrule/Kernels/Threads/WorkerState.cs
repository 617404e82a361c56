using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Chainrule.Kernels;

/// <summary>What the threads of one Workers share: the current job, and how to wait for the next.</summary>
/// <remarks>
/// A part is claimed by decrementing Remaining, and every claimed part must finish before the job's caller returns. So
/// whoever has claimed a part reads the job that it belongs to, however late, and a claim does not need to name a job.
/// The counters are on cache lines of their own (two each, because processors fetch lines in pairs).
/// </remarks>
internal sealed unsafe class WorkerState(bool spins)
{
    // Spinning costs a core: at first it only pauses, then it yields to any other thread that is ready.
    private static readonly long PauseTicks = Stopwatch.Frequency * 30 / 1_000_000;
    private static readonly long YieldTicks = Stopwatch.Frequency * 500 / 1_000_000;

    private readonly object bed = new();
    private Lines lines;
    private delegate*<void*, int, void> jobBody;
    private void* jobAddress;
    private int partCount;
    private Exception? failure;
    private volatile bool isStopped;

    [StructLayout(LayoutKind.Explicit, Size = 640)]
    private struct Lines
    {
        // Parts that no one has claimed; below 0 once others have looked in vain.
        [FieldOffset(128)]
        public int Remaining;

        [FieldOffset(256)]
        public int Unfinished;

        // Counts the jobs.
        [FieldOffset(384)]
        public int Signal;

        [FieldOffset(512)]
        public int Sleepers;
    }

    public bool HasSleepers => Volatile.Read(ref lines.Sleepers) > 0;

    /// <summary>
    /// Runs all parts together with any other threads that join, wakes up to this many sleepers, and returns the first
    /// exception.
    /// </summary>
    public Exception? Share(delegate*<void*, int, void> invoke, void* job, int parts, int sleepers)
    {
        jobBody = invoke;
        jobAddress = job;
        partCount = parts;
        failure = null;
        lines.Unfinished = parts;
        Volatile.Write(ref lines.Remaining, parts);
        Interlocked.Increment(ref lines.Signal);
        if (sleepers > 0 && HasSleepers) Wake(sleepers);
        RunParts();
        Join();
        return failure;
    }

    /// <summary>The main loop of a thread.</summary>
    public void Work()
    {
        int seen = Volatile.Read(ref lines.Signal);
        RunParts();
        while (!isStopped)
        {
            if (!Watch(seen)) Sleep(seen);
            seen = Volatile.Read(ref lines.Signal);
            RunParts();
        }
    }

    public void Stop()
    {
        isStopped = true;
        Interlocked.Increment(ref lines.Signal);
        Wake(int.MaxValue);
    }

    private void RunParts()
    {
        while (Volatile.Read(ref lines.Remaining) > 0)
        {
            int left = Interlocked.Decrement(ref lines.Remaining);
            if (left < 0) return;
            try
            {
                jobBody(jobAddress, partCount - 1 - left);
            }
            catch (Exception exception)
            {
                // Kept for the caller, which throws it once every part is done.
                Interlocked.CompareExchange(ref failure, exception, null);
            }
            Interlocked.Decrement(ref lines.Unfinished);
        }
    }

    // The other threads' parts are running, so the wait is short unless the system has taken a core from one of them.
    private void Join()
    {
        for (int i = 0; Volatile.Read(ref lines.Unfinished) > 0; i++)
        {
            if (i < 2000) Thread.SpinWait(1);
            else Thread.Yield();
        }
    }

    // Spins for a while; returns whether a job arrived.
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
