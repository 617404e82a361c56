namespace Chainrule.Kernels;

/// <summary>Work that splits into independent parts, each written by one thread only.</summary>
internal interface IJob
{
    void Run(int part);
}

/// <summary>The threads that run a plan.</summary>
internal sealed class Workers
{
    public static Workers Single { get; } = new(1);

    public static Workers Default => Single;

    public Workers(int count) => Count = count;

    /// <summary>The number of threads, the caller's included.</summary>
    public int Count { get; }

    /// <summary>Runs every part of the job once and returns when all are done.</summary>
    public void Run<TJob>(ref TJob job, int parts) where TJob : struct, IJob
    {
        if (Count < 1) throw new InvalidOperationException("There are no threads.");
        for (int part = 0; part < parts; part++) job.Run(part);
    }
}
