using System.Runtime.InteropServices;
using Chainrule.Kernels;

namespace Chainrule.Tests.Kernels;

/// <summary>Products with few rows, which threads share along k.</summary>
[Collection(ForcedWidths.Name)]
public unsafe class GemmDepthTests
{
    // Two, three and five blocks of k, with columns that do not fill a register.
    private static readonly (int M, int N, int K)[] Sizes =
        [(32, 128, 784), (20, 70, 1300), (7, 90, 2500), (3, 200, 1024), (16, 129, 520)];

    [Fact]
    public void Sizes_are_such_as_are_shared()
    {
        foreach ((int m, int n, int k) in Sizes)
        {
            GemmProblem<float> problem = new() { M = m, N = n, K = k };
            if (CacheSizes.L2 == 1 << 20)
                Assert.True(GemmDepth<SimdScalar<float>, float>.Takes(ref problem, 2));
            problem.TransposeB = true;
            Assert.False(GemmDepth<SimdScalar<float>, float>.Takes(ref problem, 2));
        }
    }

    [Theory]
    [MemberData(nameof(ForcedWidths.Widths), MemberType = typeof(ForcedWidths))]
    public void The_product_is_the_plain_loops(int bits)
    {
        using SimdWidth.Forced _ = SimdWidth.Force(bits);
        using Workers workers = new(2);
        foreach ((int m, int n, int k) in Sizes)
        {
            for (int form = 0; form < 4; form++)
            {
                using GemmCase<float> one = new(m, n, k, form & 1, accumulate: form > 1, extra: form);
                one.Reset();
                one.Multiply(workers);
                one.Check("depth");
            }
        }
    }

    [Fact]
    public void An_epilogue_comes_after_the_last_block()
    {
        using Workers workers = new(2);
        foreach ((int m, int n, int k) in Sizes)
        {
            using GemmCase<double> one = new(m, n, k, 0, accumulate: false, extra: 3);
            double[] bias = [.. Enumerable.Range(0, n).Select(j => (j % 7) - 3.0)];
            one.Reset();
            fixed (double* p = bias)
            {
                ActivationEpilogue<double, ReluFunction> epilogue = new(p, default);
                one.Multiply(workers, ref epilogue);
            }
            one.CheckWith("relu", (_, j, sum) => Math.Max(0, sum + bias[j]));
        }
    }

    // Numbers whose sums are rounded, so that another order would show.
    [Fact]
    public void Any_number_of_threads_gives_the_same_bits()
    {
        foreach ((int m, int n, int k) in Sizes)
        {
            Random random = new(5);
            float[] a = [.. Enumerable.Range(0, m * k).Select(_ => random.NextSingle() - 0.5f)];
            float[] b = [.. Enumerable.Range(0, k * n).Select(_ => random.NextSingle() - 0.5f)];
            float[]? first = null;
            foreach (int threads in new[] { 1, 2, 3, 5 })
            {
                using Workers workers = new(threads);
                float[] c = new float[m * n];
                c.AsSpan().Fill(0.1f);
                fixed (float* pa = a, pb = b, pc = c)
                {
                    GemmProblem<float> problem = new(m, n, k, pa, false, pb, false, pc) { Accumulate = true };
                    Gemm.Multiply(ref problem, workers);
                }
                first ??= c;
                Assert.True(
                    MemoryMarshal.AsBytes<float>(first).SequenceEqual(MemoryMarshal.AsBytes<float>(c)),
                    $"{m}×{n}×{k} with {threads} threads");
            }
        }
    }
}
