using System.Numerics.Tensors;
using Chainrule.Kernels;
using static Chainrule.Functions;

namespace Chainrule;

/// <summary>
/// How much of the targets is noise, at most: what neither a linear regression on the features nor the nearest other
/// sample explains. The one is exact for linear data, the other for smooth data of few features.
/// </summary>
internal static class NoiseEstimate
{
    /// <summary>How many samples it takes at most: enough to tell noise from none, and few enough to take no time.
    /// </summary>
    public const int MaxRows = 1000;

    private const int MaxColumns = 2000;
    private const ulong Stream = 0x4E4F_4953;

    /// <summary>
    /// For classes the share of wrong answers, for values the share of the targets' variance: 0 to 1. It is 1 where
    /// there are too few samples or too many features to tell.
    /// </summary>
    public static double Of(Dataset samples)
    {
        // At random, since rows may repeat themselves at regular distances.
        int[] rows = samples.Count <= MaxRows ? [.. Enumerable.Range(0, samples.Count)]
            : CounterRandom.Permutation(samples.Count, seed: 0, Stream)[..MaxRows];
        Dataset some = samples.Subset(rows);
        Tensor features = some.Preprocessing.Count > 0 ? some.Preprocessing.Copy().Fit(some.Features) : some.Features;
        int m = rows.Length, n = features.Shape.Size / Math.Max(1, m);
        if (m < 3 || n > MaxColumns) return 1;

        Tensor x = Centered(Reshape(features, m, n));
        x /= Sqrt(Mean(x * x, 0)) + 1e-300;
        Tensor y = some.IsClassification ? OneHot(some.Targets, some.OutputCount, DType.Float64)
            : Reshape(some.Targets, m, some.OutputCount).Cast(DType.Float64);
        // Each nearest sample brings noise of its own: half of the squared difference is its share.
        double neighbor = Missed(some, y, TakeRows(y, Tensor.FromArray(NearestOthers(x))), 0.5);
        int free = m - n - 1;
        return Math.Min(neighbor, free < n ? 1 : Missed(some, y, LinearFit(x, y), (m - 1.0) / free));
    }

    // Answers are wrong or right; values are missed by a share of their variance.
    private static double Missed(Dataset samples, Tensor truth, Tensor predicted, double factor)
    {
        double share = samples.IsClassification
            ? Mean(NotEqual(ArgMax(predicted, 1).Cast(DType.Float64), ArgMax(truth, 1).Cast(DType.Float64))).Item()
            : samples.IsMultiLabel ? Mean(NotEqual(Sign(predicted - 0.5), Sign(truth - 0.5))).Item()
            : factor * Mean(Sum(Pow(truth - predicted, 2), 0) / (Sum(Pow(Centered(truth), 2), 0) + 1e-300)).Item();
        return double.IsFinite(share) ? Math.Clamp(share, 0, 1) : 1;
    }

    // A little on the diagonal is for columns that are constant or follow from others.
    private static Tensor LinearFit(Tensor x, Tensor y) => Mean(y, 0, keepDims: true) + MatMul(x, Solve(
        MatMul(Transpose(x), x) + (1e-9 * x.Shape[0] * Tensor.Eye(x.Shape[1], dtype: DType.Float64)),
        MatMul(Transpose(x), Centered(y))));

    private static int[] NearestOthers(Tensor x)
    {
        int m = x.Shape[0];
        // |a|² − 2a·b orders the samples a by their distance from b.
        double[] distances = (Sum(x * x, 1) - (2 * MatMul(x, Transpose(x)))).ToArray<double>();
        var nearest = new int[m];
        for (int i = 0; i < m; i++)
        {
            Span<double> others = distances.AsSpan(i * m, m);
            others[i] = double.PositiveInfinity;
            nearest[i] = others.IndexOf(TensorPrimitives.Min<double>(others));
        }
        return nearest;
    }

    private static Tensor Centered(Tensor x)
    {
        Tensor wide = x.Cast(DType.Float64);
        return wide - Mean(wide, 0, keepDims: true);
    }
}
