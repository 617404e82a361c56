using Chainrule.Cli.Reporting;

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
        using var workload = KernelWorkload.MultiplyAdds(threads);
        return workload.Operations / Measurement.Median(SecondsEach, workload.Run) / 1e9;
    }
}
