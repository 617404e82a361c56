using System.Numerics.Tensors;

namespace Chainrule;

/// <summary>The mean of each column of some rows, and the sum of the squares of its distances to the values.</summary>
/// <remarks>
/// Welford's update: numerically stable in one pass. A constant column keeps its exact mean, so that its sum is exactly
/// 0.
/// </remarks>
internal sealed class ColumnMoments(int width)
{
    private readonly double[] before = new double[width], after = new double[width];
    private long count;

    /// <summary>The mean of each column.</summary>
    public double[] Means { get; } = new double[width];

    /// <summary>Σ (x − mean)², by column.</summary>
    public double[] Squares { get; } = new double[width];

    /// <summary>Adds a row.</summary>
    public void Add(ReadOnlySpan<double> x)
    {
        count++;
        TensorPrimitives.Subtract(x, Means, before);
        TensorPrimitives.Divide(before, (double)count, after);
        TensorPrimitives.Add(Means, after, Means);
        TensorPrimitives.Subtract(x, Means, after);
        TensorPrimitives.Multiply(before, after, after);
        TensorPrimitives.Add(Squares, after, Squares);
    }

    /// <summary>Adds later rows (Chan, Golub and LeVeque, 1979).</summary>
    public void Add(ColumnMoments later)
    {
        if (count == 0)
        {
            later.Means.CopyTo(Means, 0);
            later.Squares.CopyTo(Squares, 0);
            count = later.count;
            return;
        }
        long sum = count + later.count;
        double share = (double)later.count / sum, weight = share * count;
        for (int column = 0; column < Means.Length; column++)
        {
            double difference = later.Means[column] - Means[column];
            Means[column] += difference * share;
            Squares[column] += later.Squares[column] + (difference * difference * weight);
        }
        count = sum;
    }
}
