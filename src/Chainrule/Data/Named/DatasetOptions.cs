namespace Chainrule;

/// <summary>How a named data set is loaded or made.</summary>
public sealed record DatasetOptions
{
    /// <summary>The number of training samples; by default what <see cref="Dataset.BuiltIn"/> says.</summary>
    public int? TrainCount { get; init; }

    /// <summary>The number of test samples; by default what <see cref="Dataset.BuiltIn"/> says.</summary>
    public int? TestCount { get; init; }

    /// <summary>Decides what a built-in generator makes; files are as they are.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>The noise of a built-in set in the plane or of the sine; by default its own.</summary>
    public double? Noise { get; init; }

    /// <summary>float32 or float64.</summary>
    public DType Precision { get; init; } = DType.Float32;

    /// <summary>Pixels as (m, 28, 28) and not as (m, 784).</summary>
    public bool AsImages { get; init; }

    /// <summary>Pixels above one half become 1, others 0.</summary>
    public bool Binarize { get; init; }

    /// <summary>Where to look for files first: the folder itself, or its subfolder of the data set's name.</summary>
    public string? DataDirectory { get; init; }

    /// <summary>Where downloads are kept; by default the user's cache folder.</summary>
    public string? CacheDirectory { get; init; }

    /// <summary>Whether files that are found nowhere may be downloaded.</summary>
    public bool Download { get; init; } = true;

    /// <summary>
    /// Addresses to download from, tried in turn, to which a file's name is added; by default two well-known ones.
    /// </summary>
    public IReadOnlyList<Uri>? Mirrors { get; init; }

    /// <summary>Told how far a download is, about ten times a second.</summary>
    public Action<DownloadProgress>? Progress { get; init; }

    /// <summary>Ends a download early; what has arrived is kept for the next time.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>Reads environment variables; tests give their own.</summary>
    internal Func<string, string?> Variable { get; init; } = Environment.GetEnvironmentVariable;
}

/// <summary>How far a download is.</summary>
/// <param name="File">The file's name.</param>
/// <param name="Mirror">Where it comes from.</param>
/// <param name="Received">Bytes here so far, those of an earlier attempt included.</param>
/// <param name="Total">Bytes in all.</param>
public readonly record struct DownloadProgress(string File, Uri Mirror, long Received, long Total);
