using System.Numerics.Tensors;
using System.Text.Json.Nodes;

namespace Chainrule;

/// <summary>Multiplies every value by a factor, such as 1/255 for 8-bit pixels.</summary>
public sealed class Scale : Transform
{
    internal const string Called = "scale";

    /// <summary>Multiplies by <paramref name="factor"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The factor is not finite.</exception>
    public Scale(double factor) : base(Called)
    {
        if (!double.IsFinite(factor))
            throw new ArgumentOutOfRangeException(nameof(factor), factor, "The factor must be a finite number.");
        Factor = factor;
    }

    /// <summary>The factor.</summary>
    public double Factor { get; }

    /// <inheritdoc/>
    protected internal override void ApplyRow(ReadOnlySpan<double> row, Span<double> result, int number) =>
        TensorPrimitives.Multiply(row, Factor, result);

    /// <inheritdoc/>
    protected override void DescribeTo(JsonObject description) => description["factor"] = Factor;
}
