using Chainrule.Kernels;

namespace Chainrule.Tests.Kernels;

/// <summary>A single row times a packed matrix, with zeros and without.</summary>
[Collection(ForcedWidths.Name)]
public unsafe class PackedRowTests
{
    public static TheoryData<int> Widths() => ForcedWidths.Widths();

    [Theory]
    [MemberData(nameof(Widths))]
    public void A_row_with_any_share_of_zeros_gives_the_plain_sums(int bits)
    {
        using SimdWidth.Forced _ = SimdWidth.Force(bits);
        foreach ((int k, int n) in ((int, int)[])[(64, 64), (65, 70), (100, 33), (129, 128), (784, 130), (70, 65)])
        {
            foreach (double share in (double[])[0, 0.2, 0.3, 0.8, 0.99, 1])
            {
                Check<float>(k, n, share, 2e-5);
                Check<double>(k, n, share, 1e-13);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void A_zero_times_infinity_is_still_no_number(int bits)
    {
        using SimdWidth.Forced _ = SimdWidth.Force(bits);
        float[] x = new float[100], b = new float[100 * 80];
        b[(7 * 80) + 3] = float.PositiveInfinity;
        b[(8 * 80) + 4] = float.NaN;
        float[] y = Multiply(x, b, 80, Workers.Single);
        Assert.True(float.IsNaN(y[3]) && float.IsNaN(y[4]) && y[5] == 5);
        x[7] = 2;
        Assert.Equal(float.PositiveInfinity, Multiply(x, b, 80, Workers.Single)[3]);
        b.AsSpan().Fill(1);
        (x[7], x[50]) = (float.NaN, 3);
        Assert.All(Multiply(x, b, 80, Workers.Single), value => Assert.True(float.IsNaN(value)));
    }

    [Fact]
    public void Threads_share_a_row_without_changing_a_bit()
    {
        var random = new Random(4);
        float[] x = [.. Enumerable.Range(0, 700).Select(_ => Math.Max(0, random.NextSingle() - 0.6f))];
        float[] b = [.. Enumerable.Range(0, 700 * 1000).Select(_ => random.NextSingle() - 0.5f)];
        float[] single = Multiply(x, b, 1000, Workers.Single);
        foreach (int count in (int[])[2, 3, 5])
        {
            using Workers workers = new(count);
            Assert.Equal(single, Multiply(x, b, 1000, workers));
        }
    }

    private static void Check<T>(int k, int n, double share, double tolerance)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        var random = new Random(k + n);
        T[] x = [.. Enumerable.Range(0, k).Select(i => random.NextDouble() < share
            ? i % 2 == 0 ? T.Zero : T.NegativeZero
            : T.CreateTruncating(random.NextDouble() - 0.5))];
        T[] b = [.. Enumerable.Range(0, k * n).Select(_ => T.CreateTruncating(random.NextDouble() - 0.5))];
        T[] y = Multiply(x, b, n, Workers.Single);
        for (int j = 0; j < n; j++)
        {
            double sum = 0;
            for (int l = 0; l < k; l++)
                sum += double.CreateTruncating(x[l]) * double.CreateTruncating(b[(l * n) + j]);
            Assert.Equal(Math.Max(0, sum + j), double.CreateTruncating(y[j]), tolerance * (1 + j));
        }
    }

    // max(x·B + (0, 1, 2, …), 0).
    private static T[] Multiply<T>(T[] x, T[] b, int n, Workers workers)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        var y = new T[n];
        T[] bias = [.. Enumerable.Range(0, n).Select(T.CreateTruncating)];
        fixed (T* row = x, matrix = b, to = y)
        {
            var dense = new PackedDense<T, ReluFunction>(
                new PackedMatrix<T>(x.Length, n, matrix, n, false), bias, default);
            dense.Run(1, row, false, to, workers);
        }
        return y;
    }
}
