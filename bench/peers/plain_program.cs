#:project ../../src/Chainrule/Chainrule.csproj
#:property PublishAot=false
// Predictions in a program as any user writes it, started by a plain `dotnet run` with the runtime's default settings:
// one line of JSON for each network, as `chainrule bench predict --json` prints.
//
//     dotnet run bench/peers/plain_program.cs THREADS
using System.Diagnostics;
using System.Globalization;
using Chainrule;

const int batch = 128;
int threads = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 2;
foreach (int[] sizes in (int[][])[[784, 128, 10], [784, 512, 512, 10]])
{
    List<Layer> layers = [.. sizes[1..^1].Select(units => new Dense(units, Activation.Relu)), new Dense(sizes[^1])];
    var model = new Model(layers) { Loss = new SoftmaxCrossEntropy() };
    CompiledModel compiled = model.Build([sizes[0]]).Compile(batch, threads);
    double one = Median(compiled, 1), many = Median(compiled, batch);
    string text = string.Create(CultureInfo.InvariantCulture,
        $"""
        "network": "{string.Join('-', sizes)}", "threads": {threads}, "latency_us": {one * 1e6:F3}, "batch": {batch},
        "samples_per_second": {batch / many:F0}
        """);
    Console.WriteLine(
        $$"""{"peer": "chainrule, plain program", "workload": "predict", {{text.ReplaceLineEndings(" ")}}}""");
}

// The median of rounds that are each long enough for the clock, after a third of a second to warm up.
static double Median(CompiledModel model, int rows)
{
    float[] input = Tensor.Uniform([rows, model.InputShape.Size], 0, 1, seed: 1).ToArray<float>();
    var output = new float[rows * model.OutputShape.Size];
    int repeats = 1;
    double Time()
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < repeats; i++) model.Predict(input, output);
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    var watch = Stopwatch.StartNew();
    while (watch.Elapsed.TotalSeconds < 1.0 / 3 || Time() < 0.005)
        if (Time() is < 0.01 and double round) repeats = (int)(repeats * Math.Clamp(0.01 / round, 1.1, 100)) + 1;
    List<double> times = [];
    watch.Restart();
    while (times.Count < 9 || watch.Elapsed.TotalSeconds < 1) times.Add(Time() / repeats);
    times.Sort();
    return times[times.Count / 2];
}
