using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Chainrule.Kernels;

/// <summary>Copies rows on several threads while prefetching the next ones into their caches.</summary>
internal sealed unsafe class PrefetchingRowReader : RowReader
{
    private const int CacheLine = 64;

    // Bytes per thread: reading rows from memory scales with the number of threads waiting for it.
    private const int MinBytes = 16 * 1024;

    // Bytes of a row per thread: shorter pieces arrive one at a time instead of as a stream.
    private const int MinRowBytes = 256;

    private readonly byte* from, to;
    private readonly int rowBytes;
    private readonly bool prefetches;
    private readonly Workers workers;

    public PrefetchingRowReader(ArrayView from, ArrayView to, Workers workers)
    {
        this.from = (byte*)from.Data;
        this.to = (byte*)to.Data;
        this.workers = workers;
        rowBytes = from[0] == 0 ? 0 : (int)((long)from.Bytes.Length / from[0]);
        prefetches = Sse.IsSupported && rowBytes >= 2 * CacheLine;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(ReadOnlySpan<int> rows, ReadOnlySpan<int> next = default)
    {
        fixed (int* row = rows, later = next)
        {
            int parts = (int)Math.Min(workers.Count, (long)rows.Length * rowBytes / MinBytes);
            if (parts <= 1 || rowBytes < parts * MinRowBytes)
            {
                Copy(row, rows.Length, 0, rowBytes);
                if (prefetches) Prefetch(later, next.Length, 0, rowBytes);
                return;
            }
            var job = new Job { Reader = this, Rows = row, Next = later, Count = rows.Length, NextCount = next.Length };
            job.Parts = parts;
            workers.Run(ref job, parts);
        }
    }

    // Bytes `start` to `end` of every row.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Copy(int* rows, int count, int start, int end)
    {
        byte* source = from, target = to;
        switch (rowBytes)
        {
            // Narrow rows: calling a copy function would take longer than the copy.
            case 4:
                for (int i = 0; i < count; i++) ((int*)target)[i] = ((int*)source)[rows[i]];
                break;
            case 8:
                for (int i = 0; i < count; i++) ((long*)target)[i] = ((long*)source)[rows[i]];
                break;
            default:
                for (int i = 0; i < count; i++)
                {
                    byte* row = source + ((long)rows[i] * rowBytes) + start;
                    Unsafe.CopyBlockUnaligned(target + ((long)i * rowBytes) + start, row, (uint)(end - start));
                }
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Prefetch(int* rows, int count, int start, int end)
    {
        for (int i = 0; i < count; i++)
        {
            byte* row = from + ((long)rows[i] * rowBytes);
            for (int offset = start; offset < end; offset += CacheLine) Sse.Prefetch1(row + offset);
        }
    }

    /// <summary>
    /// Each thread copies some columns of all rows, and prefetches these columns of the next rows into its core's
    /// cache: they belong to the weights that it works on afterwards.
    /// </summary>
    private struct Job : IJob
    {
        public PrefetchingRowReader Reader;
        public int* Rows, Next;
        public int Count, NextCount, Parts;

        public readonly void Run(int part, int thread)
        {
            (int start, int end) = (Border(part), Border(part + 1));
            Reader.Copy(Rows, Count, start, end);
            if (Reader.prefetches) Reader.Prefetch(Next, NextCount, start, end);
        }

        private readonly int Border(int part) =>
            part == Parts ? Reader.rowBytes : Reader.rowBytes / CacheLine * part / Parts * CacheLine;
    }
}
