using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Chainrule.Kernels;

namespace Chainrule.Benchmarks;

/// <summary>
/// `--quick [float|double] [threads] [filter]`: GFLOP/s for the shapes that networks use, in seconds rather than
/// minutes.
/// </summary>
internal static unsafe class Quick
{
    // m × n × k and the form: N and T say which operand is stored transposed.
    public static readonly (int M, int N, int K, string Form)[] Shapes =
    [
        (64, 64, 64, "NN"), (32, 128, 784, "NN"), (128, 128, 784, "NN"), (784, 128, 128, "NN"), (128, 10, 128, "NN"),
        (1, 128, 784, "NN"), (256, 256, 256, "NN"), (512, 512, 512, "NN"), (1024, 1024, 1024, "NN"),
        (2048, 2048, 2048, "NN"), (1024, 2500, 2000, "NN"),
        (784, 128, 32, "TN"), (32, 784, 128, "NT"), (784, 512, 128, "TN"), (512, 512, 128, "TN"), (512, 10, 128, "TN"),
        (128, 512, 512, "NT"), (128, 512, 10, "NT"), (128, 512, 784, "NN"), (128, 512, 512, "NN"), (128, 10, 512, "NN"),
        (784, 1000, 128, "TN"), (1000, 500, 128, "TN"), (500, 10, 128, "TN"), (128, 1000, 500, "NT"),
        (128, 500, 10, "NT"), (128, 1000, 784, "NN"), (128, 500, 1000, "NN"),
        (32, 8, 2, "NN"), (32, 1, 8, "NN"), (8, 1, 32, "TN"), (32, 8, 1, "NT"), (2, 8, 32, "TN"),
        (1, 32, 784, "NN"), (784, 32, 1, "TN"), (1, 10, 32, "NN"), (32, 10, 1, "TN"), (1, 32, 10, "NT"),
        (512, 512, 1, "TN"), (1, 784, 512, "NT"),
    ];

    public static int Run(string[] args)
    {
        bool single = !args.Contains("double");
        int threads = args.Select(a => int.TryParse(a, out int t) ? t : 0).FirstOrDefault(t => t > 0);
        string filter = args.FirstOrDefault(a => a.Contains('x', StringComparison.Ordinal)) ?? "";
        foreach ((int m, int n, int k, string form) in Shapes)
        {
            string name = string.Create(CultureInfo.InvariantCulture, $"{m}x{n}x{k} {form}");
            if (!name.StartsWith(filter, StringComparison.Ordinal)) continue;
            double seconds = single
                ? Time<float>(m, n, k, form, Math.Max(1, threads))
                : Time<double>(m, n, k, form, Math.Max(1, threads));
            double rate = 2.0 * m * n * k / seconds * 1e-9;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name} {rate:F1} {seconds * 1e9:F0}"));
        }
        if (filter.Length == 0 && threads > 1) ForkAndJoin(threads);
        return 0;
    }

    private struct Nothing : IJob
    {
        public readonly void Run(int part)
        {
        }
    }

    private static void ForkAndJoin(int threads)
    {
        using Workers workers = new(threads);
        Nothing job = default;
        double best = double.MaxValue;
        for (int round = 0; round < 100; round++)
        {
            long begin = Stopwatch.GetTimestamp();
            for (int i = 0; i < 1000; i++) workers.Run(ref job, threads);
            best = Math.Min(best, Stopwatch.GetElapsedTime(begin).TotalSeconds / 1000);
        }
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"fork-join {threads} {best * 1e9:F0}"));
    }

    // The best of several rounds, each long enough for the clock.
    private static double Time<T>(int m, int n, int k, string form, int threads)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        T* a = Fill<T>(m, k), b = Fill<T>(k, n), c = Fill<T>(m, n);
        bool transposeA = form[0] == 'T', transposeB = form[1] == 'T';
        using Workers workers = new(threads);
        int strideA = transposeA ? m : k, strideB = transposeB ? k : n;
        double best = double.MaxValue;
        int repeats = (int)Math.Clamp(0.02 / (2.0 * m * n * k / 150e9 + 20e-9), 1, 200000);
        long start = Stopwatch.GetTimestamp();
        for (int round = 0; round < 60 && (round < 5 || Stopwatch.GetElapsedTime(start).TotalSeconds < 0.5); round++)
        {
            long begin = Stopwatch.GetTimestamp();
            for (int i = 0; i < repeats; i++)
            {
                Gemm.Multiply(m, n, k, a, strideA, transposeA, b, strideB, transposeB, c, n, false, workers);
            }
            best = Math.Min(best, Stopwatch.GetElapsedTime(begin).TotalSeconds / repeats);
        }
        NativeMemory.AlignedFree(a);
        NativeMemory.AlignedFree(b);
        NativeMemory.AlignedFree(c);
        return best;
    }

    private static T* Fill<T>(int rows, int columns) where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        T* memory = (T*)NativeMemory.AlignedAlloc((nuint)rows * (nuint)columns * (nuint)sizeof(T), 64);
        for (long i = 0; i < (long)rows * columns; i++) memory[i] = T.CreateTruncating((i * 7919 % 1000 - 500) * 1e-3);
        return memory;
    }
}
