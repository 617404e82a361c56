using System.Diagnostics;
using Chainrule.Cli.Reporting;

namespace Chainrule.Cli.Benchmarks;

/// <summary>Times a workload's training: a short one to warm up, then whole epochs by the clock.</summary>
internal static class TrainingBenchmark
{
    private const int WarmUpSteps = 20;
    private const double WarmUpSeconds = 1;

    /// <summary>What this library is called in results.</summary>
    public static string Peer { get; } = $"chainrule {typeof(Model).Assembly.GetName().Version?.ToString(3)}";

    public static void Run(
        Workload workload, string? dataDirectory, bool withoutZeros, int epochs, int threads, bool json)
    {
        (Dataset train, Dataset test) = workload.Load(dataDirectory, withoutZeros);
        Model model = workload.CreateModel();
        Optimizer optimizer = Optimizer.Create(workload.Optimizer);
        optimizer.LearningRate = workload.Rate;
        var options = new TrainingOptions
        {
            Epochs = epochs,
            BatchSize = workload.Batch,
            Optimizer = optimizer,
            Threads = threads,
            KeepBest = false,
        };
        Warm(workload, train, options);
        long allocated = GC.GetTotalAllocatedBytes();
        long start = Stopwatch.GetTimestamp();
        TrainingHistory history = model.Fit(train, options);
        double total = Stopwatch.GetElapsedTime(start).TotalSeconds;
        allocated = GC.GetTotalAllocatedBytes() - allocated;
        double seconds = history.Epochs.Sum(epoch => epoch.Samples / epoch.SamplesPerSecond);
        EvaluationReport result = model.Evaluate(test);
        double rate = epochs * (double)train.Count / seconds, gflops = rate * workload.FlopsPerSample / 1e9;
        if (!json)
        {
            Console.WriteLine(
                $"{workload.Name}: {rate:N0} samples/s, {gflops:F1} GFLOP/s, {seconds:F3} s for {epochs} epochs, " +
                    $"{result.Metric} {result.Value:G5}");
            return;
        }
        JsonLine.Write(line =>
        {
            line.WriteString("peer", Peer);
            line.WriteString("workload", workload.Name);
            line.WriteNumber("epochs", epochs);
            line.WriteNumber("seconds", Math.Round(seconds, 4));
            line.WriteNumber("samples_per_second", Math.Round(rate, 1));
            line.WriteMeasured(workload.Classifies ? "accuracy" : "mse", Math.Round(result.Value, 5));
            line.WriteNumber("gflops", Math.Round(gflops, 1));
            line.WriteBoolean("without_zeros", withoutZeros);
            line.WriteNumber("setup_seconds", Math.Round(total - seconds, 4));
            line.WriteNumber("bytes_allocated", allocated);
        });
    }

    // The compiler reaches its final code for the kernels in the background, some hundred milliseconds after their
    // first calls.
    private static void Warm(Workload workload, Dataset train, TrainingOptions options)
    {
        int count = Math.Min(train.Count, workload.Batch * WarmUpSteps);
        var clock = Stopwatch.StartNew();
        do workload.CreateModel().Fit(train.Take(count), options with { Epochs = 1 });
        while (clock.Elapsed.TotalSeconds < WarmUpSeconds);
    }
}
