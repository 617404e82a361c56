using System.CommandLine;
using Chainrule.Cli.Benchmarks;

namespace Chainrule.Cli.Commands;

/// <summary>
/// <c>bench WORKLOAD</c>: times the workloads on which Chainrule is compared with other libraries.
/// </summary>
internal static class BenchCommand
{
    private const string Products = "matmul", Predictions = "predict", Peak = "peak";

    public static Command Create()
    {
        var workload = new Argument<string>("WORKLOAD")
        {
            HelpName = "WORKLOAD",
            Description =
                $"{string.Join(", ", Workload.All.Select(one => one.Name))} (training), {Products}, " +
                $"{Predictions} or {Peak}.",
        };
        workload.CompletionSources.Add([.. Workload.All.Select(one => one.Name), Products, Predictions, Peak]);
        ToolOption<int?> epochs = NumberOption.Whole("--epochs", 1, "Number of epochs to time.", otherwise: 1)
            .KnownElsewhereAs("--num-epochs", "-e");
        ToolOption<string?> directory = SharedOptions.DataDirectory();
        ToolOption<int?> threads = SharedOptions.Threads();
        var withoutZeros = new ToolOption<bool>("--without-zeros")
        {
            Description = "Make every pixel nonzero, so that matrix products cannot skip zeros.",
        };
        ToolOption<bool> json = SharedOptions.Json();
        var command = new Command("bench",
            "Time a workload: training in samples per second, matrix products in GFLOP/s, prediction by latency.")
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
            ("bench mlp --data-dir ./data --epochs 3 --json", "784-128-10 on MNIST, as one JSON object"),
            ("bench matmul --threads 1", "matrix products on one core"),
            ("bench predict", "single samples and batches of 128"),
            ("bench peak", "peak multiply-add throughput of the processor"));
    }
}
