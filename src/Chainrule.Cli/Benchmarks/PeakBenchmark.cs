using System.Runtime.CompilerServices;
using Chainrule.Cli.Reporting;
using Chainrule.Kernels;

namespace Chainrule.Cli.Benchmarks;

/// <summary>
/// The multiply-adds that the processor does from registers alone, in float32: what no matrix product can exceed.
/// </summary>
internal static class PeakBenchmark
{
    private const double SecondsEach = 0.5;

    public static void Run(int threads, bool json)
    {
        foreach (int count in Measurement.ThreadCounts(threads))
        {
            double gflops = Gflops(count);
            if (!json)
            {
                Console.WriteLine($"{count} thread{(count == 1 ? "" : "s")}: {gflops:F1} GFLOP/s");
                continue;
            }
            JsonLine.Write(line =>
            {
                line.WriteString("peer", TrainingBenchmark.Peer);
                line.WriteString("workload", "peak");
                line.WriteNumber("threads", count);
                line.WriteNumber("gflops", Math.Round(gflops, 1));
            });
        }
    }

    /// <summary>GFLOP/s of that many threads together.</summary>
    public static double Gflops(int threads)
    {
        using var workers = new Workers(threads);
        var job = new MultiplyAdds();
        double seconds = Measurement.Median(SecondsEach, repeats =>
        {
            for (int i = 0; i < repeats; i++) workers.Run(ref job, threads);
        });
        int lanes = Math.Max(1, SimdWidth.Bits / 32);
        return 2.0 * threads * lanes * MultiplyAdds.Sums * MultiplyAdds.Steps / seconds / 1e9;
    }

    // Twelve sums, each waiting for itself alone: two ports with a latency of four cycles need eight.
    private struct MultiplyAdds : IJob, ISimdKernel<float>
    {
        public const int Sums = 12;
        public const int Steps = 100_000;

        private float kept;

        public void Run(int part)
        {
            MultiplyAdds own = default;
            SimdWidth.Run<float, MultiplyAdds>(ref own);
            // So that the sums are of use to somebody; never true.
            if (own.kept == 1) kept = own.kept;
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<V>() where V : unmanaged, ISimd<V, float>
        {
            V x = V.Constant(0.999), y = V.Constant(1e-3);
            V a = x, b = x, c = x, d = x, e = x, f = x, g = x, h = x, i = x, j = x, k = x, l = x;
            for (int step = 0; step < Steps; step++)
            {
                V.MultiplyAddTo(x, y, ref a);
                V.MultiplyAddTo(x, y, ref b);
                V.MultiplyAddTo(x, y, ref c);
                V.MultiplyAddTo(x, y, ref d);
                V.MultiplyAddTo(x, y, ref e);
                V.MultiplyAddTo(x, y, ref f);
                V.MultiplyAddTo(x, y, ref g);
                V.MultiplyAddTo(x, y, ref h);
                V.MultiplyAddTo(x, y, ref i);
                V.MultiplyAddTo(x, y, ref j);
                V.MultiplyAddTo(x, y, ref k);
                V.MultiplyAddTo(x, y, ref l);
            }
            kept = V.Sum(a + b + c + d + e + f + g + h + i + j + k + l);
        }
    }
}
