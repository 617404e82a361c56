using Chainrule.Cli.Reporting;

namespace Chainrule.Cli.Benchmarks;

/// <summary>What a trained network costs in use: the time for one sample, and samples a second in batches.</summary>
internal static class PredictionBenchmark
{
    private const int Batch = 128;
    private const double SecondsEach = 1;

    private static readonly int[][] Networks = [[784, 128, 10], [784, 512, 512, 10]];

    public static void Run(int threads, bool json)
    {
        foreach (int[] sizes in Networks)
        {
            string network = string.Join('-', sizes);
            (double one, long oneBytes) = Measure(sizes, 1, threads);
            (double many, long manyBytes) = Measure(sizes, Batch, threads);
            if (!json)
            {
                Console.WriteLine($"{network,-16} one sample {one * 1e6,8:F2} µs   batches of {Batch}: {Batch / many,12:N0} samples/s   {oneBytes + manyBytes} bytes allocated");
                continue;
            }
            JsonLine.Write(line =>
            {
                line.WriteString("peer", TrainingBenchmark.Peer);
                line.WriteString("workload", "predict");
                line.WriteString("network", network);
                line.WriteNumber("latency_us", Math.Round(one * 1e6, 3));
                line.WriteNumber("batch", Batch);
                line.WriteNumber("samples_per_second", Math.Round(Batch / many, 1));
                line.WriteNumber("bytes_allocated", oneBytes + manyBytes);
            });
        }
    }

    private static (double Seconds, long Bytes) Measure(int[] sizes, int batch, int threads)
    {
        var layers = new List<Layer>();
        for (int i = 1; i < sizes.Length; i++) layers.Add(new Dense(sizes[i], i < sizes.Length - 1 ? Activation.Relu : null));
        var model = new Model(layers) { Loss = new SoftmaxCrossEntropy() };
        model.Build([sizes[0]]);
        SampleSource samples = SampleSource.Of(model, Tensor.Uniform([batch, sizes[0]], 0, 1, seed: 1));
        var plan = BatchPlan.ForPredicting(model, samples, batch, Model.Threads(threads));
        int[] order = [.. Enumerable.Range(0, batch)];
        double seconds = Measurement.Median(SecondsEach, repeats =>
        {
            for (int i = 0; i < repeats; i++) plan.Run(order);
        });
        long before = GC.GetAllocatedBytesForCurrentThread();
        plan.Run(order);
        return (seconds, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
