using System.Numerics;
using Chainrule.Kernels;

namespace Chainrule.Tests.Kernels;

[Collection(ForcedWidths.Name)]
public class RowsTests
{
    private static readonly int[] widths = [512, 256, 128, 0];
    private static readonly int[] lengths = [1, 2, 3, 7, 8, 10, 15, 16, 17, 33, 70, 1000];

    [Fact]
    public void Softmax_and_its_relatives_agree_with_plain_loops_in_float() => Agree<float>(3e-6);

    [Fact]
    public void Softmax_and_its_relatives_agree_with_plain_loops_in_double() => Agree<double>(1e-14);

    [Fact]
    public void Extreme_logits_stay_finite_and_minus_infinity_has_no_probability()
    {
        float[] x = [1e4f, -1e4f, 0, -1e4f, -1e4f, -1e4f, float.NegativeInfinity, 0, 0], y = new float[9];
        Rows.Softmax<float>(3, 3, x, y);
        Assert.Equal([1, 0, 0, 1f / 3, 1f / 3, 1f / 3, 0, 0.5f, 0.5f], y);
        Rows.LogSoftmax<float>(3, 3, x, y);
        Assert.Equal([0, -2e4f, -1e4f], y[..3]);
        Assert.Equal(float.NegativeInfinity, y[6]);
        float[] loss = new float[3];
        Rows.SoftmaxCrossEntropy<float>(3, 3, x, [0, 0, 1], loss);
        Assert.Equal([0, MathF.Log(3), MathF.Log(2)], loss, (a, b) => Math.Abs(a - b) < 1e-6);
        Rows.SoftmaxCrossEntropy<float>(3, 3, x, [1, 0, 0, 0, 0, 1, 0, 0.5f, 0.5f], loss);
        Assert.Equal([0, MathF.Log(3), MathF.Log(2)], loss, (a, b) => Math.Abs(a - b) < 1e-6);
    }

    [Fact]
    public void Not_a_number_takes_its_row_and_no_other()
    {
        foreach (int bits in widths)
        {
            using SimdWidth.Forced width = SimdWidth.Force(bits);
            float[] x = new float[3 * 20];
            x[20 + 17] = float.NaN;
            Rows.Softmax<float>(3, 20, x, x);
            for (int i = 0; i < x.Length; i++) Assert.Equal(i / 20 == 1, float.IsNaN(x[i]));
        }
    }

    [Fact]
    public void A_label_outside_the_classes_is_told()
    {
        DataException error = Assert.Throws<DataException>(
            () => Rows.SoftmaxCrossEntropy<float>(2, 3, new float[6], [0, 3], new float[2]));
        Assert.Equal("The label of row 1 is 3, but there are 3 classes: use labels from 0 to 2.", error.Message);
    }

    private static void Agree<T>(double tolerance) where T : unmanaged, IFloatingPointIeee754<T>
    {
        Random random = new(11);
        foreach (int bits in widths)
        {
            using SimdWidth.Forced width = SimdWidth.Force(bits);
            foreach (int n in lengths)
            {
                int m = 37;
                T[] x = Values<T>(random, m * n, 8), targets = Values<T>(random, m * n, 1);
                int[] labels = new int[m];
                for (int i = 0; i < m; i++) labels[i] = random.Next(n);
                for (int i = 0; i < targets.Length; i += 3) targets[i] = T.Zero;
                T[] loss = new T[m], weightedLoss = new T[m], log = new T[m * n], p = new T[m * n];
                Rows.Softmax<T>(m, n, x, p);
                Rows.LogSoftmax<T>(m, n, x, log);
                Rows.SoftmaxCrossEntropy<T>(m, n, x, labels, loss);
                Rows.SoftmaxCrossEntropy<T>(m, n, x, targets, weightedLoss);
                for (int i = 0; i < m; i++)
                {
                    double[] row = Doubles(x, i, n), t = Doubles(targets, i, n);
                    double max = row.Max(), logSum = max + Math.Log(row.Sum(v => Math.Exp(v - max)));
                    double expectedWeighted = 0;
                    for (int j = 0; j < n; j++)
                    {
                        int at = (i * n) + j;
                        double logp = row[j] - logSum, prob = Math.Exp(logp);
                        expectedWeighted -= t[j] * logp;
                        Close(prob, p[at], tolerance);
                        Close(logp, log[at], tolerance * 5);
                    }
                    Close(logSum - row[labels[i]], loss[i], tolerance * 5);
                    Close(expectedWeighted, weightedLoss[i], tolerance * 5 * (1 + n));
                }
                T[] inPlace = [.. x];
                Rows.Softmax<T>(m, n, inPlace, inPlace);
                Assert.Equal(p, inPlace);
                Rows.LogSoftmax<T>(m, n, x, x);
                Assert.Equal(log, x);
            }
        }
    }

    private static void Close<T>(double expected, T actual, double tolerance) where T : IFloatingPointIeee754<T> =>
        Assert.Equal(expected, double.CreateTruncating(actual), tolerance * (1 + Math.Abs(expected)));

    private static T[] Values<T>(Random random, int length, double size) where T : IFloatingPointIeee754<T> =>
        [.. Enumerable.Range(0, length).Select(_ => T.CreateTruncating((random.NextDouble() * 2 - 1) * size))];

    private static double[] Doubles<T>(T[] x, int row, int n) where T : IFloatingPointIeee754<T> =>
        [.. x.AsSpan(row * n, n).ToArray().Select(double.CreateTruncating)];
}
