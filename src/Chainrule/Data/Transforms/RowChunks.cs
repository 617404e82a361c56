using System.Runtime.ExceptionServices;
using Chainrule.Kernels;

namespace Chainrule;

/// <summary>Cuts many rows into chunks of a fixed size, which threads share.</summary>
internal static class RowChunks
{
    private const int Rows = 4096;

    /// <summary>The number of chunks.</summary>
    public static int CountOf(int rows) => (int)(((long)rows + Rows - 1) / Rows);

    /// <summary>The first row of each chunk, and its end.</summary>
    public static IEnumerable<(int First, int End)> Of(int rows) =>
        Enumerable.Range(0, CountOf(rows)).Select(chunk => Bounds(chunk, rows));

    /// <summary>Works on all chunks, on all threads.</summary>
    /// <param name="rows">The number of rows.</param>
    /// <param name="work">Works on a chunk, given its number, its first row and its end.</param>
    /// <exception cref="Exception">That of the first chunk that threw one.</exception>
    public static void Run(int rows, Action<int, int, int> work)
    {
        var job = new Job(rows, work, new Exception?[CountOf(rows)]);
        Workers.Default.Run(ref job, job.Errors.Length);
        if (Array.Find(job.Errors, error => error is not null) is { } first) ExceptionDispatchInfo.Throw(first);
    }

    private static (int First, int End) Bounds(int chunk, int rows) =>
        (chunk * Rows, (int)Math.Min(((long)chunk + 1) * Rows, rows));

    private readonly record struct Job(int Count, Action<int, int, int> Work, Exception?[] Errors) : IJob
    {
        public void Run(int part, int thread)
        {
            try
            {
                (int first, int end) = Bounds(part, Count);
                Work(part, first, end);
            }
            catch (Exception error)
            {
                Errors[part] = error;
            }
        }
    }
}
