using System.Text.Json;

namespace Chainrule.Cli.Tests;

/// <summary><c>train --folds</c> and <c>search</c>.</summary>
public class SearchTests
{
    [Fact]
    public void Folds_give_mean_and_deviation_of_each_metric_and_save_nothing()
    {
        using var folder = new TemporaryFolder();
        string table = Samples.WriteTable(folder);
        ToolRun run = ToolRun.In(folder, $"train {table} --label species --epochs 5 --folds 4 --json").Done();
        Assert.Equal(5, run.Json.Length);
        double[] folds = [.. run.Json[..4].Select(fold => fold.GetProperty("accuracy").GetDouble())];
        Assert.Equal(folds.Average(), run.LastJson.GetProperty("mean").GetProperty("accuracy").GetDouble(), 1e-12);
        Assert.False(Directory.Exists(folder.File("runs")));
        string text = ToolRun.In(folder, $"train {table} --label size --epochs 5 --folds 4").Done().Output;
        Assert.Contains("fold 4", text);
        Assert.Contains("\nr2 ", text);
        ToolRun.In(folder, $"train {table} --folds 4 --out RUN").Refused("--folds", "leave --out out");
        ToolRun.In(folder, $"train {table} --folds 121").Refused("2 to 120 folds");
    }

    [Fact]
    public void The_best_of_a_search_is_trained_on_all_training_samples_and_saved()
    {
        using var folder = new TemporaryFolder();
        string table = Samples.WriteTable(folder);
        string common = $"{table} --label species --epochs 4";
        ToolRun run = ToolRun.In(
            folder, $"search {common} --grid rate=0.00001,0.05 --grid hidden=4,8x4 --folds 3 --out BEST --json").Done();
        JsonElement[] candidates =
            [.. run.Json.Where(line => line.GetProperty("event").GetString() == "candidate")];
        Assert.Equal(4, candidates.Length);
        JsonElement best = candidates.MaxBy(line => line.GetProperty("mean").GetDouble()).GetProperty("options");
        Assert.Equal("0.05", best.GetProperty("rate").GetString());
        string layers = best.GetProperty("hidden").GetString() == "4" ? "4:relu" : "8:relu,4:relu";
        string plain = ToolRun.In(folder, $"train {common} --rate 0.05 --layers auto,{layers},auto --out RUN --json")
            .Done().LastJson.GetProperty("test_accuracy").ToString();
        Assert.Equal(plain, run.LastJson.GetProperty("test_accuracy").ToString());
        Assert.Contains("0.05", File.ReadAllText(folder.File("BEST", "config.json")));
        Assert.Equal(
            ToolRun.In(folder, $"evaluate RUN {table} --json").Done().Output,
            ToolRun.In(folder, $"evaluate BEST {table} --json").Done().Output);

        string told = ToolRun.In(
            folder, $"search {common} --grid rate=0.01,0.05 --grid batch=8,16,32 --trials 2 --scoring log_loss").Done()
            .Output;
        Assert.Contains("2 candidates, 5 folds", told);
        Assert.Contains("best: rate=", told);
    }

    [Fact]
    public void A_program_is_cross_validated_too()
    {
        using var folder = new TemporaryFolder();
        string table = Samples.WriteTable(folder);
        folder.Write(
            "net.chain", "input X[m, n] : features\ninput y[m] : labels\nparam W[n, c] ~ zeros, b[c] ~ zeros\n" +
            "z = X @ W + b\np = softmax(z)\nS = cross_entropy(z, y)\nminimize S\noutput p\n");
        const string Common = "--label species --epochs 30 --rate 0.05 --json";
        double program = Mean($"train {table} {Common} --model net.chain --folds 4");
        // A network of one layer is the same; only its first values are others.
        Assert.InRange(program - Mean($"train {table} {Common} --layers auto,auto --folds 4"), -0.05, 0.05);
        Assert.InRange(program, 0.9, 1);
        ToolRun.In(folder, $"train {table} --model net.chain --layers auto,auto --folds 4").Refused("--layers");

        double Mean(string arguments) => ToolRun.In(folder, arguments).Done().LastJson.GetProperty("mean")
            .GetProperty("accuracy").GetDouble();
    }

    // Ordinary least squares, solved by the normal equations on the same folds, is what the program comes down to.
    [Fact]
    public void Arrays_of_a_program_are_cross_validated_too()
    {
        using var folder = new TemporaryFolder();
        double[] x = [.. Enumerable.Range(0, 40).Select(i => (i % 7) - 3.0)];
        double[] y = [.. x.Select((value, i) => (2 * value) + (i % 2 == 0 ? 0.25 : -0.25))];
        NumpyFile.WriteArchive(folder.File("line.npz"), new Dictionary<string, Tensor>
        {
            ["X"] = Tensor.FromArray(x, [40, 1]),
            ["y"] = Tensor.FromArray(y, [40, 1]),
        });
        folder.Write(
            "line.chain", "input X[m, n]\ninput y[m, 1]\nparam w[n, 1] ~ zeros\np = X @ w\n" +
            "S = sum((p - y)^2) / m\nminimize S\noutput p\n");
        const string Command = "train line.npz --model line.chain --folds 4 --precision float64 --json " +
            "--optimizer sgd --rate 0.05 --batch all --epochs 300";
        ToolRun run = ToolRun.In(folder, Command).Done();
        var numbers = new Dataset("line", Tensor.FromArray(x, [40, 1]), Tensor.FromArray(y, [40, 1]));
        double expected = numbers.Folds(4, 1).Average(fold =>
        {
            double[] inputs = fold.Train.Features.ToArray<double>(), outputs = fold.Train.Targets.ToArray<double>();
            double slope = inputs.Zip(outputs).Sum(one => one.First * one.Second) / inputs.Sum(one => one * one);
            return fold.Test.Features.ToArray<double>().Zip(fold.Test.Targets.ToArray<double>())
                .Average(one => Math.Pow((slope * one.First) - one.Second, 2));
        });
        Assert.Equal(expected, run.LastJson.GetProperty("mean").GetProperty("mse").GetDouble(), 1e-6);
        ToolRun.In(folder, Command.Replace("--folds 4", "--folds 99")).Refused("2 to 40 folds");
    }

    [Fact]
    public void Folds_of_a_program_scale_targets_as_its_training_does()
    {
        using var folder = new TemporaryFolder();
        IEnumerable<string> rows = Enumerable.Range(0, 60).Select(i => $"{i},{300000 + (700 * i)}\n");
        folder.Write("t.csv", "x,y\n" + string.Concat(rows));
        folder.Write(
            "line.chain", "input X[m, n] : features\ninput y[m, 1] : targets\nparam W[n, 1], b[1] ~ zeros\n" +
            "yhat = X @ W + b\nS = mse(yhat, y)\nminimize S\noutput yhat\n");
        const string Options = "--model line.chain --epochs 60 --rate 0.05";
        double folds = ToolRun.In(folder, $"train t.csv {Options} --folds 3 --json").Done().LastJson
            .GetProperty("mean").GetProperty("r2").GetDouble();
        Assert.InRange(folds, 0.99, 1);
        ToolRun.In(folder, $"train t.csv {Options} --out RUN").Done();
        Assert.InRange(ToolRun.In(folder, "evaluate RUN t.csv --json").Done().LastJson
            .GetProperty("metrics").GetProperty("r2").GetDouble(), 0.99, 1);
    }

    [Theory]
    [InlineData("--grid rate", "has no values", "rate=0.1,0.01")]
    [InlineData("--grid ratio=1,2", "not an option of 'train'", "rate")]
    [InlineData("--grid label=size,species", "the same for all candidates")]
    [InlineData("--grid rate=fast,slow", "--rate must be", "'fast'")]
    [InlineData("--grid hidden=4 --grid layers=auto,8,auto", "twice")]
    [InlineData("--grid rate=1 --model x.chain", "--model is an option of 'train'")]
    [InlineData("--grid rate=1 --scoring best", "\"best\" is not a metric")]
    [InlineData("", "--grid OPTION=VALUES is required")]
    public void A_grid_that_cannot_be_tried_is_refused(string options, params string[] parts)
    {
        using var folder = new TemporaryFolder();
        ToolRun.In(folder, $"search {Samples.WriteTable(folder)} {options}").Refused(parts);
    }
}
