using System.Runtime.CompilerServices;

namespace Chainrule.Kernels;

/// <summary>Turns the rows of a batch into rows of results.</summary>
internal interface IRowTask
{
    /// <summary>Computes some rows; their memory is pinned until this returns.</summary>
    void Run(int rows, ReadOnlySpan<byte> input, Span<byte> output, Workers workers);
}

/// <summary>Shares the rows of a batch among threads.</summary>
internal static unsafe class RowJob
{
    /// <summary>
    /// Splits the rows into this many parts and runs the task on each; a single part can use all threads itself.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<TTask>(
        TTask task, int rows, ReadOnlySpan<byte> input, Span<byte> output, int parts, Workers workers)
        where TTask : struct, IRowTask
    {
        if (rows == 0) return;
        fixed (byte* from = input, to = output)
        {
            if (parts == 1)
            {
                task.Run(rows, input, output, workers);
                return;
            }
            Job<TTask> job = new()
            {
                Task = task,
                Input = from,
                Output = to,
                InputRow = input.Length / rows,
                OutputRow = output.Length / rows,
                Rows = rows,
                Parts = parts,
            };
            workers.Run(ref job, parts);
        }
    }

    private struct Job<TTask> : IJob where TTask : struct, IRowTask
    {
        public TTask Task;
        public byte* Input, Output;
        public int InputRow, OutputRow, Rows, Parts;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run(int part, int thread)
        {
            int first = (int)((long)Rows * part / Parts), rows = (int)((long)Rows * (part + 1) / Parts) - first;
            Task.Run(
                rows, new(Input + ((long)first * InputRow), rows * InputRow),
                new(Output + ((long)first * OutputRow), rows * OutputRow), Workers.Single);
        }
    }
}
