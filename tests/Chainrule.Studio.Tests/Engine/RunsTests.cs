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
    public void A_page_without_runs_shows_none() =>
        Assert.Empty(Asked.Of("runs", new { stamps = Array.Empty<string>() })["runs"]!.AsArray());
}
