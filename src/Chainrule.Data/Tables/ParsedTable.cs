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
    /// <param name="shape">How its fields are read.</param>
    /// <param name="encoding">The encoding of its text; null to find it out.</param>
    /// <param name="dtype">The type of the features.</param>
    /// <param name="most">
    /// Enough rows, after which no further block is read; the result may have somewhat more.
    /// </param>
    public static ParsedTable Read(
        TableShape shape, string? encoding, DType dtype, int most = int.MaxValue) => dtype == DType.Float64
        ? Read<double>(shape, encoding, most)
        : Read<float>(shape, encoding, most);

    /// <summary>Reads a file block by block, those to come on all cores meanwhile.</summary>
    /// <param name="shape">How its fields are read.</param>
    /// <param name="encoding">The encoding of its text; null to find it out.</param>
    /// <param name="dtype">The type of the features.</param>
    public static IEnumerable<ParsedTable> ReadParts(TableShape shape, string? encoding, DType dtype)
    {
        return dtype == DType.Float64 ? Parts<double>() : Parts<float>();

        IEnumerable<ParsedTable> Parts<T>() where T : unmanaged, IFloatingPointIeee754<T> =>
            Blocks<T>(shape, encoding, Environment.ProcessorCount + BlocksAhead, () => false)
                .Select(pair => Part(pair.Block));

        ParsedTable Part<T>(ParsedBlock<T> block) where T : unmanaged, IFloatingPointIeee754<T>
        {
            using (block)
            {
                return new(
                    Tensor.FromSpan(block.Features, [block.Rows, shape.Width]), block.Aside.ToArray(), block.Summaries);
            }
        }
    }

    /// <summary>How often the names of the columns stood among the rows.</summary>
    public int RepeatedHeaders { get; private init; }

    /// <summary>Whether the file had more rows than were read.</summary>
    public bool IsPart { get; private init; }

    private static ParsedTable Read<T>(TableShape shape, string? encoding, int most)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var features = new RowStore<T>(shape.Path, shape.Width);
        var aside = new List<double>();
        var summaries = new ColumnSummary?[shape.Fields];
        long bytes = new FileInfo(shape.Path).Length;
        bool isPart = false;
        int headers = 0;
        // Texts of blocks that are read ahead would count as known, or not, as it happens.
        int ahead = most == int.MaxValue ? Environment.ProcessorCount + BlocksAhead : 1;
        foreach ((ParsedBlock<T> block, long characters) in Blocks<T>(
            shape, encoding, ahead, () => isPart = features.Rows >= most))
        {
            double wanted = (most + (2.0 * block.Rows)) / Math.Max(1, features.Rows + block.Rows);
            features.Add(
                block.Features, block.Rows, Math.Min(wanted, (double)bytes / Math.Max(1, characters)));
            aside.AddRange(block.Aside);
            headers += block.RepeatedHeaders;
            for (int i = 0; i < summaries.Length; i++)
            {
                if (summaries[i] is { } summary) summary.Add(block.Summaries[i]!);
                else summaries[i] = block.Summaries[i];
            }
            block.Dispose();
        }
        return new(features.ToTensor(), [.. aside], summaries) { IsPart = isPart, RepeatedHeaders = headers };
    }

    // A browser has one thread, which cannot wait for itself.
    private static Task<ParsedBlock<T>> Parse<T>(TableShape shape, TextBlock block)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        return OperatingSystem.IsBrowser() ? Task.FromResult(Parsed()) : Task.Run(Parsed);

        ParsedBlock<T> Parsed()
        {
            var parsed = new ParsedBlock<T>(shape, block);
            block.Release();
            return parsed;
        }
    }

    // With each block, how many characters there were up to its end.
    private static IEnumerable<(ParsedBlock<T> Block, long Characters)> Blocks<T>(
        TableShape shape, string? encoding, int inWork, Func<bool> isEnough)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using var blocks = new BlockReader(shape.Path, encoding);
        var work = new Queue<(Task<ParsedBlock<T>> Parsing, long Characters)>();
        long characters = 0;
        try
        {
            while (blocks.Next() is { } block)
            {
                if (isEnough()) break;
                characters += block.Length;
                work.Enqueue((Parse<T>(shape, block), characters));
                if (work.Count >= inWork) yield return Next();
            }
            while (work.Count > 0) yield return Next();
        }
        finally
        {
            // After an error the blocks behind it end, too, and what they say does not count.
            while (work.Count > 0) ((IAsyncResult)work.Dequeue().Parsing).AsyncWaitHandle.WaitOne();
        }

        (ParsedBlock<T> Block, long Characters) Next()
        {
            (Task<ParsedBlock<T>> parsing, long end) = work.Dequeue();
            return (parsing.GetAwaiter().GetResult(), end);
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

    public int Rows => rows;

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
