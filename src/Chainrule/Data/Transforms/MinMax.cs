using System.Numerics.Tensors;
using System.Text.Json.Nodes;

namespace Chainrule;

/// <summary>
/// Scales every column to [0, 1]: (x − min) / (max − min), with the extremes of the training samples. Other samples may
/// fall outside; a constant column becomes 0.
/// </summary>
public sealed class MinMax : Transform
{
    internal const string Called = "minmax";

    private double[] minima = [], ranges = [];

    /// <summary>Creates a transform that still has to be fitted.</summary>
    public MinMax() : base(Called) { }

    internal MinMax(double[] minima, double[] ranges) : this() => Learn(minima, ranges);

    /// <summary>The smallest value of each column.</summary>
    public IReadOnlyList<double> Minima => minima;

    /// <summary>The largest minus the smallest value of each column; 1 for a constant column.</summary>
    public IReadOnlyList<double> Ranges => ranges;

    /// <inheritdoc/>
    protected override bool NeedsFit => true;

    /// <inheritdoc/>
    protected override void FitRows(FeatureRows rows)
    {
        double[] low = rows.Read(0).ToArray(), high = [.. low];
        for (int row = 1; row < rows.Count; row++)
        {
            ReadOnlySpan<double> x = rows.Read(row);
            TensorPrimitives.Min(low, x, low);
            TensorPrimitives.Max(high, x, high);
        }
        for (int column = 0; column < low.Length; column++)
        {
            double range = high[column] - low[column];
            high[column] = range > 0 ? range : 1;
        }
        Learn(low, high);
    }

    /// <inheritdoc/>
    protected internal override void ApplyRow(ReadOnlySpan<double> row, Span<double> result, int number)
    {
        TensorPrimitives.Subtract(row, minima, result);
        TensorPrimitives.Divide(result, ranges, result);
    }

    /// <inheritdoc/>
    protected override void DescribeTo(JsonObject description)
    {
        description["min"] = TransformDescription.Write(minima);
        description["range"] = TransformDescription.Write(ranges);
    }

    private void Learn(double[] low, double[] range)
    {
        (minima, ranges) = (low, range);
        Columns = low.Length;
    }
}
