namespace Chainrule;

/// <summary>
/// For several answers of yes or no a sample, each a probability: the fraction of answers that are right, or of samples
/// whose answers are all right.
/// </summary>
internal sealed class LabelMetric(string name, bool ofSamples) : Metric
{
    public override string Name => name;

    public override bool IsHigherBetter => true;

    public override int SumCount(int outputs) => 2;

    public override void Add(ReadOnlySpan<double> output, ReadOnlySpan<double> target, Span<double> sums)
    {
        int right = 0;
        for (int i = 0; i < output.Length; i++) if (output[i] >= 0.5 == target[i] >= 0.5) right++;
        sums[0] += ofSamples ? right == output.Length ? 1 : 0 : right;
        sums[1] += ofSamples ? 1 : output.Length;
    }

    public override double Result(ReadOnlySpan<double> sums) => sums[0] / sums[1];
}
