using System.CommandLine;
using Chainrule.Cli.Benchmarks;

namespace Chainrule.Cli.Commands;

/// <summary>
/// <c>bench WORKLOAD</c>: the work on which Chainrule is compared with other libraries, by the clock.
/// </summary>
internal static class BenchCommand
{
    private const string Products = "matmul", Predictions = "predict", Peak = "peak";

    public static Command Create()
    {
        var workload = new Argument<string>("WORKLOAD")
        {
            Description =
                $"{string.Join(", ", Workload.All.Select(one => one.Name))} (training), {Products}, " +
                $"{Predictions} or {Peak}.",
        };
        Option<int?> epochs = NumberOption.Whole("--epochs", 1, "How many epochs to time.", otherwise: 1);
        Option<string?> directory = SharedOptions.DataDirectory();
        Option<int?> threads = SharedOptions.Threads();
        var withoutZeros = new Option<bool>("--without-zeros")
        {
            Description = "Lift every pixel above zero, so that products cannot leave any out.",
        };
        Option<bool> json = SharedOptions.Json();
        var command = new Command("bench",
            "Time a workload: training by samples a second, matrix products by GFLOP/s, prediction by latency.")
        {
            workload, epochs, directory, threads, withoutZeros, json,
        };
        command.SetAction(parsed =>
        {
            string name = parsed.GetValue(workload)!;
            (int count, bool asJson) = (parsed.GetValue(threads)!.Value, parsed.GetValue(json));
            if (name == Products) ProductBenchmark.Run(count, asJson);
            else if (name == Predictions) PredictionBenchmark.Run(count, asJson);
            else if (name == Peak) PeakBenchmark.Run(count, asJson);
            else TrainingBenchmark.Run(
                Workload.Named(name), parsed.GetValue(directory), parsed.GetValue(withoutZeros),
                parsed.GetValue(epochs)!.Value, count, asJson);
        });
        return command.WithExamples(
            ("bench mlp --data-dir ./data --epochs 3 --json", "784-128-10 on MNIST, one JSON object"),
            ("bench matmul --threads 1", "matrix products on one core"),
            ("bench predict", "one sample, and batches of 128"),
            ("bench peak", "the multiply-adds that the processor can do at most"));
    }
}
