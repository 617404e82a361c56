using Chainrule.Cli.Reporting;

namespace Chainrule.Cli.Benchmarks;

/// <summary>What a trained network costs in use: the time for one sample, and samples per second in batches.</summary>
internal static class PredictionBenchmark
{
    private const int Batch = 128;
    private const double SecondsEach = 1;

    private static readonly int[][] Networks = [[784, 128, 10], [784, 512, 512, 10]];

    public static void Run(int threads, bool json)
    {
        int used = threads == 0 ? Environment.ProcessorCount : threads;
        foreach (int[] sizes in Networks)
        {
            string network = string.Join('-', sizes);
            CompiledModel model = Compile(sizes, threads);
            (double one, long oneBytes) = Measure(model, 1);
            (double many, long manyBytes) = Measure(model, Batch);
            if (!json)
            {
                Console.WriteLine(
                    $"{network,-16} {used} threads   one sample {one * 1e6,8:F2} µs   batches of {Batch}: " +
                    $"{Batch / many,12:N0} samples/s   {oneBytes + manyBytes} bytes allocated");
                continue;
            }
            JsonLine.Write(line =>
            {
                line.WriteString("peer", TrainingBenchmark.Peer);
                line.WriteString("workload", "predict");
                line.WriteString("network", network);
                line.WriteNumber("threads", used);
                line.WriteNumber("latency_us", Math.Round(one * 1e6, 3));
                line.WriteNumber("batch", Batch);
                line.WriteNumber("samples_per_second", Math.Round(Batch / many, 1));
                line.WriteNumber("bytes_allocated", oneBytes + manyBytes);
            });
        }
    }

    private static CompiledModel Compile(int[] sizes, int threads)
    {
        var layers = new List<Layer>();
        for (int i = 1; i < sizes.Length; i++)
            layers.Add(new Dense(sizes[i], i < sizes.Length - 1 ? Activation.Relu : null));
        var model = new Model(layers) { Loss = new SoftmaxCrossEntropy() };
        return model.Build([sizes[0]]).Compile(Batch, threads);
    }

    private static (double Seconds, long Bytes) Measure(CompiledModel model, int batch)
    {
        float[] samples = Tensor.Uniform([batch, model.InputShape.Size], 0, 1, seed: 1).ToArray<float>();
        var predictions = new float[batch * model.OutputShape.Size];
        double seconds = Measurement.Median(SecondsEach, repeats =>
        {
            for (int i = 0; i < repeats; i++) model.Predict(samples, predictions);
        });
        long before = GC.GetAllocatedBytesForCurrentThread();
        model.Predict(samples, predictions);
        return (seconds, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
