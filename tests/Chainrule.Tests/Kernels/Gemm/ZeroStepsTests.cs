using System.Numerics;
using System.Runtime.InteropServices;
using Chainrule.Kernels;

namespace Chainrule.Tests.Kernels;

/// <summary>Products that skip zeros, compared with the same products that do not.</summary>
[Collection(ForcedWidths.Name)]
public unsafe class ZeroStepsTests
{
    private static readonly (int M, int N, int K)[] Sizes =
    [
        (1, 40, 50), (2, 300, 64), (14, 70, 90), (15, 64, 100), (32, 128, 784), (37, 45, 130), (128, 200, 600),
        (300, 33, 128), (400, 130, 32), (29, 100, 1030), (64, 7, 300), (700, 800, 30), (20, 70, 1300), (5, 40, 2500),
    ];

    public static TheoryData<int> Widths() => ForcedWidths.Widths();

    [Theory]
    [MemberData(nameof(Widths))]
    public void Leaving_zeros_out_changes_no_bit_in_single(int bits) => Compare<float>(bits);

    [Theory]
    [MemberData(nameof(Widths))]
    public void Leaving_zeros_out_changes_no_bit_in_double(int bits) => Compare<double>(bits);

    [Theory]
    [MemberData(nameof(Widths))]
    public void The_steps_kept_are_those_with_a_number_other_than_zero(int bits)
    {
        using SimdWidth.Forced _ = SimdWidth.Force(bits);
        var random = new Random(bits);
        for (int trial = 0; trial < 40; trial++)
        {
            int rows = random.Next(1, 15), steps = random.Next(1, 100), padding = random.Next(3);
            int stride = steps + padding;
            float[] a = new float[rows * stride];
            var expected = new SortedSet<int>();
            for (int i = 0; i < steps / 3; i++)
            {
                (int row, int step) = (random.Next(rows), random.Next(steps));
                float value = random.Next(4) switch { 0 => float.NaN, 1 => -0f, 2 => float.Epsilon, _ => -2 };
                if (expected.Contains(step)) continue;
                a[(row * stride) + step] = value;
                if (value != 0) expected.Add(step);
            }
            fixed (float* pointer = a)
            {
                Finder finder = new() { A = pointer, Stride = stride, Rows = rows, Steps = steps };
                SimdWidth.Run<float, Finder>(ref finder);
                Assert.Equal(expected, finder.Kept!);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Zero_times_infinity_is_still_no_number(int bits)
    {
        using SimdWidth.Forced _ = SimdWidth.Force(bits);
        foreach ((int m, int n, int k) in Sizes)
        {
            for (int form = 0; form < 4; form++)
            {
                using var one = new Pair<float>(m, n, k, form, accumulate: form == 1, share: 1, seed: 5);
                (int step, int column) = (k / 2, n / 3);
                one.B[one.TransposeB ? (column * one.StrideB) + step : (step * one.StrideB) + column] =
                    float.NegativeInfinity;
                one.Check(Workers.Single);
                Assert.True(float.IsNaN(one.Result[column]));
                Assert.Equal(m, one.Result.Count(float.IsNaN));
            }
        }
    }

    private static void Compare<T>(int bits) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using SimdWidth.Forced _ = SimdWidth.Force(bits);
        using Workers two = new(2), three = new(3);
        int seed = 0;
        foreach ((int m, int n, int k) in Sizes)
        {
            for (int form = 0; form < 4; form++)
            {
                foreach (double share in (double[])[0, 0.3, 0.8, 1])
                {
                    using var one = new Pair<T>(m, n, k, form, accumulate: (++seed & 1) == 0, share, seed);
                    one.Check(Workers.Single);
                    one.Check(two);
                    one.Check(three);
                    one.CheckPacked(three);
                }
            }
        }
    }

    private struct Finder : ISimdKernel<float>
    {
        public float* A;
        public int Stride, Rows, Steps;
        public int[]? Kept;

        public void Run<V>() where V : unmanaged, ISimd<V, float>
        {
            int* kept = stackalloc int[Steps + V.Count];
            float* scratch = stackalloc float[Steps + V.Count];
            int count = ZeroSteps<V, float>.Find(A, Stride, Rows, Steps, kept, scratch);
            Kept = new Span<int>(kept, count).ToArray();
        }
    }

    // A product of random numbers in which some of A's columns are zero, except for a few elements.
    private sealed class Pair<T> : IDisposable where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        private readonly T[] before;
        private T[]? expected;
        private readonly int m, n, k, strideA;
        private readonly bool transposeA, accumulate;
        private readonly T* a, c;

        public Pair(int m, int n, int k, int form, bool accumulate, double share, int seed)
        {
            (this.m, this.n, this.k, this.accumulate) = (m, n, k, accumulate);
            (transposeA, TransposeB) = ((form & 1) != 0, (form & 2) != 0);
            (strideA, StrideB) = (transposeA ? m : k, TransposeB ? k : n);
            var random = new Random(seed);
            a = Random(m * k, random);
            B = Random(k * n, random);
            c = Random(m * n, random);
            before = new Span<T>(c, m * n).ToArray();
            for (int step = 0; step < k; step++)
            {
                if (random.NextDouble() >= share) continue;
                int lit = share < 1 && random.Next(3) == 0 ? random.Next(m) : -1;
                for (int row = 0; row < m; row++)
                    if (row != lit) a[transposeA ? (step * m) + row : (row * k) + step] = T.Zero;
            }
        }

        public bool TransposeB { get; }

        public int StrideB { get; }

        public T* B { get; }

        // Of the operands as they are when it is first asked for.
        private T[] Expected => expected ??= Multiply(Workers.Single, seeksZeros: false);

        public T[] Result => new Span<T>(c, m * n).ToArray();

        public void Check(Workers workers) => Assert.Equal(Expected, Multiply(workers, seeksZeros: true));

        public void CheckPacked(Workers workers)
        {
            if (m == 1) return;   // a single row is summed in another order
            PackedMatrix<T> packed = new(k, n, B, StrideB, TransposeB);
            NoEpilogue<T> none = default;
            before.CopyTo(new Span<T>(c, m * n));
            Gemm.Multiply(m, a, strideA, transposeA, packed, c, n, accumulate, true, workers, ref none);
            T[] result = Result;
            if (n > 1 && k > 1) Assert.Equal(Expected, result);
        }

        public void Dispose()
        {
            NativeMemory.Free(a);
            NativeMemory.Free(B);
            NativeMemory.Free(c);
        }

        private T[] Multiply(Workers workers, bool seeksZeros)
        {
            before.CopyTo(new Span<T>(c, m * n));
            GemmProblem<T> problem = new(m, n, k, a, transposeA, B, TransposeB, c)
            {
                Accumulate = accumulate,
                SeeksZeros = seeksZeros,
            };
            Gemm.Multiply(ref problem, workers);
            return Result;
        }

        private static T* Random(int count, Random random)
        {
            T* memory = (T*)NativeMemory.Alloc((nuint)count, (nuint)sizeof(T));
            for (int i = 0; i < count; i++) memory[i] = T.CreateTruncating(random.NextDouble() - 0.5);
            return memory;
        }
    }
}
