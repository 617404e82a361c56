using System.Diagnostics;
using Chainrule.Cli.Reporting;

namespace Chainrule.Cli.Benchmarks;

/// <summary>Times a workload's training: twenty steps to warm up, then whole epochs by the clock.</summary>
internal static class TrainingBenchmark
{
    private const int WarmUpSteps = 20;

    public static void Run(Workload workload, string? dataDirectory, int epochs, int threads)
    {
        (Dataset train, Dataset test) = workload.Load(dataDirectory);
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
        JsonLine.Write(json =>
        {
            json.WriteString("peer", $"chainrule {typeof(Model).Assembly.GetName().Version?.ToString(3)}");
            json.WriteString("workload", workload.Name);
            json.WriteNumber("epochs", epochs);
            json.WriteNumber("seconds", Math.Round(seconds, 4));
            json.WriteNumber("samples_per_second", Math.Round(epochs * (double)train.Count / seconds, 1));
            json.WriteNumber(workload.Classifies ? "accuracy" : "mse", Math.Round(result.Value, 5));
            json.WriteNumber("gflops", Math.Round(epochs * train.Count * workload.FlopsPerSample / seconds / 1e9, 1));
            json.WriteNumber("setup_seconds", Math.Round(total - seconds, 4));
            json.WriteNumber("bytes_allocated", allocated);
        });
    }

    // The kernels reach their final code only after many calls: a short training beforehand does for this what a warm-up epoch does.
    private static void Warm(Workload workload, Dataset train, TrainingOptions options)
    {
        int count = Math.Min(train.Count, workload.Batch * WarmUpSteps * 10);
        workload.CreateModel().Fit(train.Take(count), options with { Epochs = 3 });
    }
}
