namespace Chainrule.Formats;

/// <summary>
/// How far the declared size of compressed content can be trusted before allocating memory for it. Deflate emits at
/// most 258 bytes for two bits, a factor of 1,032; a size beyond that is false and is rejected without reading the
/// content.
/// </summary>
internal static class Inflation
{
    private const int MaxRatio = 1032;

    /// <summary>Content is trusted up to this ratio; beyond it, a dry run first counts the unpacked bytes.</summary>
    private const int TrustedRatio = 64;

    /// <summary>Allocating this much is harmless.</summary>
    private const long TrustedBytes = 1 << 20;

    public static long MaxBytes(long storedBytes) => Math.Min(storedBytes, long.MaxValue / MaxRatio) * MaxRatio;

    /// <summary>
    /// Whether the size is so close to the theoretical maximum that it must be counted before allocating memory for it.
    /// </summary>
    public static bool IsSuspicious(long declaredBytes, long mostBytes) =>
        declaredBytes > TrustedBytes && declaredBytes > mostBytes / MaxRatio * TrustedRatio;

    /// <summary>Counts the bytes that a gzip file unpacks to; stops above <paramref name="limit"/>.</summary>
    public static long CountGzip(string path, long limit)
    {
        using FileInput input = FileInput.OpenMaybeGzip(path, out _);
        return Count(input, limit);
    }

    /// <summary>Counts the remaining bytes of the input; stops above <paramref name="limit"/>.</summary>
    public static long Count(FileInput input, long limit)
    {
        var buffer = new byte[1 << 16];
        int count;
        do count = input.Read(buffer);
        while (count == buffer.Length && input.Position <= limit);
        return input.Position;
    }
}
