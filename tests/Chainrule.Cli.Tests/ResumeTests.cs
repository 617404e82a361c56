using System.Diagnostics;

namespace Chainrule.Cli.Tests;

/// <summary>Nothing is lost when a training is stopped, and its folder is its own.</summary>
public class ResumeTests
{
    private const string Options = "--epochs 8 --layers auto,16:relu,dropout:0.2,auto --validation 0.2 --seed 3";

    private static string[] Rows(TemporaryFolder folder, string run) =>
    [
        .. File.ReadAllLines(folder.File(run, "history.csv")).Select(
            line => string.Join(',', line.Split(',')[..6])),
    ];

    [Theory]
    [InlineData("KILL")]
    [InlineData("HUP")]
    [InlineData("INT")]
    public void A_training_that_was_stopped_goes_on_as_if_it_had_not_been(string signal)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signals to send to another process.");
        using var folder = new TemporaryFolder();
        ToolRun.In(folder, $"train moons {Options} --out WHOLE").Done();
        const string Arguments = $"train moons {Options} --out RUN --checkpoint 0 --json";
        using Process process = ToolRun.Start(folder, Arguments);
        process.StandardOutput.ReadLine();
        process.StandardOutput.ReadLine();
        Process.Start("kill", $"-{signal} {process.Id}").WaitForExit();
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        // It may have been done before the signal came.
        ToolRun rest = ToolRun.In(folder, "train --resume RUN");
        if (rest.ExitCode != 0) rest.Refused("has ended after 8 epochs", "--epochs 18");
        foreach (string run in (string[])["WHOLE", "RUN"])
            ToolRun.In(folder, $"predict {run} moons --out {run}.npy").Done();
        Assert.Equal(File.ReadAllBytes(folder.File("WHOLE.npy")), File.ReadAllBytes(folder.File("RUN.npy")));
        Assert.Equal(Rows(folder, "WHOLE"), Rows(folder, "RUN"));
        Assert.Equal(3, Directory.GetFileSystemEntries(folder.File("RUN")).Length);
    }

    [Fact]
    public void More_epochs_and_programs_go_on_too()
    {
        using var folder = new TemporaryFolder();
        folder.Write("net.chain", """
            input X[m, n] : features
            input y[m] : labels
            param W[n, c] ~ normal(0, 0.1), b[c]
            z = X @ W + b
            S = cross_entropy(z, y)
            minimize S
            output z
            """);
        foreach (string what in (string[])["moons", "moons --model net.chain"])
        {
            ToolRun.In(folder, $"train {what} --epochs 5 --out FIVE").Done();
            ToolRun.In(folder, $"train {what} --epochs 2 --out TWO").Done();
            Assert.Contains("resumed after epoch 2", ToolRun.In(folder, "train --resume TWO --epochs 5").Done().Output);
            Assert.Equal(Rows(folder, "FIVE"), Rows(folder, "TWO"));
        }
    }

    [Fact]
    public void A_training_goes_on_from_another_folder_with_its_file_to_test()
    {
        using TemporaryFolder folder = new(), other = new();
        string rows = string.Concat(Enumerable.Range(0, 20).Select(i => $"{i},{2 * i}.5\n"));
        folder.Write("t.csv", "x,y\n" + rows);
        folder.Write("u.csv", "x,y\n" + rows);
        ToolRun.In(folder, "train t.csv --test u.csv --epochs 2 --out RUN").Done();
        ToolRun resumed = ToolRun.In(other, $"train --resume {folder.File("RUN")} --epochs 4").Done();
        Assert.Contains("resumed after epoch 2", resumed.Output);
    }

    [Fact]
    public void What_cannot_be_resumed_says_why()
    {
        using var folder = new TemporaryFolder();
        folder.Write("t.csv", "x,y\n" + string.Concat(Enumerable.Range(0, 20).Select(i => $"{i},{2 * i}.5\n")));
        ToolRun.In(folder, "train t.csv --epochs 2 --out RUN").Done();
        ToolRun.In(folder, "train --resume RUN").Refused("has ended after 2 epochs", "--epochs 12");
        ToolRun.In(folder, "train --resume RUN --rate 0.1").Refused("leave --rate out");
        ToolRun.In(folder, "train t.csv --resume RUN").Refused("leave DATA out");
        ToolRun.In(folder, "train --resume NOWHERE").Refused("no model at 'NOWHERE'");
        ToolRun.In(folder, "train").Refused("train requires DATA, or --resume RUN");
        File.AppendAllText(folder.File("t.csv"), "20,40.5\n");
        ToolRun.In(folder, "train --resume RUN --epochs 4").Refused("'t' has changed since the training");
    }

    [Fact]
    public void A_second_training_into_the_same_folder_is_refused()
    {
        using var folder = new TemporaryFolder();
        using Process process = ToolRun.Start(folder, "train moons --epochs 1000000 --out RUN --json");
        process.StandardOutput.ReadLine();
        ToolRun.In(folder, "train sine --epochs 1 --out RUN").Refused("Another training is writing", "RUN");
        process.Kill();
        process.WaitForExit();
        ToolRun.In(folder, "train sine --epochs 1 --out RUN").Done();
    }
}
