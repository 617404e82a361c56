using Chainrule.Cli.Reporting;

namespace Chainrule.Cli.Benchmarks;

/// <summary>Matrix products of the sizes that networks use, in float32.</summary>
internal static class ProductBenchmark
{
    private const double SecondsEach = 0.4;

    // m × n × k of C = op(A)·op(B): C (m×n), and which operand is stored transposed; the second half are backward
    // passes.
    private static readonly (int M, int N, int K, string Form)[] Shapes =
    [
        (64, 64, 64, "NN"), (32, 128, 784, "NN"), (128, 128, 784, "NN"), (784, 128, 128, "NN"), (128, 10, 128, "NN"),
        (1, 128, 784, "NN"),
        (256, 256, 256, "NN"), (512, 512, 512, "NN"), (1024, 1024, 1024, "NN"), (2048, 2048, 2048, "NN"),
        (1024, 2500, 2000, "NN"),
        (784, 128, 32, "TN"), (128, 10, 32, "TN"), (32, 128, 10, "NT"),
        (784, 512, 128, "TN"), (512, 512, 128, "TN"), (512, 10, 128, "TN"), (128, 512, 512, "NT"), (128, 512, 10, "NT"),
        (784, 1000, 128, "TN"), (1000, 500, 128, "TN"), (500, 10, 128, "TN"), (128, 1000, 500, "NT"),
        (128, 500, 10, "NT"),
    ];

    public static void Run(int threads, bool json)
    {
        foreach ((int m, int n, int k, string form) in Shapes)
        {
            foreach (int count in Measurement.ThreadCounts(threads))
            {
                double seconds = Seconds(m, n, k, form, count), gflops = 2.0 * m * n * k / seconds / 1e9;
                if (!json)
                {
                    Console.WriteLine(
                        $"{$"{m} × {n} × {k}",-20} {form}   {count} thread{(count == 1 ? " " : "s")}   {gflops,8:F1} " +
                        $"GFLOP/s   {seconds * 1e6,10:F2} µs");
                    continue;
                }
                JsonLine.Write(line =>
                {
                    line.WriteString("peer", TrainingBenchmark.Peer);
                    line.WriteString("workload", "matmul");
                    line.WriteNumber("m", m);
                    line.WriteNumber("n", n);
                    line.WriteNumber("k", k);
                    line.WriteString("form", form);
                    line.WriteNumber("threads", count);
                    line.WriteNumber("seconds", seconds);
                    line.WriteNumber("gflops", Math.Round(gflops, 2));
                });
            }
        }
    }

    private static double Seconds(int m, int n, int k, string form, int threads)
    {
        using var product = KernelWorkload.Product(m, n, k, form[0] == 'T', form[1] == 'T', threads);
        return Measurement.Median(SecondsEach, product.Run);
    }
}
