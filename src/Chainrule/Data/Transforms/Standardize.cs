using System.Numerics.Tensors;
using System.Text.Json.Nodes;

namespace Chainrule;

/// <summary>
/// Brings every column to mean 0 and deviation 1: (x − μ) / σ with the mean and the population deviation of the
/// training samples. A column that never varied in training becomes 0, whatever it holds later.
/// </summary>
public sealed class Standardize : Transform
{
    internal const string Called = "standardize";

    private double[] means = [], deviations = [];   // a deviation of 0: the column never varies
    private int[] constant = [];

    /// <summary>Creates a transform that still has to be fitted.</summary>
    public Standardize() : base(Called) { }

    internal Standardize(double[] means, double[] deviations) : this() => Learn(means, deviations);

    /// <summary>The mean of each column, μ.</summary>
    public IReadOnlyList<double> Means => means;

    /// <summary>The deviation of each column, σ; 1 where the column never varies.</summary>
    public IReadOnlyList<double> StandardDeviations => Array.ConvertAll(deviations, one => one == 0 ? 1 : one);

    /// <inheritdoc/>
    protected override bool NeedsFit => true;

    /// <inheritdoc/>
    protected override void FitRows(FeatureRows rows)
    {
        var all = new ColumnMoments(rows.Width);
        foreach (ColumnMoments chunk in rows.Chunks(Moments)) all.Add(chunk);
        Learn(all.Means, Array.ConvertAll(all.Squares, sum => Math.Sqrt(sum / rows.Count)));
    }

    private static ColumnMoments Moments(FeatureRows rows, int first, int end)
    {
        var moments = new ColumnMoments(rows.Width);
        for (int row = first; row < end; row++) moments.Add(rows.Read(row));
        return moments;
    }

    /// <inheritdoc/>
    protected internal override void ApplyRow(ReadOnlySpan<double> row, Span<double> result, int number)
    {
        TensorPrimitives.Subtract(row, means, result);
        TensorPrimitives.Divide(result, deviations, result);
        foreach (int column in constant) result[column] = 0;
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
        constant = [.. Enumerable.Range(0, deviation.Length).Where(column => deviation[column] == 0)];
        Columns = mean.Length;
    }
}
