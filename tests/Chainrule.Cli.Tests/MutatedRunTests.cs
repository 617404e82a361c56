using Chainrule.Tests;

namespace Chainrule.Cli.Tests;

/// <summary>
/// Runs whose files are damaged: every command does its work or says in one sentence which file is at fault.
/// CHAINRULE_MUTATIONS sets how many; see CONTRIBUTING.md.
/// </summary>
public class MutatedRunTests
{
    private static readonly string[] Commands =
        ["plot RUN", "evaluate RUN t.csv --json", "predict RUN t.csv", "summary RUN", "train --resume RUN --epochs 4"];

    [Theory]
    [InlineData("config.json")]
    [InlineData("history.csv")]
    [InlineData("model.safetensors")]
    public void A_damaged_file(string name)
    {
        using var folder = new TemporaryFolder();
        Samples.WriteTable(folder, "t.csv", rows: 30);
        ToolRun.In(folder, "train t.csv --label species --epochs 2 --validation 0.2 --out RUN").Done();
        string[] files = Directory.GetFiles(folder.File("RUN"));
        byte[][] valid = [.. files.Select(File.ReadAllBytes)];
        int place = Array.FindIndex(files, path => Path.GetFileName(path) == name);
        var random = new Random(5);
        for (int i = 0; i < JsonMutation.Count / 3; i++)
        {
            for (int file = 0; file < files.Length; file++) File.WriteAllBytes(files[file], valid[file]);
            File.WriteAllBytes(files[place], name == "config.json" && i % 2 == 0
                ? System.Text.Encoding.UTF8.GetBytes(JsonMutation.Of(
                    System.Text.Encoding.UTF8.GetString(valid[place]), random))
                : Mutation.Damage(valid[place], random));
            string command = Commands[i % Commands.Length];
            ToolRun run = ToolRun.In(folder, command);
            Assert.False(run.Error.Contains("internal error"), $"mutation {i}, {command}: {run.Error}");
            if (run.ExitCode == 0) continue;
            Assert.True(run.ExitCode is 1 or 2, $"mutation {i}, {command}: exit code {run.ExitCode}");
            Assert.True(
                run.Error.Contains("RUN", StringComparison.Ordinal), $"mutation {i}, {command}: {run.Error}");
        }
    }
}
