using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Chainrule.Kernels;

namespace Chainrule.Tests.Kernels;

/// <summary>What a product does besides multiplying: epilogues, packed operands, threads.</summary>
[Collection(ForcedWidths.Name)]
public unsafe class GemmCallTests
{
    private static readonly (int M, int N, int K)[] Sizes =
    [
        (1, 1, 1), (1, 10, 32), (5, 1, 7), (32, 1, 8), (32, 8, 2), (8, 8, 1), (17, 33, 5), (40, 70, 0), (20, 50, 300),
        (128, 10, 500), (150, 129, 70), (1, 300, 400), (300, 1, 400), (61, 97, 600),
    ];

    public static TheoryData<int> Widths() => ForcedWidths.Widths();

    [Theory]
    [MemberData(nameof(Widths))]
    public void Bias_and_activation_are_applied_once_to_the_complete_sum(int bits)
    {
        using SimdWidth.Forced _ = SimdWidth.Force(bits);
        foreach ((int m, int n, int k) in Sizes)
        {
            for (int form = 0; form < 8; form++)
            {
                using GemmCase<float> one = new(m, n, k, form & 3, accumulate: form > 3, extra: form % 3);
                float[] bias = Bias(n);
                one.Reset();
                fixed (float* p = bias)
                {
                    ActivationEpilogue<float, ReluFunction> epilogue = new(p, default);
                    one.Multiply(Workers.Single, ref epilogue);
                }
                one.CheckWith("relu", (_, j, sum) => Math.Max(0, sum + bias[j]));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void A_packed_matrix_gives_the_same_product(int bits)
    {
        using SimdWidth.Forced _ = SimdWidth.Force(bits);
        NoEpilogue<float> none = default;
        foreach ((int m, int n, int k) in Sizes)
        {
            for (int form = 0; form < 4; form++)
            {
                using GemmCase<float> one = new(m, n, k, form, accumulate: form == 1, extra: form);
                PackedMatrix<float> packed = new(k, n, one.B, one.StrideB, one.TransposeB);
                using Workers workers = new(form + 1);
                one.Reset();
                Gemm.Multiply(
                    m, one.A, one.StrideA, one.TransposeA, packed,
                    one.C, one.StrideC, one.Accumulate, form > 1, workers, ref none);
                one.Check("packed");
            }
        }
    }

    [Fact]
    public void A_packed_matrix_keeps_its_width()
    {
        using GemmCase<float> one = new(20, 50, 70, 0, accumulate: false, extra: 0);
        NoEpilogue<float> none = default;
        PackedMatrix<float> packed = new(70, 50, one.B, one.StrideB, false);
        using SimdWidth.Forced _ = SimdWidth.Force(128);
        Gemm.Multiply(
            20, one.A, one.StrideA, false, packed, one.C, one.StrideC, false, false, Workers.Single, ref none);
        one.Check("packed");
    }

    [Fact]
    public void Any_number_of_threads_gives_the_same_bits()
    {
        Random random = new(7);
        (int, int, int)[] sizes = [(300, 257, 700), (33, 1000, 500), (900, 10, 300), (700, 700, 3)];
        foreach ((int m, int n, int k) in sizes)
        {
            for (int form = 0; form < 4; form++)
            {
                using GemmCase<float> one = new(m, n, k, form, accumulate: false, extra: 0);
                for (int i = 0; i < m * k; i++) one.A[i] = random.NextSingle() - 0.5f;
                for (int i = 0; i < k * n; i++) one.B[i] = random.NextSingle() - 0.5f;
                one.Multiply(Workers.Single);
                float[] alone = one.Result.ToArray();
                foreach (int count in (int[])[2, 3, 5])
                {
                    using Workers workers = new(count);
                    one.Reset();
                    one.Multiply(workers);
                    Assert.True(MemoryMarshal.AsBytes<float>(alone).SequenceEqual(MemoryMarshal.AsBytes(one.Result)));
                }
            }
        }
    }

    [Fact]
    public void Callers_on_several_threads_get_their_own_results()
    {
        using Workers workers = new(3);
        Thread[] threads = new Thread[4];
        ConcurrentQueue<Exception> failures = [];
        for (int t = 0; t < threads.Length; t++)
        {
            int size = 100 + (30 * t);
            threads[t] = new Thread(() =>
            {
                try
                {
                    using GemmCase<float> one = new(size, size, 90, size % 4, accumulate: false, extra: 1);
                    for (int round = 0; round < 40; round++)
                    {
                        one.Reset();
                        one.Multiply(workers);
                        one.Check("concurrent");
                    }
                }
                catch (Exception exception)
                {
                    failures.Enqueue(exception);
                }
            });
            threads[t].Start();
        }
        foreach (Thread thread in threads) thread.Join();
        Assert.Empty(failures);
    }

    [Theory]
    [InlineData(10, 10, 10, 8, 1)]
    [InlineData(2000, 10, 100, 2, 2)]
    [InlineData(10, 2000, 100, 2, 2)]
    [InlineData(400, 400, 100, 16, 16)]
    [InlineData(1000, 1000, 1000, 16, 64)]
    [InlineData(1000, 1000, 1000, 1, 1)]
    public void Work_is_split_only_where_it_pays(int m, int n, int k, int threads, int expected) =>
        Assert.Equal(expected, GemmSplit.For(m, n, k, 32, threads).Parts);

    [Fact]
    public void The_rectangles_of_a_split_cover_the_matrix_once()
    {
        foreach ((int m, int n) in ((int, int)[])[(1, 5000), (5000, 1), (700, 800), (3000, 40), (33, 2000), (900, 901)])
        {
            foreach (int threads in (int[])[1, 2, 3, 4, 7])
            {
                foreach (GemmSplit split in (GemmSplit[])
                    [GemmSplit.For(m, n, 2000, 16, threads), GemmSplit.IntoColumns(m, n, 2000, 16, threads)])
                {
                    var times = new byte[m, n];
                    for (int part = 0; part < split.Parts; part++)
                    {
                        (int row, int rows, int column, int columns) = split.Rectangle(part, m, n);
                        Assert.True(columns <= 0 || column % 16 == 0);
                        for (int i = row; i < row + rows; i++)
                            for (int j = column; j < column + columns; j++) times[i, j]++;
                    }
                    Assert.All(times.Cast<byte>(), count => Assert.Equal(1, count));
                }
            }
        }
    }

    [Theory]
    [InlineData("48K", 49152)]
    [InlineData("1024K", 1048576)]
    [InlineData("32M", 33554432)]
    [InlineData("100", 100)]
    [InlineData("", 7)]
    [InlineData("x", 7)]
    [InlineData("99999999999M", 7)]
    public void A_cache_size_is_read(string text, int expected) => Assert.Equal(expected, CacheSizes.Parse(text, 7));

    private static float[] Bias(int n)
    {
        float[] bias = new float[n];
        for (int j = 0; j < n; j++) bias[j] = (j * 5 % 13) - 6;
        return bias;
    }
}
