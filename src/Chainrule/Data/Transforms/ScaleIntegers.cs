using System.Text.Json.Nodes;

namespace Chainrule;

/// <summary>
/// Multiplies integers by a factor and leaves floating-point numbers unchanged: for images that come as 8-bit pixels or
/// are already scaled to [0, 1].
/// </summary>
public sealed class ScaleIntegers : Transform
{
    internal const string Called = "scale_integers";

    /// <summary>Scales integers by <paramref name="factor"/>, such as 1/255.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The factor is not finite.</exception>
    public ScaleIntegers(double factor) : base(Called)
    {
        if (!double.IsFinite(factor))
            throw new ArgumentOutOfRangeException(nameof(factor), factor, "The factor must be a finite number.");
        Factor = factor;
    }

    /// <summary>The factor for integers.</summary>
    public double Factor { get; }

    internal override Transform For(DType type) => type == DType.Int32 ? new Scale(Factor) : this;

    internal override bool Keeps(DType type) => type.IsFloating();

    /// <inheritdoc/>
    protected internal override void ApplyRow(ReadOnlySpan<double> row, Span<double> result, int number) =>
        row.CopyTo(result);

    /// <inheritdoc/>
    protected override void DescribeTo(JsonObject description) => description["factor"] = Factor;
}
