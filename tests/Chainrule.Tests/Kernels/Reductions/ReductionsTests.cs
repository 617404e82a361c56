using System.Numerics;
using Chainrule.Kernels;

namespace Chainrule.Tests.Kernels;

[Collection(ForcedWidths.Name)]
public unsafe class ReductionsTests
{
    private static readonly int[] widths = [512, 256, 128, 0];

    private static readonly (int M, int N)[] shapes =
        [(1, 1), (3, 10), (32, 16), (33, 17), (70, 64), (5, 65), (129, 131), (2, 3000), (1000, 3)];

    [Fact]
    public void Rows_and_columns_agree_with_plain_loops_in_float() => Agree<float>(1e-6);

    [Fact]
    public void Rows_and_columns_agree_with_plain_loops_in_double() => Agree<double>(1e-15);

    [Fact]
    public void Long_sums_lose_no_more_than_a_few_digits()
    {
        // Added one after the other, a million floats of 0.1 lose three of seven digits.
        float[] x = new float[1_000_003];
        Array.Fill(x, 0.1f);
        double expected = x.Length * (double)0.1f;
        foreach (int bits in widths)
        {
            using SimdWidth.Forced width = SimdWidth.Force(bits);
            Assert.Equal(expected, Row<float>(x).Sum, expected * 5e-7);
            Assert.Equal(x.Length * 0.1 * 0.1, ReductionLoops.SumOfSquares<float>(x), expected * 5e-8);
            float column;
            fixed (float* from = x) ReductionLoops.ColumnSums(x.Length, 1, from, 1, &column);
            Assert.Equal(expected, column, expected * 2e-6);
        }
    }

    [Fact]
    public void Not_a_number_is_the_extreme_of_its_row_and_nothing_has_an_infinite_one()
    {
        foreach (int bits in widths)
        {
            using SimdWidth.Forced width = SimdWidth.Force(bits);
            for (int place = 0; place < 50; place++)
            {
                float[] x = new float[50];
                x[place] = float.NaN;
                Assert.True(float.IsNaN(Row<float>(x).Max));
                Assert.True(float.IsNaN(Row<float>(x).Min));
                x[place] = -3;
                Assert.Equal((-3, -3, 0), Row<float>(x));
            }
        }
        Assert.Equal((0, double.PositiveInfinity, double.NegativeInfinity), Row<double>([]));
        Assert.Equal((0, float.PositiveInfinity, float.NegativeInfinity), Row<float>([]));
    }

    private static (T Sum, T Min, T Max) Row<T>(T[] x) where T : unmanaged, IFloatingPointIeee754<T>
    {
        T sum, min, max;
        fixed (T* from = x)
        {
            ReductionLoops.RowSums(1, x.Length, from, x.Length, &sum);
            ReductionLoops.RowMinima(1, x.Length, from, x.Length, &min);
            ReductionLoops.RowMaxima(1, x.Length, from, x.Length, &max);
        }
        return (sum, min, max);
    }

    private static void Agree<T>(double tolerance) where T : unmanaged, IFloatingPointIeee754<T>
    {
        Random random = new(13);
        foreach (int bits in widths)
        {
            using SimdWidth.Forced width = SimdWidth.Force(bits);
            foreach ((int m, int n) in shapes)
            {
                int stride = n + 3;
                T[] x = [.. Enumerable.Range(0, m * stride).Select(_ => T.CreateTruncating(random.NextDouble() - 0.5))];
                T[] rows = new T[m], maxima = new T[m], minima = new T[m];
                T[] columns = new T[n], high = new T[n], low = new T[n];
                fixed (T* from = x, r = rows, rh = maxima, rl = minima, c = columns, ch = high, cl = low)
                {
                    ReductionLoops.RowSums(m, n, from, stride, r);
                    ReductionLoops.RowMaxima(m, n, from, stride, rh);
                    ReductionLoops.RowMinima(m, n, from, stride, rl);
                    ReductionLoops.ColumnSums(m, n, from, stride, c);
                    ReductionLoops.ColumnMaxima(m, n, from, stride, ch);
                    ReductionLoops.ColumnMinima(m, n, from, stride, cl);
                }
                double At(int i, int j) => double.CreateTruncating(x[(i * stride) + j]);
                for (int i = 0; i < m; i++)
                {
                    double[] row = [.. Enumerable.Range(0, n).Select(j => At(i, j))];
                    Assert.Equal(row.Sum(), double.CreateTruncating(rows[i]), tolerance * n);
                    Assert.Equal(row.Max(), double.CreateTruncating(maxima[i]));
                    Assert.Equal(row.Min(), double.CreateTruncating(minima[i]));
                }
                for (int j = 0; j < n; j++)
                {
                    double[] column = [.. Enumerable.Range(0, m).Select(i => At(i, j))];
                    Assert.Equal(column.Sum(), double.CreateTruncating(columns[j]), tolerance * (m + 1));
                    Assert.Equal(column.Max(), double.CreateTruncating(high[j]));
                    Assert.Equal(column.Min(), double.CreateTruncating(low[j]));
                }
            }
        }
    }
}
