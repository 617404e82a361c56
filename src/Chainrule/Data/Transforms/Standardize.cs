using System.Numerics.Tensors;
using System.Text.Json.Nodes;

namespace Chainrule;

/// <summary>
/// Scales every column to mean 0 and standard deviation 1: (x − μ) / σ, with the mean and the population standard
/// deviation of the training samples. A constant column becomes 0.
/// </summary>
public sealed class Standardize : Transform
{
    internal const string Called = "standardize";

    private double[] means = [], deviations = [];

    /// <summary>Creates a transform that still has to be fitted.</summary>
    public Standardize() : base(Called) { }

    internal Standardize(double[] means, double[] deviations) : this() => Learn(means, deviations);

    /// <summary>The mean of each column, μ.</summary>
    public IReadOnlyList<double> Means => means;

    /// <summary>The standard deviation of each column, σ; 1 for a constant column.</summary>
    public IReadOnlyList<double> StandardDeviations => deviations;

    /// <inheritdoc/>
    protected override bool NeedsFit => true;

    // Welford's update: numerically stable in one pass. A constant column keeps its exact mean, so its σ is exactly 0.
    /// <inheritdoc/>
    protected override void FitRows(FeatureRows rows)
    {
        double[] mean = new double[rows.Width], squares = new double[rows.Width];
        double[] before = new double[rows.Width], after = new double[rows.Width];
        for (int row = 0; row < rows.Count; row++)
        {
            ReadOnlySpan<double> x = rows.Read(row);
            TensorPrimitives.Subtract(x, mean, before);
            TensorPrimitives.Divide(before, row + 1.0, after);
            TensorPrimitives.Add(mean, after, mean);
            TensorPrimitives.Subtract(x, mean, after);
            TensorPrimitives.Multiply(before, after, after);
            TensorPrimitives.Add(squares, after, squares);
        }
        for (int column = 0; column < squares.Length; column++)
        {
            double deviation = Math.Sqrt(squares[column] / rows.Count);
            squares[column] = deviation > 0 ? deviation : 1;
        }
        Learn(mean, squares);
    }

    /// <inheritdoc/>
    protected internal override void ApplyRow(ReadOnlySpan<double> row, Span<double> result, int number)
    {
        TensorPrimitives.Subtract(row, means, result);
        TensorPrimitives.Divide(result, deviations, result);
    }

    /// <inheritdoc/>
    protected override void DescribeTo(JsonObject description)
    {
        description["mean"] = TransformDescription.Write(means);
        description["deviation"] = TransformDescription.Write(deviations);
    }

    private void Learn(double[] mean, double[] deviation)
    {
        (means, deviations) = (mean, deviation);
        Columns = mean.Length;
    }
}
