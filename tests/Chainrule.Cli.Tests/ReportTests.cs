using Chainrule.Cli.Reporting;

namespace Chainrule.Cli.Tests;

/// <summary>What a training says while it runs, and at its end.</summary>
public class ReportTests
{
    private static EpochReport Epoch(int number) => new(number, 0.5, "mse", 0.5, null, 100, 0.1, 1, 10);

    [Fact]
    public void What_nobody_watches_gets_a_line_in_a_while_and_the_last()
    {
        var clock = new Clock();
        using var output = new StringWriter { NewLine = "\n" };
        var report = new PlainReport("mse", TimeSpan.FromSeconds(10), clock, output);
        report.Begin(40);
        for (int epoch = 1; epoch <= 39; epoch++)
        {
            clock.Seconds += 1;
            report.Step(new(epoch, epoch, 5, 10, 0.25));
            report.Epoch(Epoch(epoch));
        }
        report.Finish(new([("mse", 0.5)], "model", 39, StopReason.Completed, []));
        string[] lines = output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(5, lines.Length);
        Assert.StartsWith("epoch  10   50 % of 10 samples   loss 0.25", lines[0]);
        Assert.StartsWith("epoch  20 ", lines[1]);
        Assert.StartsWith("epoch  30 ", lines[2]);
        Assert.StartsWith("epoch  39   loss 0.5", lines[3]);
        Assert.Contains("after 39.0 s", lines[4]);
    }

    [Fact]
    public void Without_an_interval_every_epoch_has_a_line()
    {
        using var output = new StringWriter { NewLine = "\n" };
        var report = new PlainReport("mse", TimeSpan.Zero, null, output);
        for (int epoch = 1; epoch <= 3; epoch++) report.Epoch(Epoch(epoch));
        Assert.Equal(3, output.ToString().Count(letter => letter == '\n'));
    }

    [Fact]
    public void A_search_shows_the_last_epoch_of_its_last_training_only()
    {
        using var folder = new TemporaryFolder();
        string output = ToolRun.In(folder, "search xor --grid rate=0.1,0.01 --folds 2 --epochs 3").Done().Output;
        Assert.DoesNotContain("epoch   1", output);
        Assert.Contains("epoch   3", output);
    }

    [Fact]
    public void Dead_units_are_said_at_the_end()
    {
        using var folder = new TemporaryFolder();
        folder.Write(
            "dead.chain", "input X[m, n] : features\ninput y[m] : labels\nparam W[n, k] ~ zeros, V[k, 2] ~ zeros\n" +
            "h = relu(X @ W - 100)\nz = h @ V\nS = cross_entropy(z, y)\nminimize S\noutput z\n");
        const string Command = "train xor --model dead.chain --dim k=4 --epochs 1";
        string output = ToolRun.In(folder, Command).Done().Output;
        Assert.Contains("note: h: 4 of 4 units are 0 for all of 256 samples", output);
        Assert.Contains("note: the output is the same for all of 256 samples", output);
        string json = ToolRun.In(folder, $"{Command} --json").Done().LastJson.GetProperty("notes")[0].GetString()!;
        Assert.Contains($"note: {json}", output);
    }

    [Fact]
    public void Values_have_their_R2_too()
    {
        using var folder = new TemporaryFolder();
        ToolRun train = ToolRun.In(folder, "train sine --epochs 3 --json --out RUN").Done();
        double r2 = train.LastJson.GetProperty("test_r2").GetDouble();
        Assert.Equal(
            ToolRun.In(folder, "evaluate RUN sine --json").Done().LastJson.GetProperty("metrics").GetProperty("r2")
                .GetDouble(), r2, 1e-12);
        Assert.Contains("r2 on held-out samples", ToolRun.In(folder, "train sine --epochs 3").Done().Output);
        ToolRun.In(folder, "train xor --epochs 1 --out XOR").Done();
        ToolRun.In(folder, "evaluate XOR xor --metrics r2").Refused("r2 is for values", "use accuracy");
        ToolRun.In(folder, "train xor --epochs 1 --threads 100000").Refused("100000 threads exceed the limit of 1024");
    }

    [Fact]
    public void An_autoencoder_is_judged_by_how_near_samples_are_to_themselves()
    {
        using var folder = new TemporaryFolder();
        folder.Write(
            "auto.chain", "input X[m, n] : features\nparam W[n, n] ~ zeros\nY = X @ W\n" +
            "S = sum((Y - X)^2) / m\nminimize S\noutput Y\n");
        ToolRun.In(folder, "train xor --model auto.chain --epochs 1 --optimizer sgd --rate 1e-12 --out RUN").Done();
        string[] lines = ToolRun.In(folder, "evaluate RUN xor").Done().Lines;
        Assert.Contains("reconstruction: mse ", lines[1]);
        Assert.StartsWith("mse of a sample: median ", lines[3]);
        ToolRun answers = ToolRun.In(folder, "predict RUN xor").Done();
        Assert.StartsWith("     0  reconstruction mse ", answers.Lines[0]);
        Assert.Contains("--out FILE", answers.Error);
        // With weights of nearly 0 the error is the mean square of the sample itself.
        System.Text.Json.JsonElement first = ToolRun.In(folder, "predict RUN xor --json").Done().Json[0];
        float[] sample = Dataset.Load("xor", new() { Seed = 1 }).Test.Features.ToArray<float>()[..2];
        Assert.Equal(sample.Average(value => value * value), first.GetProperty("mse").GetDouble(), 1e-6);
    }

    private sealed class Clock : TimeProvider
    {
        public long Seconds { get; set; }

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => Seconds;
    }
}
