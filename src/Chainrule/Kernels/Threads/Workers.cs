using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace Chainrule.Kernels;

/// <summary>The threads that share the parts of a job, including the caller's thread.</summary>
/// <remarks>
/// Parts are claimed one at a time, each thread its own share first and then what others have not started, so a thread
/// that the system holds up delays one part at most. After a job the others spin for a while (a fork and join then
/// takes as long as two transfers between cores) and then sleep at no cost. One job runs at a time: a call from inside
/// a job, or from another thread meanwhile, runs its parts on the calling thread.
/// </remarks>
internal sealed class Workers : IDisposable
{
    private readonly WorkerState state;
    private int isBusy;
    private bool isStarted;
    private long lastShort;

    /// <summary>Creates a set of threads; they start with the first job that has more than one part.</summary>
    public Workers(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        Count = count;
        state = new WorkerState(count, spins: count <= Environment.ProcessorCount);
    }

    /// <summary>The calling thread alone.</summary>
    public static Workers Single { get; } = new(1);

    /// <summary>The threads used by everything that does not specify its own: see WorkerCount.</summary>
    public static Workers Default { get; } = new(WorkerCount.Default);

    /// <summary>The number of threads, including the caller's.</summary>
    public int Count { get; }

    /// <summary>Whether any thread is asleep and would have to be woken.</summary>
    public bool HasSleepers => state.HasSleepers;

    /// <summary>Runs every part of the job once, and returns when all are done.</summary>
    /// <param name="job">The work.</param>
    /// <param name="parts">The number of parts.</param>
    /// <param name="isShort">
    /// Whether the job ends before a sleeping thread would have woken up. Threads that are awake then take part, and
    /// sleepers are woken only if such jobs come in quick succession.
    /// </param>
    /// <exception cref="Exception">The exception that a part threw; parts already running finish first.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<TJob>(ref TJob job, int parts, bool isShort = false) where TJob : struct, IJob
    {
        if (Count == 1 || parts <= 1 || Interlocked.CompareExchange(ref isBusy, 1, 0) != 0)
        {
            for (int part = 0; part < parts; part++) job.Run(part, 0);
            return;
        }
        try
        {
            if (!isStarted) Start();
            Share(ref job, parts, wakes: !isShort || !HasSleepers || AreFrequent());
        }
        finally
        {
            Volatile.Write(ref isBusy, 0);
        }
    }

    /// <summary>Stops the threads; later jobs run on the calling thread.</summary>
    public void Dispose()
    {
        Interlocked.Exchange(ref isBusy, 1);
        state.Stop();
    }

    // Other threads reach the job through its address, so it is first copied to this stack, where it stays put.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private unsafe void Share<TJob>(ref TJob job, int parts, bool wakes) where TJob : struct, IJob
    {
        TJob local = job;
        int sleepers = wakes ? Math.Min(parts, Count) - 1 : 0;
        Exception? exception = state.Share(&Invoke<TJob>, Unsafe.AsPointer(ref local), parts, sleepers);
        job = local;
        if (exception is not null) ExceptionDispatchInfo.Throw(exception);
    }

    // Whether the last short job that found sleepers was a moment ago.
    private bool AreFrequent()
    {
        long now = Stopwatch.GetTimestamp(), before = lastShort;
        lastShort = now;
        return now - before < Stopwatch.Frequency / 10_000;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static unsafe void Invoke<TJob>(void* job, int part, int thread) where TJob : struct, IJob =>
        Unsafe.AsRef<TJob>(job).Run(part, thread);

    private void Start()
    {
        for (int i = 1; i < Count; i++)
        {
            int number = i;
            Thread thread = new(() => state.Work(number)) { IsBackground = true, Name = $"Chainrule {i}" };
            thread.Start();
        }
        isStarted = true;
    }
}
