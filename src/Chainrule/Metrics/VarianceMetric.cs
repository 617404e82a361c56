namespace Chainrule;

/// <summary>
/// How much of the targets' variance the outputs explain, averaged over the outputs, or of all their variance: R², or
/// the same without the mean error.
/// </summary>
internal sealed class VarianceMetric(string name, bool ignoresMeanError = false, bool isWeighted = false) : SumMetric
{
    // For each output: the number of samples, their weight, the mean of the targets and Σ(target − mean)², the mean of
    // the errors and Σ(error − mean)².
    private const int Sums = 6;

    public override string Name => name;

    public override bool HigherIsBetter => true;

    // The variance of one-hot rows says nothing that anyone asks for.
    public override bool Judges(TargetKind kind) => kind == TargetKind.Values;

    public override int SumCount(int outputs) => Sums * outputs;

    // Mean and squared deviations are updated together (Welford 1962; West 1979 for weights), so that large targets
    // lose no digits.
    public override void Add(
        ReadOnlySpan<double> output, ReadOnlySpan<double> target, double weight, Span<double> sums)
    {
        for (int i = 0; i < output.Length; i++)
        {
            Span<double> own = sums.Slice(Sums * i, Sums);
            own[0]++;
            own[1] += weight;
            Move(own[2..4], target[i], weight, own[1]);
            Move(own[4..], target[i] - output[i], weight, own[1]);
        }
    }

    public override double Result(ReadOnlySpan<double> sums)
    {
        double sum = 0, errors = 0, variances = 0;
        for (int i = 0; i < sums.Length; i += Sums)
        {
            if (sums[i] < (ignoresMeanError ? 1 : 2)) return double.NaN;
            double error = sums[i + 5] + (ignoresMeanError ? 0 : sums[i + 1] * sums[i + 4] * sums[i + 4]);
            if (sums[i + 3] > 0) (errors, variances) = (errors + error, variances + sums[i + 3]);
            sum += sums[i + 3] > 0 ? 1 - (error / sums[i + 3]) : error == 0 ? 1 : 0;
        }
        return isWeighted && variances > 0 ? 1 - (errors / variances) : sum / (sums.Length / Sums);
    }

    private static void Move(Span<double> moments, double value, double weight, double total)
    {
        double away = value - moments[0];
        moments[0] += away * weight / total;
        moments[1] += weight * away * (value - moments[0]);
    }
}
