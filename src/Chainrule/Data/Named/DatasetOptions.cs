namespace Chainrule;

/// <summary>How to load or generate a named data set.</summary>
public sealed record DatasetOptions
{
    /// <summary>The number of training samples; the default is in <see cref="Dataset.BuiltIn"/>.</summary>
    public int? TrainCount { get; init; }

    /// <summary>The number of test samples; the default is in <see cref="Dataset.BuiltIn"/>.</summary>
    public int? TestCount { get; init; }

    /// <summary>The seed of a generated data set; it does not affect files.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>The noise of a generated data set of points or of the sine; null for its default.</summary>
    public double? Noise { get; init; }

    /// <summary>float32 or float64.</summary>
    public DType Precision { get; init; } = DType.Float32;

    /// <summary>Whether pixels have the shape (m, 28, 28) instead of (m, 784).</summary>
    public bool AsImages { get; init; }

    /// <summary>Whether to set pixels above one half to 1 and others to 0.</summary>
    public bool Binarize { get; init; }

    /// <summary>The first folder to search: it or its subfolder with the data set's name.</summary>
    public string? DataDirectory { get; init; }

    /// <summary>Where downloads are kept; by default the user's cache folder.</summary>
    public string? CacheDirectory { get; init; }

    /// <summary>Whether to download files that are not found.</summary>
    public bool Download { get; init; } = true;

    /// <summary>
    /// Base URLs to download from, tried in order; the file's name is appended. By default two well-known ones.
    /// </summary>
    public IReadOnlyList<Uri>? Mirrors { get; init; }

    /// <summary>Reports the progress of a download, about ten times per second.</summary>
    public Action<DownloadProgress>? Progress { get; init; }

    /// <summary>Cancels a download; the data received so far is kept for the next attempt.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>Reads environment variables; tests substitute their own.</summary>
    internal Func<string, string?> Variable { get; init; } = Environment.GetEnvironmentVariable;
}

/// <summary>The progress of a download.</summary>
/// <param name="File">The file's name.</param>
/// <param name="Mirror">The mirror it comes from.</param>
/// <param name="Received">The number of bytes received, including those of earlier attempts.</param>
/// <param name="Total">The total number of bytes.</param>
public readonly record struct DownloadProgress(string File, Uri Mirror, long Received, long Total);
