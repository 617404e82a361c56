using System.Diagnostics;
using System.Text.Json;

namespace Chainrule.Cli.Tests;

public class CancelTests
{
    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public void Ctrl_C_ends_the_training_cleanly_and_saves_the_model(string signal)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signals to send to another process.");
        using var folder = new TemporaryFolder();
        const string Arguments = "train xor --epochs 1000000 --out RUN --json";
        using Process process = ToolRun.Start(folder, Arguments);
        Assert.Contains("\"epoch\"", process.StandardOutput.ReadLine()!);
        Process.Start("kill", $"-{signal} {process.Id}").WaitForExit();
        ToolRun run = ToolRun.Finish(process, Arguments).Done();
        Assert.Equal("canceled", run.LastJson.GetProperty("end").GetString());
        Assert.True(run.LastJson.TryGetProperty("test_accuracy", out _));
        Assert.True(File.Exists(folder.File("RUN", "history.csv")));
        Assert.Equal("evaluation",
            ToolRun.In(folder, "evaluate RUN xor --json").Done().LastJson.GetProperty("event").GetString());
    }

    [Fact]
    public void A_diverging_training_ends_with_a_sentence_and_code_one_and_without_a_good_epoch_nothing_is_saved()
    {
        using var folder = new TemporaryFolder();
        ToolRun.In(folder, "train moons --epochs 1 --out RUN").Done();
        string before = folder.Snapshot();
        ToolRun.In(folder, "train moons --optimizer sgd --rate 1e6 --out RUN").Ended(1, "learning rate", "1000000");
        ToolRun.In(folder, "train sine --optimizer sgd --rate 1e6 --out OTHER").Ended(1, "learning rate");
        Assert.Equal(before, folder.Snapshot());
    }
}
