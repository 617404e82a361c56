using System.Text.Json;

namespace Chainrule.Cli.Tests;

/// <summary>Options of <c>train</c> about the loop: rates, groups, L-BFGS, event files.</summary>
public class LoopTests
{
    private static Model Trained(TemporaryFolder folder, string run) =>
        Model.Load(folder.File(run, RunFolder.ModelFileName));

    [Fact]
    public void A_rate_is_found_plotted_and_nothing_saved()
    {
        using var folder = new TemporaryFolder();
        ToolRun run = ToolRun.In(folder, "train moons --find-rate --out rates.svg").Done();
        Assert.StartsWith("suggested learning rate ", run.Lines[^2]);
        string rate = run.Lines[^1]["next: add --rate ".Length..];
        Assert.Contains("<svg", File.ReadAllText(folder.File("rates.svg")));
        Assert.False(Directory.Exists(folder.File("runs")));
        JsonElement json = ToolRun.In(folder, "train moons --find-rate --json").Done().LastJson;
        double suggestion = json.GetProperty("suggestion").GetDouble();
        Assert.Equal(rate, suggestion.ToString("G2", System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(json.GetProperty("rates").GetArrayLength(), json.GetProperty("losses").GetArrayLength());
        double found = ToolRun.In(folder, $"train moons --epochs 3 --json --rate {rate}").Done().LastJson
            .GetProperty("test_accuracy").GetDouble();
        Assert.InRange(found, 0.85, 1);
        ToolRun.In(folder, "train moons --find-rate --rate 0.1").Refused("leave --rate out");
        ToolRun.In(folder, "train moons --find-rate --out RUN.txt").Refused("ends in .svg");
    }

    [Fact]
    public void A_rate_is_found_for_a_program_too()
    {
        using var folder = new TemporaryFolder();
        folder.Write(
            "net.chain", "input X[m, n] : features\ninput y[m] : labels\nparam W[n, c] ~ zeros, b[c] ~ zeros\n" +
            "z = X @ W + b\np = softmax(z)\nS = cross_entropy(z, y)\nminimize S\noutput p\n");
        Assert.Contains("suggested", ToolRun.In(folder, "train blobs --model net.chain --find-rate").Done().Output);
    }

    [Fact]
    public void Frozen_layers_stay_and_a_resumed_training_keeps_to_it()
    {
        using var folder = new TemporaryFolder();
        const string Options = "--layers 2,6:tanh,2 --freeze 0,1.bias --rate-of 1=0.02 --seed 3";
        ToolRun.In(folder, $"train moons {Options} --epochs 1 --out ONE").Done();
        ToolRun.In(folder, $"train moons {Options} --epochs 4 --out ALL").Done();
        ToolRun.In(folder, "train --resume ONE --epochs 4").Done();
        Model one = Trained(folder, "ONE"), all = Trained(folder, "ALL");
        Model start = new Model(new Dense(6, Activation.Tanh), new Dense(2)) { Seed = 3 }.Build([2]);
        for (int i = 0; i < 4; i++)
        {
            float[] values = all.Parameters[i].Value.ToArray<float>();
            Assert.Equal(values, one.Parameters[i].Value.ToArray<float>());
            Assert.Equal(i != 2, values.SequenceEqual(start.Parameters[i].Value.ToArray<float>()));
        }
        ToolRun.In(folder, "train moons --freeze 7").Refused("--freeze names '7'", "0.weight");
        ToolRun.In(folder, "train moons --rate-of 0=fast").Refused("--rate-of 0=fast", "0 or more");
    }

    [Fact]
    public void Lbfgs_takes_all_samples_unless_told_otherwise()
    {
        using var folder = new TemporaryFolder();
        JsonElement result = ToolRun.In(folder, "train moons --optimizer lbfgs --epochs 40 --json").Done().LastJson;
        Assert.InRange(result.GetProperty("test_accuracy").GetDouble(), 0.95, 1);
        ToolRun.In(folder, "train moons --optimizer lbfgs --batch 10").Refused("all 800 samples", "--batch");
        ToolRun.In(folder, "train moons --optimizer lbfgs --clip 1").Refused("--clip");
    }

    [Fact]
    public void Event_files_are_written_beside_each_other()
    {
        using var folder = new TemporaryFolder();
        ToolRun.In(folder, "train xor --epochs 1 --tensorboard LOGS --out RUN").Done();
        ToolRun.In(folder, "train --resume RUN --epochs 2 --tensorboard LOGS").Done();
        Assert.Equal(2, Directory.GetFiles(folder.File("LOGS"), "events.out.tfevents.*").Length);
    }
}
