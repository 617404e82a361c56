namespace Chainrule.Formats;

/// <summary>
/// How far compressed content can be trusted before memory is set aside for it. Deflate emits at most 258 bytes for two
/// bits, so it shrinks at most 1,032 times; anything that claims more is a lie, found without reading it.
/// </summary>
internal static class Inflation
{
    private const int MostRatio = 1032;

    /// <summary>
    /// Content of at most this ratio is believed; beyond it, unpacking into nothing counts the bytes first.
    /// </summary>
    private const int TrustedRatio = 64;

    /// <summary>Nobody minds this much memory.</summary>
    private const long TrustedBytes = 1 << 20;

    public static long MostBytes(long storedBytes) => Math.Min(storedBytes, long.MaxValue / MostRatio) * MostRatio;

    /// <summary>
    /// Whether the size is so close to the most possible that it is counted before memory is set aside for it.
    /// </summary>
    public static bool IsSuspicious(long declaredBytes, long mostBytes) =>
        declaredBytes > TrustedBytes && declaredBytes > mostBytes / MostRatio * TrustedRatio;

    /// <summary>Counts the bytes that a gzip file unpacks to, giving up above <paramref name="limit"/>.</summary>
    public static long CountGzip(string path, long limit)
    {
        using FileInput input = FileInput.OpenMaybeGzip(path, out _);
        return Count(input, limit);
    }

    /// <summary>Counts what is left in the input, giving up above <paramref name="limit"/>.</summary>
    public static long Count(FileInput input, long limit)
    {
        var buffer = new byte[1 << 16];
        int count;
        do count = input.Read(buffer);
        while (count == buffer.Length && input.Position <= limit);
        return input.Position;
    }
}
