using System.Numerics;
using Chainrule.Kernels;

namespace Chainrule.Tests.Kernels;

/// <summary>Every variant compared with the plain loops, bit for bit.</summary>
[Collection(ForcedWidths.Name)]
public unsafe class GemmTests
{
    private static readonly int[] Small = [0, 1, 2, 3, 4, 5, 8, 9, 13, 16, 17, 31, 33, 40];

    private static readonly (int M, int N, int K)[] Large =
    [
        (67, 129, 300), (131, 70, 257), (15, 200, 600), (1, 300, 129), (300, 1, 129), (1, 129, 700), (129, 1, 300),
        (64, 64, 64), (200, 10, 128), (128, 16, 300), (10, 500, 31), (33, 1000, 2), (1000, 33, 1), (3, 5, 2000),
        (129, 97, 1024), (97, 1024, 65), (1024, 97, 129), (700, 65, 260), (2, 8, 500), (16, 300, 300), (60, 1100, 1000),
        (620, 900, 12), (75, 11, 1100), (64, 3, 90), (101, 9, 64), (50, 2, 40),
    ];

    public static TheoryData<int> Widths() => ForcedWidths.Widths();

    [Fact]
    public void All_small_sizes_and_forms_agree_with_the_plain_loops_in_single() => RunSmall<float>();

    [Fact]
    public void All_small_sizes_and_forms_agree_with_the_plain_loops_in_double() => RunSmall<double>();

    [Fact]
    public void Large_odd_sizes_agree_with_the_plain_loops()
    {
        foreach ((int m, int n, int k) in Large)
        {
            for (int form = 0; form < 4; form++)
            {
                for (int extra = 0; extra < 4; extra += 3)
                {
                    CheckWidths<float>(m, n, k, form, extra == 0, extra);
                    CheckWidths<double>(m, n, k, form, extra != 0, extra);
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Not_a_number_and_infinity_reach_exactly_their_row_and_column(int bits)
    {
        using SimdWidth.Forced _ = SimdWidth.Force(bits);
        foreach ((int m, int n, int k) in ((int, int, int)[])[(5, 6, 7), (1, 40, 33), (40, 1, 33), (70, 90, 80)])
        {
            for (int form = 0; form < 4; form++)
            {
                using GemmCase<float> one = new(m, n, k, form, accumulate: false, extra: 1);
                float* a = one.TransposeA ? one.A + (m - 1) : one.A + ((m - 1) * one.StrideA);
                float* b = one.TransposeB ? one.B + (n / 2 * one.StrideB) : one.B + (n / 2);
                *a = float.PositiveInfinity;
                *b = float.NaN;
                one.Multiply(Workers.Single);
                for (int i = 0; i < m; i++)
                {
                    for (int j = 0; j < n; j++)
                    {
                        float x = one.C[(i * one.StrideC) + j];
                        Assert.Equal(j != n / 2 && i != m - 1, float.IsFinite(x));
                        if (j == n / 2) Assert.True(float.IsNaN(x));
                    }
                }
            }
        }
    }

    // Numbers whose sums are rounded, so that another order would show.
    [Theory]
    [MemberData(nameof(Widths))]
    public void A_narrow_product_has_the_bits_of_a_wider_ones_columns(int bits)
    {
        using SimdWidth.Forced _ = SimdWidth.Force(bits);
        Random random = new(2);
        const int m = 90, narrow = 6, wide = 48, k = 1100;
        float[] a = [.. Enumerable.Range(0, m * k).Select(_ => random.NextSingle() - 0.5f)];
        float[] b = [.. Enumerable.Range(0, k * wide).Select(_ => random.NextSingle() - 0.5f)];
        foreach (bool transposeA in (bool[])[false, true])
        {
            float[] few = new float[m * narrow], all = new float[m * wide];
            few.AsSpan().Fill(0.1f);
            all.AsSpan().Fill(0.1f);
            fixed (float* pa = a, pb = b, pf = few, pw = all)
            {
                GemmProblem<float> problem = new(m, narrow, k, pa, transposeA, pb, false, pf)
                {
                    StrideB = wide,
                    Accumulate = true,
                };
                Gemm.Multiply(ref problem, Workers.Single);
                problem = new(m, wide, k, pa, transposeA, pb, false, pw) { Accumulate = true };
                Gemm.Multiply(ref problem, Workers.Single);
            }
            Assert.Equal(Enumerable.Range(0, m).SelectMany(i => all[(i * wide)..((i * wide) + narrow)]), few);
        }
    }

    [Fact]
    public void Sums_are_as_near_as_those_of_double()
    {
        Random random = new(1);
        const int m = 37, n = 53, k = 1500;
        float[] a = new float[m * k], b = new float[k * n], c = new float[m * n];
        foreach (ref float x in a.AsSpan()) x = (float)((2 * random.NextDouble()) - 1);
        foreach (ref float x in b.AsSpan()) x = (float)((2 * random.NextDouble()) - 1);
        fixed (float* pa = a, pb = b, pc = c)
        {
            GemmProblem<float> problem = new(m, n, k, pa, false, pb, false, pc);
            Gemm.Multiply(ref problem, Workers.Single);
        }
        for (int i = 0; i < m; i++)
        {
            for (int j = 0; j < n; j++)
            {
                double sum = 0;
                for (int l = 0; l < k; l++) sum += (double)a[(i * k) + l] * b[(l * n) + j];
                Assert.Equal(sum, c[(i * n) + j], 1e-4);
            }
        }
    }

    [Fact]
    public void A_product_allocates_nothing_once_warm()
    {
        using GemmCase<float> large = new(130, 140, 150, 0, accumulate: false, extra: 0);
        using GemmCase<float> small = new(3, 4, 5, 0, accumulate: false, extra: 0);
        large.Multiply(Workers.Single);
        small.Multiply(Workers.Single);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
        {
            large.Multiply(Workers.Single);
            small.Multiply(Workers.Single);
        }
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static void RunSmall<T>() where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int form = 0; form < 4; form++)
        {
            foreach (int m in Small)
            {
                foreach (int n in Small)
                {
                    foreach (int k in Small)
                    {
                        bool accumulate = ((m + n + k) & 1) == 0;
                        CheckWidths<T>(m, n, k, form, accumulate, 0);
                        CheckWidths<T>(m, n, k, form, !accumulate, 3);
                    }
                }
            }
        }
    }

    // The plain loops take longer than all widths together, so they run once for all.
    private static void CheckWidths<T>(int m, int n, int k, int form, bool accumulate, int extra)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using GemmCase<T> one = new(m, n, k, form, accumulate, extra);
        foreach (int bits in ForcedWidths.All)
        {
            using SimdWidth.Forced _ = SimdWidth.Force(bits);
            one.Reset();
            one.Multiply(Workers.Single);
            one.Check($"{bits} bits");
        }
    }
}
