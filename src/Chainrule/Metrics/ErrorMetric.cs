namespace Chainrule;

/// <summary>The mean over all elements of what an error costs.</summary>
internal sealed class ErrorMetric(
    string name, Func<double, double, double> cost, bool isOfValues = false) : SumMetric
{
    public override string Name => name;

    public override bool Judges(TargetKind kind) => !isOfValues || kind == TargetKind.Values;

    public override int SumCount(int outputs) => 2;

    public override void Add(
        ReadOnlySpan<double> output, ReadOnlySpan<double> target, double weight, Span<double> sums)
    {
        double sum = 0;
        for (int i = 0; i < output.Length; i++) sum += cost(output[i], target[i]);
        sums[0] += weight * sum;
        sums[1] += weight * output.Length;
    }

    public override double Result(ReadOnlySpan<double> sums) => sums[0] / sums[1];
}

/// <summary>The square root of each output's mean squared error, averaged over the outputs.</summary>
internal sealed class RootErrorMetric : SumMetric
{
    public override string Name => "rmse";

    public override int SumCount(int outputs) => outputs + 1;

    public override void Add(
        ReadOnlySpan<double> output, ReadOnlySpan<double> target, double weight, Span<double> sums)
    {
        for (int i = 0; i < output.Length; i++)
        {
            double error = output[i] - target[i];
            sums[i] += weight * error * error;
        }
        sums[^1] += weight;
    }

    public override double Result(ReadOnlySpan<double> sums)
    {
        double sum = 0;
        foreach (double squares in sums[..^1]) sum += Math.Sqrt(squares / sums[^1]);
        return sum / (sums.Length - 1);
    }
}

/// <summary>The largest absolute error of any element.</summary>
internal sealed class MaxErrorMetric : SumMetric
{
    public override string Name => "max_error";

    public override int SumCount(int outputs) => 2;

    public override void Add(
        ReadOnlySpan<double> output, ReadOnlySpan<double> target, double weight, Span<double> sums)
    {
        for (int i = 0; i < output.Length; i++) sums[0] = Math.Max(sums[0], Math.Abs(output[i] - target[i]));
        sums[1]++;
    }

    public override double Result(ReadOnlySpan<double> sums) => sums[1] == 0 ? double.NaN : sums[0];
}
