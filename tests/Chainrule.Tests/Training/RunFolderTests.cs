namespace Chainrule.Tests.Training;

/// <summary>A run's folder holds one generation, whatever happens while the next one is written.</summary>
public sealed class RunFolderTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("chainrule-runs-").FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    private string Run => Path.Combine(root, "run");

    private static Action<string> Text(string text) => path => File.WriteAllText(path, text);

    private string[] Generation() =>
    [
        .. new[] { RunFolder.ModelFileName, RunFolder.HistoryFileName, RunFolder.ConfigFileName }
            .Select(name => File.ReadAllText(RunFolder.FileOf(Run, name))),
    ];

    private void Save(string generation)
    {
        using RunFolder folder = RunFolder.Open(Run);
        folder.Save(Text(generation), generation, generation);
    }

    [Fact]
    public void A_generation_replaces_the_last_one_and_leaves_nothing_behind()
    {
        Save("one");
        Save("two");
        Assert.Equal(["two", "two", "two"], Generation());
        Assert.Equal(
            ["config.json", "history.csv", "model.safetensors"],
            Directory.GetFileSystemEntries(Run).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void What_fails_leaves_the_last_generation()
    {
        Save("one");
        using RunFolder folder = RunFolder.Open(Run);
        Assert.Throws<InvalidDataException>(() => folder.Save(_ => throw new InvalidDataException(), "two", "two"));
        Assert.Throws<DataException>(() => folder.Save(_ => throw new IOException("No space left"), "two", "two"));
        Assert.Equal(["one", "one", "one"], Generation());
        folder.Save(Text("three"), "three", "three");
        Assert.Equal(["three", "three", "three"], Generation());
    }

    // The files as they lie after each step of a writing that was killed there.
    [Theory]
    [InlineData(0, "one")]   // nothing but the model is written
    [InlineData(1, "one")]   // all is written, nothing moved
    [InlineData(2, "two")]   // the model is moved: the new generation counts
    [InlineData(3, "two")]   // the history is moved, too
    public void Killed_anywhere_it_is_one_generation(int stage, string expected)
    {
        Save("one");
        string next = Directory.CreateDirectory(Path.Combine(Run, ".next")).FullName;
        File.WriteAllText(Path.Combine(next, ".model.safetensors.0.tmp"), "half");
        void Put(string name, bool isMoved) =>
            File.WriteAllText(Path.Combine(isMoved ? Run : next, name), "two");
        Put(RunFolder.ModelFileName, stage >= 2);
        if (stage >= 1) Put(RunFolder.HistoryFileName, stage >= 3);
        if (stage >= 1) Put(RunFolder.ConfigFileName, false);
        Assert.Equal([expected, expected, expected], Generation());
        using (RunFolder.Open(Run)) Assert.Equal([expected, expected, expected], Generation());
        Assert.Equal(3, Directory.GetFileSystemEntries(Run).Length);
    }

    [Fact]
    public void A_folder_belongs_to_one_training_and_may_be_removed_meanwhile()
    {
        using (RunFolder folder = RunFolder.Open(Run))
        {
            string message = Assert.Throws<DataException>(() => RunFolder.Open(Run)).Message;
            Assert.Contains("Another training is writing", message);
            Directory.Delete(Run, recursive: true);
            folder.Save(Text("one"), "one", "one");
            Assert.Throws<DataException>(() => RunFolder.Open(Run));
        }
        Assert.Equal(["one", "one", "one"], Generation());
        RunFolder.Open(Run).Dispose();
    }

    [Fact]
    public void An_empty_folder_that_was_made_for_it_goes_with_it()
    {
        RunFolder.Open(Path.Combine(Run, "deep")).Dispose();
        Assert.False(Directory.Exists(Run));
        File.WriteAllText(Run, "a file");
        Assert.Contains("give another RunFolder.Path", Assert.Throws<DataException>(() => RunFolder.Open(Run)).Message);
    }

    [Fact]
    public void A_history_goes_on_where_the_model_does()
    {
        using RunFolder folder = RunFolder.Open(Run);
        folder.Save(Text(""), "epoch,loss\n1,0.5\n2,0.25\n3,0.125\n", "{}");
        Assert.Equal(["1,0.5", "2,0.25"], folder.HistoryUpTo(2));
        Assert.Equal("step,loss\n1,0.5\n2,0.25\n3,4\n", TrainingTable.OfSteps([4], folder.HistoryUpTo(2)));
    }

    [Fact]
    public void Checkpoints_come_when_they_are_asked_for()
    {
        Dataset data = ToyData.Moons(64, seed: 1);
        void Fit(params TrainingCallback[] callbacks) => new Model(new Dense(2)) { Seed = 1 }.Fit(
            data, new TrainingOptions { Epochs = 6, BatchSize = 16, Callbacks = callbacks, Validation = data });

        Fit(new ModelCheckpoint(Path.Combine(root, "m{epoch}.safetensors")) { Epochs = 2, Keep = 2 });
        Assert.Equal(["m4.safetensors", "m6.safetensors"], Directory.GetFiles(root).Select(Path.GetFileName).Order());
        Assert.Equal(4, Model.Load(Path.Combine(root, "m4.safetensors")).TrainingState!.Epoch);
        var steps = new List<long>();
        Fit(new ModelCheckpoint(run => steps.Add(run.Step)) { Epochs = 100, Steps = 3 });
        Assert.Equal([3, 6, 9, 15, 18, 21], steps);
        var bests = new List<int>();
        Fit(new ModelCheckpoint(run => bests.Add(run.BestEpoch)) { BestOnly = true });
        Assert.Equal(bests.Distinct(), bests);
        Assert.NotEmpty(bests);
        string csv = Path.Combine(root, "log.csv");
        Fit(new CsvLogger(csv));
        Fit(new CsvLogger(csv, append: true));
        Assert.Equal(1 + 12, File.ReadAllLines(csv).Length);
        Assert.StartsWith("epoch,loss,metric,value,", File.ReadAllLines(csv)[0]);
    }
}
