namespace Chainrule.Studio.Runs;

/// <summary>How the values of a parameter are distributed: the finite ones, and how many others there are.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Shape">Its shape.</param>
/// <param name="Least">The least, where the first bin begins; NaN where no value is finite.</param>
/// <param name="Most">The largest, where the last one ends.</param>
/// <param name="Mean">The mean.</param>
/// <param name="Deviation">The standard deviation.</param>
/// <param name="Counts">The number of values in each bin.</param>
/// <param name="NotFinite">How many values are infinite or NaN.</param>
internal sealed record WeightHistogram(
    string Name, string Shape, double Least, double Most, double Mean, double Deviation, int[] Counts, int NotFinite)
{
    private const int Bins = 41;

    public static WeightHistogram Of(string name, Tensor tensor)
    {
        double[] all = tensor.Cast(DType.Float64).ToArray<double>();
        double[] values = Array.FindAll(all, double.IsFinite);
        int notFinite = all.Length - values.Length;
        var counts = new int[Bins];
        if (values.Length == 0)
            return new(name, $"{tensor.Shape}", double.NaN, double.NaN, double.NaN, double.NaN, counts, notFinite);
        double mean = values.Average(), least = values.Min(), most = values.Max();
        double deviation = Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
        foreach (double value in values)
            counts[most > least ? Math.Min((int)((value - least) / (most - least) * Bins), Bins - 1) : Bins / 2]++;
        return new(name, $"{tensor.Shape}", least, most, mean, deviation, counts, notFinite);
    }
}
