using System.Text.Json.Nodes;

namespace Chainrule;

/// <summary>
/// Whole numbers x become factor·x, and floating-point numbers stay: for pictures that come as 8-bit pixels or already
/// as shares of full ink.
/// </summary>
public sealed class ScaleIntegers : Transform
{
    internal const string Called = "scale_integers";

    /// <summary>Scales whole numbers by <paramref name="factor"/>, such as 1/255.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The factor is not finite.</exception>
    public ScaleIntegers(double factor) : base(Called)
    {
        if (!double.IsFinite(factor))
            throw new ArgumentOutOfRangeException(nameof(factor), factor, "The factor must be a finite number.");
        Factor = factor;
    }

    /// <summary>The factor of whole numbers.</summary>
    public double Factor { get; }

    internal override Transform For(DType type) => type == DType.Int32 ? new Scale(Factor) : this;

    /// <inheritdoc/>
    protected internal override void ApplyRow(ReadOnlySpan<double> row, Span<double> result, int number) =>
        row.CopyTo(result);

    /// <inheritdoc/>
    protected override void DescribeTo(JsonObject description) => description["factor"] = Factor;
}
