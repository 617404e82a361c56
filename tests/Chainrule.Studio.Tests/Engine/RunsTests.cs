using System.Text.Json.Nodes;

namespace Chainrule.Studio.Tests.Engine;

public sealed class RunsTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("studio-runs-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static readonly Dataset Data = Dataset.Of(
        new float[,] { { 0, 0 }, { 0, 1 }, { 1, 0 }, { 1, 1 } }, (int[])[0, 1, 1, 0]);

    private (string Run, Model Model, TrainingHistory History) Trained(string name)
    {
        var model = new Model(new Dense(4, Activation.Tanh), new Dense(2)) { Seed = 3 };
        TrainingHistory history = model.Fit(Data, new() { Epochs = 5, Threads = 1 });
        string path = Path.Combine(folder, name);
        using RunFolder run = RunFolder.Open(path);
        run.Save(
            file => model.Save(file), TrainingTable.OfEpochs(history.Epochs),
            """{"command":"chainrule train xor","network":"2 → 4 tanh → 2"}""");
        return (path, model, history);
    }

    [Fact]
    public void Runs_are_told_with_their_curves_and_only_what_has_changed_again()
    {
        (string a, _, TrainingHistory history) = Trained("a");
        (string b, _, _) = Trained("b");
        var engine = new StudioEngine(new() { Runs = [a, b] });
        JsonNode runs = Asked.Of(engine, "runs", new { stamps = Array.Empty<string>() })["runs"]!;
        Assert.Equal(["a", "b"], runs.Texts("name"));
        Assert.Equal(
            ("False", "chainrule train xor", "accuracy"),
            (runs[0]!["isTraining"]!.GetValue<bool>().ToString(), $"{runs[0]!["command"]}", $"{runs[0]!["metric"]}"));
        JsonNode loss = runs[0]!["columns"]!.AsArray().Single(column => column!["name"]!.ToString() == "loss")!;
        Assert.Equal(
            history.Epochs.Select(epoch => epoch.Loss), loss["values"]!.AsArray().Select(value => (double)value!));
        string[] stamps = runs.Texts("stamp");
        File.AppendAllText(Path.Combine(b, RunFolder.HistoryFileName), "6,0.1,accuracy,1,,,1,0.1,1\n");
        runs = Asked.Of(engine, "runs", new { stamps })["runs"]!;
        Assert.Null(runs[0]!["columns"]);
        Assert.NotNull(runs[1]!["columns"]);
    }

    [Fact]
    public void A_training_that_writes_is_told()
    {
        (string path, _, _) = Trained("a");
        var engine = new StudioEngine(new() { Runs = [path] });
        using (RunFolder.Open(path)) Assert.True(IsTraining());
        Assert.False(IsTraining());
        File.WriteAllText(Path.Combine(path, ".lock"), "");   // one that was killed
        Assert.False(IsTraining());

        bool IsTraining() =>
            (bool)Asked.Of(engine, "runs", new { stamps = Array.Empty<string>() })["runs"]![0]!["isTraining"]!;
    }

    [Fact]
    public void A_model_is_shown_with_histograms_and_a_picture()
    {
        (string path, Model model, _) = Trained("a");
        JsonNode answer = Asked.Of(new StudioEngine(new() { Runs = [path] }), "run", new { index = 0 });
        Assert.Equal(model.Parameters.Select(one => one.Name), answer["parameters"].Texts("name"));
        JsonNode weight = answer["parameters"]![0]!;
        float[] values = model.Parameters[0].Value.ToArray<float>();
        Assert.Equal(values.Length, weight["counts"]!.AsArray().Sum(count => (int)count!));
        Assert.Equal(
            (values.Min(), values.Average()), ((float)(double)weight["least"]!, (float)(double)weight["mean"]!));
        Assert.Contains("<svg", answer["drawing"]!.ToString());
        Assert.Contains("tanh", answer["drawing"]!.ToString());
    }

    [Fact]
    public void The_gradients_that_Adam_keeps_are_shown()
    {
        // After one step on all samples their mean is the gradient of the loss at the first parameters.
        Model Fresh() => new(new Dense(4, Activation.Tanh), new Dense(2)) { Seed = 3 };
        Model before = Fresh(), model = Fresh();
        before.Fit(Data, new() { Epochs = 1, BatchSize = 4, Optimizer = new Sgd(1e-30), Threads = 1 });
        model.Fit(Data, new() { Epochs = 1, BatchSize = 4, Optimizer = new Adam(), Threads = 1 });
        JsonNode shown = Show(model)["gradients"]!;
        Assert.Equal(model.Parameters.Select(one => one.Name), shown.Texts("name"));
        for (int i = 0; i < model.Parameters.Count; i++)
        {
            double[] slopes = Slopes(before, before.Parameters[i].Value);
            Assert.Equal(slopes.Min(), (double)shown[i]!["least"]!, 1e-4);
            Assert.Equal(slopes.Max(), (double)shown[i]!["most"]!, 1e-4);
            Assert.Equal(slopes.Average(), (double)shown[i]!["mean"]!, 1e-4);
        }
        Assert.Empty(Show(before)["gradients"]!.AsArray());

        JsonNode Show(Model trained)
        {
            string path = Path.Combine(folder, $"{Guid.NewGuid():N}");
            using (RunFolder run = RunFolder.Open(path))
                run.Save(file => trained.Save(file), "epoch,loss\n1,1\n", "{}");
            return Asked.Of(new StudioEngine(new() { Runs = [path] }), "run", new { index = 0 });
        }
    }

    // Of the mean cross-entropy, by central differences.
    private static double[] Slopes(Model model, Tensor parameter)
    {
        const float Step = 1e-2f;
        float[] values = parameter.ToArray<float>();
        return [.. values.Select((value, i) => (Loss(i, value + Step) - Loss(i, value - Step)) / (2 * Step))];

        double Loss(int at, float value)
        {
            float[] moved = [.. values];
            moved[at] = value;
            parameter.Assign(Tensor.FromArray(moved, parameter.Shape));
            double loss = model.Evaluate(Data).Loss;
            parameter.Assign(Tensor.FromArray(values, parameter.Shape));
            return loss;
        }
    }

    [Fact]
    public void What_cannot_be_shown_is_told()
    {
        string empty = Directory.CreateDirectory(Path.Combine(folder, "empty")).FullName;
        (string damaged, _, _) = Trained("damaged");
        File.WriteAllText(Path.Combine(damaged, RunFolder.HistoryFileName), "epoch,loss\n1\n");
        File.WriteAllText(Path.Combine(damaged, RunFolder.ModelFileName), "nothing");
        var engine = new StudioEngine(new() { Runs = [empty, damaged] });
        JsonNode runs = Asked.Of(engine, "runs", new { stamps = Array.Empty<string>() })["runs"]!;
        Assert.All(runs.AsArray(), run => Assert.NotNull(run!["problem"]));
        foreach (int index in (int[])[0, 1, 2, -1])
            Assert.NotNull(Asked.Of(engine, "run", new { index })["refusal"]);
    }

    [Fact]
    public void A_run_that_is_removed_is_told_and_not_as_news_each_time()
    {
        (string path, _, _) = Trained("a");
        var engine = new StudioEngine(new() { Runs = [path] });
        JsonNode run = Again("");
        Assert.Null(run["problem"]);
        Directory.Delete(path, recursive: true);
        run = Again($"{run["stamp"]}");
        Assert.Contains("file not found", $"{run["problem"]}");
        Assert.Empty(run["columns"]!.AsArray());
        run = Again($"{run["stamp"]}");
        Assert.Contains("file not found", $"{run["problem"]}");
        Assert.Null(run["columns"]);
        Assert.Contains("file not found", $"{Asked.Of(engine, "run", new { index = 0 })["refusal"]}");

        JsonNode Again(string stamp) => Asked.Of(engine, "runs", new { stamps = new[] { stamp } })["runs"]![0]!;
    }

    [Fact]
    public void Equal_weights_are_between_what_they_are()
    {
        (string path, Model model, _) = Trained("a");
        model.Parameters[1].Value.Assign(Tensor.Full(model.Parameters[1].Value.Shape, 0.25));
        model.Save(Path.Combine(path, RunFolder.ModelFileName));
        JsonNode answer = Asked.Of(new StudioEngine(new() { Runs = [path] }), "run", new { index = 0 });
        JsonNode bias = answer["parameters"]![1]!;
        Assert.Equal((0.25, 0.25), ((double)bias["least"]!, (double)bias["most"]!));
        Assert.Equal([4], bias["counts"]!.AsArray().Select(count => (int)count!).Where(count => count > 0));
    }

    [Fact]
    public void Weights_that_are_not_finite_are_counted_apart()
    {
        (string path, Model model, _) = Trained("a");
        float[] values = model.Parameters[0].Value.ToArray<float>();
        (values[0], values[5]) = (float.NaN, float.NegativeInfinity);
        model.Parameters[0].Value.Assign(Tensor.FromArray(values, model.Parameters[0].Value.Shape));
        model.Save(Path.Combine(path, RunFolder.ModelFileName));
        JsonNode answer = Asked.Of(new StudioEngine(new() { Runs = [path] }), "run", new { index = 0 });
        JsonNode weight = answer["parameters"]![0]!;
        Assert.Equal((6, 2), (weight["counts"]!.AsArray().Sum(count => (int)count!), (int)weight["notFinite"]!));
        Assert.True(double.IsFinite((double)weight["mean"]!));
    }

    [Fact]
    public void A_page_without_runs_shows_none() =>
        Assert.Empty(Asked.Of("runs", new { stamps = Array.Empty<string>() })["runs"]!.AsArray());
}
