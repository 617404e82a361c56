using System.Numerics;
using System.Numerics.Tensors;

namespace Chainrule;

/// <summary>The fraction of samples predicted correctly.</summary>
internal sealed class AccuracyMetric : Metric
{
    public override string Name => "accuracy";

    public override bool IsHigherBetter => true;

    public override int SumCount(int outputs) => 2;

    public override void Add(ReadOnlySpan<double> output, ReadOnlySpan<double> target, Span<double> sums)
    {
        if (ClassOf(output, 0.5) == ClassOf(target, 0.5)) sums[0]++;
        sums[1]++;
    }

    public override double Result(ReadOnlySpan<double> sums) => sums[0] / sums[1];

    /// <summary>
    /// The class that a row of outputs stands for: that of the largest output, or whether a single probability reaches
    /// one half.
    /// </summary>
    public static int ClassOf<T>(ReadOnlySpan<T> row, T threshold) where T : unmanaged, INumber<T> =>
        row.Length == 1 ? row[0] >= threshold ? 1 : 0 : TensorPrimitives.IndexOfMax(row);
}
