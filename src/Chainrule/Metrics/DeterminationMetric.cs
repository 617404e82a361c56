namespace Chainrule;

/// <summary>The coefficient of determination.</summary>
internal sealed class DeterminationMetric : Metric
{
    // For each output: the number of samples, the mean of the targets, Σ(target − mean)², Σ(output − target)².
    private const int Sums = 4;

    public override string Name => "r2";

    public override bool IsHigherBetter => true;

    public override int SumCount(int outputs) => Sums * outputs;

    // The mean and the squared deviations are updated together (Welford 1962), so that large targets lose no digits.
    public override void Add(ReadOnlySpan<double> output, ReadOnlySpan<double> target, Span<double> sums)
    {
        for (int i = 0; i < output.Length; i++)
        {
            Span<double> own = sums.Slice(Sums * i, Sums);
            double away = target[i] - own[1], error = output[i] - target[i];
            own[0]++;
            own[1] += away / own[0];
            own[2] += away * (target[i] - own[1]);
            own[3] += error * error;
        }
    }

    public override double Result(ReadOnlySpan<double> sums)
    {
        double sum = 0;
        for (int i = 0; i < sums.Length; i += Sums)
        {
            if (sums[i] < 2) return double.NaN;
            sum += sums[i + 2] > 0 ? 1 - (sums[i + 3] / sums[i + 2]) : sums[i + 3] == 0 ? 1 : 0;
        }
        return sum / (sums.Length / Sums);
    }
}
