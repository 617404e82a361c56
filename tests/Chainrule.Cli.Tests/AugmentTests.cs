namespace Chainrule.Cli.Tests;

/// <summary>Training on images that are deformed anew whenever they are used.</summary>
public class AugmentTests
{
    [Fact]
    public void Deformations_are_said_kept_for_resuming_and_the_same_for_any_number_of_threads()
    {
        using var folder = new TemporaryFolder();
        const string Train = "train digits --take 400 --layers auto,16:tanh,auto --augment rotate=15,shift=2";
        ToolRun run = ToolRun.In(folder, $"{Train} --epochs 3 --threads 1 --out A").Done();
        Assert.Contains("augmentation: shift=2,rotate=15", run.Output, StringComparison.Ordinal);
        ToolRun.In(folder, $"{Train} --epochs 2 --threads 2 --out B").Done();
        ToolRun.In(folder, "train --resume B --epochs 3 --threads 2").Done();
        Assert.Equal(Loss("A"), Loss("B"));
        ToolRun.In(folder, "train digits --take 400 --layers auto,16:tanh,auto --epochs 3 --out C").Done();
        Assert.NotEqual(Loss("A"), Loss("C"));

        // The loss of the last epoch, to the last digit.
        string Loss(string name) => File.ReadAllLines(folder.File(name, "history.csv"))[^1].Split(',')[1];
    }

    [Fact]
    public void What_cannot_be_deformed_is_refused()
    {
        using var folder = new TemporaryFolder();
        ToolRun.In(folder, "train digits --augment wobble=3").Refused("--augment: 'wobble=3' is not an augmentation");
        ToolRun.In(folder, "train digits --augment scale=2").Refused("--augment", "from 0 to 0.95, not 2");
        ToolRun.In(folder, "train moons --augment shift=1").Refused("--augment deforms images", "'moons'");
        folder.Write("p.chain", "input X[m, n]\nparam W[n, 1]\ncost C = mean((X @ W)^2)\n");
        ToolRun.In(folder, "train digits --model p.chain --augment shift=1").Refused("--augment cannot be combined");
    }
}
