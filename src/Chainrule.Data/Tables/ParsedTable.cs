using System.Numerics;
using System.Runtime.CompilerServices;

namespace Chainrule.Data;

/// <summary>All rows of a table as numbers.</summary>
/// <param name="Features">(m, width): values, codes of texts, and NaN where one is missing.</param>
/// <param name="Aside">Labels and weights, row by row.</param>
/// <param name="Summaries">What each column has shown; null for those that are skipped.</param>
internal sealed record ParsedTable(Tensor Features, double[] Aside, ColumnSummary?[] Summaries)
{
    // Blocks in work besides one for each core: enough that no core waits, few enough to stay small.
    private const int BlocksAhead = 2;

    public int Rows => Features.Shape[0];

    /// <summary>Reads a file, its blocks on all cores.</summary>
    public static ParsedTable Read(TableShape shape, string? encoding, DType dtype) => dtype == DType.Float64
        ? Read<double>(shape, encoding)
        : Read<float>(shape, encoding);

    // A browser has one thread, which cannot wait for itself.
    private static Task<ParsedBlock<T>> Parse<T>(TableShape shape, TextBlock block)
        where T : unmanaged, IFloatingPointIeee754<T> => OperatingSystem.IsBrowser()
            ? Task.FromResult(new ParsedBlock<T>(shape, block)) : Task.Run(() => new ParsedBlock<T>(shape, block));

    private static ParsedTable Read<T>(TableShape shape, string? encoding)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using var blocks = new BlockReader(shape.Path, encoding);
        var work = new Queue<Task<ParsedBlock<T>>>();
        var features = new RowStore<T>(shape.Path, shape.Width);
        var aside = new List<double>();
        var summaries = new ColumnSummary?[shape.Fields];
        long bytes = new FileInfo(shape.Path).Length, characters = 0;
        try
        {
            while (blocks.Next() is { } block)
            {
                characters += block.Length;
                work.Enqueue(Parse<T>(shape, block));
                if (work.Count >= Environment.ProcessorCount + BlocksAhead) Take(work.Dequeue());
            }
            while (work.Count > 0) Take(work.Dequeue());
        }
        finally
        {
            // After an error the blocks behind it end, too, and what they say does not count.
            while (work.Count > 0) ((IAsyncResult)work.Dequeue()).AsyncWaitHandle.WaitOne();
        }
        return new(features.ToTensor(), [.. aside], summaries);

        void Take(Task<ParsedBlock<T>> task)
        {
            ParsedBlock<T> block = task.GetAwaiter().GetResult();
            features.Add(block.Features, block.Rows, (double)bytes / Math.Max(1, characters));
            foreach (double value in block.Aside) aside.Add(value);
            for (int i = 0; i < summaries.Length; i++)
            {
                if (summaries[i] is { } summary) summary.Add(block.Summaries[i]!);
                else summaries[i] = block.Summaries[i];
            }
        }
    }
}

/// <summary>Rows of equal width that grow as they are read, in the memory of a tensor.</summary>
internal sealed class RowStore<T>(string path, int width) where T : unmanaged
{
    // A tensor's limit is 2 GiB.
    private static readonly long MaxValues = (Array.MaxLength - 64) / Unsafe.SizeOf<T>();

    private NDArray? values;
    private int rows;

    /// <summary>Adds some rows.</summary>
    /// <param name="more">Their values.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="shareToCome">How many times as many rows the file is likely to have in all.</param>
    public void Add(ReadOnlySpan<T> more, int count, double shareToCome)
    {
        long needed = (long)(rows + count) * width;
        if (needed > MaxValues)
        {
            throw new DataException(
                $"{path}: {rows + count:N0} rows of {width:N0} values are more than the 2 GiB that a tensor holds: " +
                "split the file, or leave columns out with TableOptions.Ignore.");
        }
        if (values is null || needed > values.Length)
        {
            // Memory that is never written is never used: better too much than a copy.
            long likely = Math.Max(needed, (long)(needed * Math.Clamp(shareToCome, 1, 1e6) * 1.03));
            if (values is not null) likely = Math.Max(likely, values.Length * 3L / 2);
            NDArray larger = NDArray.Uninitialized(
                [(int)Math.Min(MaxValues, likely)], typeof(T) == typeof(double) ? DType.Float64 : DType.Float32);
            values?.Span<T>()[..(rows * width)].CopyTo(larger.Span<T>());
            values = larger;
        }
        more.CopyTo(values.Span<T>()[(rows * width)..]);
        rows += count;
    }

    public Tensor ToTensor() => values is null
        ? new(NDArray.Zeros([rows, width], typeof(T) == typeof(double) ? DType.Float64 : DType.Float32))
        : new(values.Part(0, [rows, width]));
}
