using System.Numerics;

namespace Chainrule.Data;

/// <summary>Brings the parsed columns into the order of the features, in place, and leaves rows out.</summary>
/// <param name="Sources">For each feature the column of the parsed values that holds it.</param>
internal sealed record FeatureArrangement(int[] Sources)
{
    /// <summary>For each feature that is a code, the category that each code stands for; null elsewhere.</summary>
    public int[]?[] Codes { get; init; } = new int[]?[Sources.Length];

    /// <summary>The rows that stay, by row; null for all.</summary>
    public bool[]? Keeps { get; init; }

    /// <summary>The features (m, features), in the memory of what was parsed.</summary>
    public Tensor Apply(Tensor parsed) =>
        parsed.DType == DType.Float64 ? Apply<double>(parsed) : Apply<float>(parsed);

    /// <summary>Which rows have a value in every feature.</summary>
    public bool[] AreComplete(Tensor parsed) =>
        parsed.DType == DType.Float64 ? AreComplete<double>(parsed) : AreComplete<float>(parsed);

    private bool IsIdentity(int width) => Keeps is null && Sources.Length == width
        && Sources.AsSpan().SequenceEqual([.. Enumerable.Range(0, width)])
        && Array.TrueForAll(Codes, one => one is null);

    private Tensor Apply<T>(Tensor parsed) where T : unmanaged, IFloatingPointIeee754<T>
    {
        int rows = parsed.Shape[0], width = parsed.Shape[1], kept = 0;
        if (IsIdentity(width)) return parsed;
        Span<T> values = parsed.Value.Span<T>();
        var row = new T[Sources.Length];
        for (int i = 0; i < rows; i++)
        {
            if (Keeps?[i] == false) continue;
            ReadOnlySpan<T> from = values.Slice(i * width, width);
            for (int j = 0; j < row.Length; j++)
            {
                T value = from[Sources[j]];
                if (Codes[j] is { } codes && !T.IsNaN(value) && value >= T.Zero)
                    value = T.CreateTruncating(codes[int.CreateTruncating(value)]);
                row[j] = value;
            }
            // Never beyond the row that was just read: there are at most as many features.
            row.CopyTo(values[(kept * row.Length)..]);
            kept++;
        }
        return new(parsed.Value.Part(0, [kept, row.Length]));
    }

    private bool[] AreComplete<T>(Tensor parsed) where T : unmanaged, IFloatingPointIeee754<T>
    {
        int width = parsed.Shape[1];
        var complete = new bool[parsed.Shape[0]];
        ReadOnlySpan<T> values = parsed.Value.Span<T>();
        for (int i = 0; i < complete.Length; i++)
        {
            complete[i] = true;
            foreach (int source in Sources) complete[i] &= !T.IsNaN(values[(i * width) + source]);
        }
        return complete;
    }
}
