namespace Chainrule;

/// <summary>The mean squared or absolute error over all elements, or its square root.</summary>
internal sealed class ErrorMetric(string name, bool isSquared, bool hasRoot = false) : Metric
{
    public override string Name => name;

    public override int SumCount(int outputs) => 2;

    public override void Add(ReadOnlySpan<double> output, ReadOnlySpan<double> target, Span<double> sums)
    {
        double sum = 0;
        for (int i = 0; i < output.Length; i++)
        {
            double error = output[i] - target[i];
            sum += isSquared ? error * error : Math.Abs(error);
        }
        sums[0] += sum;
        sums[1] += output.Length;
    }

    public override double Result(ReadOnlySpan<double> sums) =>
        hasRoot ? Math.Sqrt(sums[0] / sums[1]) : sums[0] / sums[1];
}
