using System.Text.Json.Nodes;

namespace Chainrule;

/// <summary>Sets values above a threshold to 1 and others to 0.</summary>
public sealed class Binarize : Transform
{
    internal const string Called = "binarize";

    /// <summary>Creates the transform; the threshold itself becomes 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The threshold is not finite.</exception>
    public Binarize(double threshold = 0.5) : base(Called)
    {
        if (!double.IsFinite(threshold))
            throw new ArgumentOutOfRangeException(
                nameof(threshold), threshold, "The threshold must be a finite number.");
        Threshold = threshold;
    }

    /// <summary>The largest value that becomes 0.</summary>
    public double Threshold { get; }

    /// <inheritdoc/>
    protected internal override void ApplyRow(ReadOnlySpan<double> row, Span<double> result, int number)
    {
        for (int column = 0; column < row.Length; column++) result[column] = row[column] > Threshold ? 1 : 0;
    }

    /// <inheritdoc/>
    protected override void DescribeTo(JsonObject description) => description["threshold"] = Threshold;
}
