using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace Chainrule.Kernels;

/// <summary>The threads that share out a job's parts, the caller's thread among them.</summary>
/// <remarks>
/// Parts are claimed one by one from a counter, so a thread that the system holds up delays one part at most, and the
/// caller finishes alone what nobody else has begun. The others watch for a job for a while after the last one (a
/// fork and join then takes the time of two transfers between cores), and sleep after that, at no cost. One job runs
/// at a time: a call from within a job, or from another thread meanwhile, runs its parts on the calling thread.
/// </remarks>
internal sealed class Workers : IDisposable
{
    private readonly WorkerState state;
    private int isBusy;
    private bool isStarted;

    /// <summary>Creates a set of threads, which start with the first job that has more than one part.</summary>
    public Workers(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        Count = count;
        state = new WorkerState(spins: count <= Environment.ProcessorCount);
    }

    /// <summary>The calling thread alone.</summary>
    public static Workers Single { get; } = new(1);

    /// <summary>The threads that everything shares which is not told otherwise: see WorkerCount.</summary>
    public static Workers Default { get; } = new(WorkerCount.Default);

    /// <summary>The number of threads, the caller's included.</summary>
    public int Count { get; }

    /// <summary>Runs every part of the job once and returns when all are done.</summary>
    /// <exception cref="Exception">What a part threw; parts that were under way end first.</exception>
    public void Run<TJob>(ref TJob job, int parts) where TJob : struct, IJob
    {
        if (Count == 1 || parts <= 1 || Interlocked.CompareExchange(ref isBusy, 1, 0) != 0)
        {
            for (int part = 0; part < parts; part++) job.Run(part);
            return;
        }
        try
        {
            if (!isStarted) Start();
            Share(ref job, parts);
        }
        finally
        {
            Volatile.Write(ref isBusy, 0);
        }
    }

    /// <summary>Ends the threads; later jobs run on the calling thread.</summary>
    public void Dispose()
    {
        Interlocked.Exchange(ref isBusy, 1);
        state.Stop();
    }

    // The others reach the job through its address, so it is copied to this stack first, where it stays put.
    private unsafe void Share<TJob>(ref TJob job, int parts) where TJob : struct, IJob
    {
        TJob local = job;
        Exception? exception = state.Share(&Invoke<TJob>, Unsafe.AsPointer(ref local), parts, Count - 1);
        job = local;
        if (exception is not null) ExceptionDispatchInfo.Throw(exception);
    }

    private static unsafe void Invoke<TJob>(void* job, int part) where TJob : struct, IJob =>
        Unsafe.AsRef<TJob>(job).Run(part);

    private void Start()
    {
        for (int i = 1; i < Count; i++)
        {
            Thread thread = new(state.Work) { IsBackground = true, Name = $"Chainrule {i}" };
            thread.Start();
        }
        isStarted = true;
    }
}
