using System.Numerics.Tensors;

namespace Chainrule;

/// <summary>The mean of each column's values of some rows, or the most frequent one, without those missing.</summary>
internal sealed class UsualValues
{
    private readonly double[] means, counts, scratch;
    private readonly Dictionary<double, long>?[] frequencies;
    private readonly int[] counted;   // the columns of which the most frequent value is wanted

    /// <summary>Nothing seen yet.</summary>
    /// <param name="width">The number of columns.</param>
    /// <param name="counted">Those of which the most frequent value is wanted.</param>
    public UsualValues(int width, int[] counted)
    {
        (means, counts, scratch) = (new double[width], new double[width], new double[width]);
        this.counted = counted;
        frequencies = new Dictionary<double, long>?[width];
        foreach (int column in counted) frequencies[column] = [];
    }

    /// <summary>Adds a row, in which NaN stands for a missing value.</summary>
    public void Add(ReadOnlySpan<double> x)
    {
        foreach (int column in counted) Count(column, x[column], 1);
        if (!TensorPrimitives.IsNaNAny(x))
        {
            TensorPrimitives.Add(counts, 1, counts);
            TensorPrimitives.Subtract(x, means, scratch);
            TensorPrimitives.Divide(scratch, counts, scratch);
            TensorPrimitives.Add(means, scratch, means);
            return;
        }
        for (int column = 0; column < x.Length; column++)
            if (!double.IsNaN(x[column])) means[column] += (x[column] - means[column]) / ++counts[column];
    }

    /// <summary>Adds later rows.</summary>
    public void Add(UsualValues later)
    {
        for (int column = 0; column < means.Length; column++)
        {
            counts[column] += later.counts[column];
            // Not 0 / 0 where all are missing.
            double share = later.counts[column] / Math.Max(1, counts[column]);
            means[column] += (later.means[column] - means[column]) * share;
        }
        foreach (int column in counted)
            foreach ((double value, long count) in later.frequencies[column]!) Count(column, value, count);
    }

    /// <summary>The values; 0 where none was seen.</summary>
    public double[] ToArray()
    {
        foreach (int column in counted)
        {
            means[column] = frequencies[column]!.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key)
                .Select(pair => pair.Key).FirstOrDefault();
        }
        return means;
    }

    private void Count(int column, double value, long count)
    {
        if (!double.IsNaN(value))
            frequencies[column]![value] = frequencies[column]!.GetValueOrDefault(value) + count;
    }
}
