// Prediction with ONNX Runtime on the networks of `chainrule bench predict`: one line of JSON for each network.
//
// usage: OnnxPeer [THREADS] [SECONDS]
//
// Inputs and outputs are bound once to memory of their own, so that a call is nothing but the prediction.
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Microsoft.ML.OnnxRuntime;
using OnnxPeer;

const int batch = 128;
int threads = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 2;
double seconds = args.Length > 1 ? double.Parse(args[1], CultureInfo.InvariantCulture) : 1;
var random = new Random(1);
foreach (int[] sizes in (int[][])[[784, 128, 10], [784, 512, 512, 10]])
{
    using SessionOptions options = new() { IntraOpNumThreads = threads, InterOpNumThreads = 1 };
    using InferenceSession session = new(OnnxModel.Of(sizes, random), options);
    double one = Measure(session, sizes, 1), many = Measure(session, sizes, batch);
    string version = OrtEnv.Instance().GetVersionString();
    Console.WriteLine(JsonSerializer.Serialize(new
    {
        peer = $"onnxruntime {version}",
        workload = "predict",
        network = string.Join('-', sizes),
        threads,
        latency_us = Math.Round(one * 1e6, 3),
        batch,
        samples_per_second = Math.Round(batch / many),
    }));
}

double Measure(InferenceSession session, int[] sizes, int rows)
{
    var input = new float[rows * sizes[0]];
    foreach (ref float value in input.AsSpan()) value = random.NextSingle();
    var output = new float[rows * sizes[^1]];
    using var x = OrtValue.CreateTensorValueFromMemory(input, [rows, sizes[0]]);
    using var y = OrtValue.CreateTensorValueFromMemory(output, [rows, sizes[^1]]);
    using RunOptions run = new();
    using OrtIoBinding binding = session.CreateIoBinding();
    binding.BindInput("x", x);
    binding.BindOutput("y", y);
    double median = Median(() => session.RunWithBinding(run, binding));
    if (Math.Abs(output.Sum() - rows) > 1e-3 * rows)
        throw new InvalidOperationException($"The probabilities of {rows} samples add up to {output.Sum()}.");
    return median;
}

// The median of rounds that are each long enough for the clock, after a third of the time to warm up.
double Median(Action work)
{
    double Time(int repeats)
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < repeats; i++) work();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    var watch = Stopwatch.StartNew();
    int repeats = 1;
    double round = Time(1);
    while (watch.Elapsed.TotalSeconds < seconds / 3 || round < 0.005)
    {
        round = Time(repeats);
        if (round < 0.01) repeats = (int)Math.Ceiling(repeats * Math.Clamp(0.01 / round, 1.1, 100));
    }
    List<double> times = [];
    watch.Restart();
    while (times.Count < 9 || watch.Elapsed.TotalSeconds < seconds) times.Add(Time(repeats) / repeats);
    times.Sort();
    return times[times.Count / 2];
}
