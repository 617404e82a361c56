using System.Text.Json;

namespace Chainrule.Cli.Tests;

/// <summary>Which samples <c>evaluate</c> judges: those not trained on, unless it is told otherwise.</summary>
public class EvaluateTests
{
    [Theory]
    [InlineData("")]
    [InlineData("--seed 7")]
    public void Of_the_file_that_was_trained_on_the_rows_held_out_are_judged(string seed)
    {
        using var folder = new TemporaryFolder();
        string table = Samples.WriteTable(folder);
        double told = ToolRun.In(folder, $"train {table} --label size --epochs 5 {seed} --out RUN --json").Done()
            .LastJson.GetProperty("test_mse").GetDouble();
        JsonElement judged = ToolRun.In(folder, $"evaluate RUN {table} --json").Done().LastJson;
        Assert.Equal(24, judged.GetProperty("samples").GetInt32());
        Assert.Equal(told, judged.GetProperty("test_mse").GetDouble());
        Assert.False(judged.GetProperty("trained_on_too").GetBoolean());
        Assert.Contains(
            "the 24 samples held out from training", ToolRun.In(folder, $"evaluate RUN {table}").Done().Output);

        // Under another name it is the same file; with other rows it is not.
        File.Copy(folder.File(table), folder.File("copy.csv"));
        Assert.Equal(
            judged.ToString(), ToolRun.In(folder, "evaluate RUN copy.csv --json").Done().LastJson.ToString());
        File.AppendAllText(folder.File("copy.csv"), "1,1,blue,1000,setosa\n");
        ToolRun other = ToolRun.In(folder, "evaluate RUN copy.csv").Done();
        Assert.Contains("121 samples   loss", other.Output);

        JsonElement all = ToolRun.In(folder, $"evaluate RUN {table} --all --json").Done().LastJson;
        Assert.Equal(120, all.GetProperty("samples").GetInt32());
        Assert.True(all.GetProperty("trained_on_too").GetBoolean());
        Assert.Contains(
            "including the training samples", ToolRun.In(folder, $"evaluate RUN {table} --all").Done().Output);

        // The model itself says what was held out: whatever lies beside it, and whatever seed is asked for.
        folder.Write("RUN/config.json", "{\"file_crc32\": []}");
        Assert.Equal(
            judged.ToString(), ToolRun.In(folder, $"evaluate RUN {table} --seed 5 --json").Done().LastJson.ToString());
    }

    // Labels of noise: the rows that were trained on are known by heart, and those that were not are a matter of luck.
    [Fact]
    public void A_config_of_another_training_does_not_make_training_samples_held_out()
    {
        using var folder = new TemporaryFolder();
        var random = new Random(1);
        folder.Write("noise.csv", "a,b,c,label\n" + string.Concat(Enumerable.Range(0, 120).Select(_ =>
            $"{random.Next(99)},{random.Next(99)},{random.Next(99)},{(random.Next(2) == 0 ? "no" : "yes")}\n")));
        ToolRun.In(folder, "train noise.csv --epochs 150 --rate 0.01 --out RUN").Done();
        string before = ToolRun.In(folder, "evaluate RUN noise.csv --json").Done().LastJson.ToString();
        ToolRun.In(folder, "train noise.csv --epochs 1 --seed 2 --out OTHER").Done();
        foreach (string name in (string[])["config.json", "history.csv"])
            File.Copy(folder.File("OTHER", name), folder.File("RUN", name), overwrite: true);
        JsonElement after = ToolRun.In(folder, "evaluate RUN noise.csv --json").Done().LastJson;
        Assert.Equal(before, after.ToString());
        Assert.InRange(after.GetProperty("value").GetDouble(), 0.2, 0.8);
    }

    [Fact]
    public void A_program_is_judged_by_the_same_rows_and_an_archive_by_what_it_was_trained_on()
    {
        using var folder = new TemporaryFolder();
        string table = Samples.WriteTable(folder);
        folder.Write(
            "net.chain", "input X[m, n] : features\ninput y[m] : labels\nparam W[n, c], b[c]\nz = X @ W + b\n" +
            "p = softmax(z)\nS = cross_entropy(z, y)\nminimize S\noutput p\n");
        double told = ToolRun.In(
            folder, $"train {table} --label species --model net.chain --dim c=3 --epochs 5 --out RUN --json").Done()
            .LastJson.GetProperty("test_accuracy").GetDouble();
        JsonElement judged = ToolRun.In(folder, $"evaluate RUN {table} --json").Done().LastJson;
        Assert.Equal(24, judged.GetProperty("samples").GetInt32());
        Assert.Equal(told, judged.GetProperty("test_accuracy").GetDouble());
        Assert.Contains("versicolor", ToolRun.In(folder, $"evaluate RUN {table} --all").Done().Output);

        Points("all.npz", 30);
        ToolRun.In(folder, "train all.npz --model net.chain --dim c=3 --epochs 2 --out ALL").Done();
        Assert.Contains(
            "30 samples, including the training samples", ToolRun.In(folder, "evaluate ALL all.npz").Done().Output);
        Points("new.npz", 9);
        Assert.Contains("9 samples   loss", ToolRun.In(folder, "evaluate ALL new.npz").Done().Output);

        void Points(string name, int count) => Samples.WriteArchive(
            folder, name, Tensor.Uniform([count, 4], -1, 1, count), Tensor.RandomIntegers([count], 0, 3, count));
    }

    [Fact]
    public void Data_that_are_made_up_are_those_of_the_training()
    {
        using var folder = new TemporaryFolder();
        double told = ToolRun.In(folder, "train moons --epochs 3 --seed 9 --out RUN --json").Done()
            .LastJson.GetProperty("test_accuracy").GetDouble();
        Assert.Equal(told, ToolRun.In(folder, "evaluate RUN moons --json").Done()
            .LastJson.GetProperty("test_accuracy").GetDouble());
    }
}
