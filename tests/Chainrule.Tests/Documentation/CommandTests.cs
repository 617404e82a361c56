using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Chainrule.Tests.Documentation;

public partial class CommandTests
{
    private const string Tool = "dotnet run -c Release --project src/Chainrule.Cli -- ";

    public static TheoryData<string> Commands => [.. Markdown.Files()
        .SelectMany(Markdown.Blocks).Where(block => block.Language == "sh")
        .SelectMany(block => block.Text.Split('\n'))
        .Select(line => line.Split("  #")[0].Trim()).Where(line => line.Length > 0 && line[0] != '#').Distinct()];

    [Theory]
    [MemberData(nameof(Commands))]
    public void A_command_that_a_document_shows_exists(string command)
    {
        foreach (Match path in RepositoryPath().Matches(command))
            Assert.True(Path.Exists(SourceTree.PathOf(path.Value)), $"{path.Value} does not exist.");
        foreach (Match filter in TestFilter().Matches(command))
        {
            Assert.Contains(
                SourceTree.AllFiles(),
                path => Path.GetFileNameWithoutExtension(path) == filter.Groups["class"].Value);
        }
        if (!command.StartsWith(Tool, StringComparison.Ordinal)) return;
        string[] words = command[Tool.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        string folder = SourceTree.PathOf("src", "Chainrule.Cli", "Commands");
        string file = Path.Combine(folder, $"{char.ToUpperInvariant(words[0][0])}{words[0][1..]}Command.cs");
        Assert.True(File.Exists(file), $"There is no command '{words[0]}'.");
        string options = string.Concat(Directory.GetFiles(folder, "*.cs").Select(File.ReadAllText));
        Assert.All(
            words.Where(word => word.StartsWith("--", StringComparison.Ordinal)),
            option => Assert.Contains($"\"{option}\"", options));
    }

    [Theory]
    [InlineData("data list", "digits")]
    [InlineData("--help", "train")]
    [InlineData("train --help", "--epochs")]
    public void Cheap_commands_run(string arguments, string expected)
    {
        string bin = SourceTree.PathOf("src", "Chainrule.Cli", "bin");
        string? tool = !Directory.Exists(bin) ? null : Directory
            .GetFiles(bin, "Chainrule.Cli.dll", SearchOption.AllDirectories).MaxBy(File.GetLastWriteTimeUtc);
        Assert.SkipWhen(tool is null, "The tool is not built.");
        using Process process = Process.Start(new ProcessStartInfo("dotnet", [tool, .. arguments.Split(' ')])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            Environment = { ["NO_COLOR"] = "1" },
        })!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        Assert.Contains(expected, output);
    }

    [Fact]
    public void The_gate_runs_the_commands_that_contributors_are_told()
    {
        string gate = File.ReadAllText(SourceTree.PathOf(".ci", "run"));
        string guide = File.ReadAllText(SourceTree.PathOf("CONTRIBUTING.md"));
        foreach (string command in (string[])
            ["dotnet format", "dotnet build -c Release", "dotnet test -c Release", "tests/page.sh --built"])
        {
            Assert.Contains(command, gate);
            Assert.Contains(command, guide);
        }
    }

    [GeneratedRegex(@"--filter-class ""\*(?<class>\w+)""")]
    private static partial Regex TestFilter();

    [GeneratedRegex(@"(?<![\w/.])(src|samples|tests|bench|docs|\.ci)/[\w./-]*[\w]")]
    private static partial Regex RepositoryPath();
}
