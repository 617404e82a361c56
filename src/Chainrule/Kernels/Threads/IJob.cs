namespace Chainrule.Kernels;

/// <summary>Work that splits into independent parts; each part runs on a single thread.</summary>
internal interface IJob
{
    /// <summary>Runs a part.</summary>
    /// <param name="part">The number of the part.</param>
    /// <param name="thread">
    /// The number of the thread, below Workers.Count: no two parts of a job run on one thread at the same time.
    /// </param>
    void Run(int part, int thread);
}
