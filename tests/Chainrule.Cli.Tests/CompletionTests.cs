using System.Diagnostics;

namespace Chainrule.Cli.Tests;

public class CompletionTests
{
    [Theory]
    [InlineData("chainrule tr", "train")]
    [InlineData("chainrule train --op", "--optimizer")]
    [InlineData("chainrule train --optimizer ada", "adagrad adam adamw")]
    [InlineData("chainrule train mo", "moons")]
    [InlineData("chainrule train mnist --recipe ni", "nielsen-100 nielsen-30")]
    [InlineData("chainrule data sh", "show")]
    [InlineData("chainrule data show sp", "spirals")]
    [InlineData("chainrule plot sigm", "sigmoid")]
    [InlineData("chainrule bench ti", "tiny")]
    [InlineData("chainrule derive net.chain --format nu", "numpy")]
    [InlineData("chainrule completions ", "bash fish pwsh zsh")]
    [InlineData("chainrule train --out ru", "")]
    [InlineData("chainrule train --optimizer=ada", "")]
    public void A_line_is_completed_from_the_options_and_arguments_of_its_command(string line, string expected) =>
        Assert.Equal(expected, string.Join(' ', Commands.CompletionsCommand.Continuations(line).Order()));

    [Fact]
    public void Bash_completes_by_the_printed_script()
    {
        Assert.SkipUnless(File.Exists("/bin/bash"), "There is no bash.");
        using var folder = new TemporaryFolder();
        folder.Write("chainrule.bash", ToolRun.In(folder, "completions bash").Done().Output);
        string tool = Path.Combine(AppContext.BaseDirectory, "Chainrule.Cli.dll");
        folder.Write("try.bash", $$"""
            chainrule() { dotnet '{{tool}}' "$@"; }
            source chainrule.bash
            COMP_LINE='chainrule train xor --opt rest' COMP_POINT=25
            _chainrule
            printf '%s\n' "${COMPREPLY[@]}"
            """);
        using Process process = Process.Start(new ProcessStartInfo("/bin/bash", ["try.bash"])
        {
            WorkingDirectory = folder.Path,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        ToolRun run = ToolRun.Finish(process, "try.bash").Done();
        Assert.Equal("--optimizer\n", run.Output);
    }

    [Theory]
    [InlineData("bash")]
    [InlineData("zsh")]
    [InlineData("fish")]
    [InlineData("pwsh")]
    public void Each_shell_has_a_script_that_asks_the_tool(string shell)
    {
        using var folder = new TemporaryFolder();
        Assert.Contains("chainrule complete ", ToolRun.In(folder, $"completions {shell}").Done().Output);
    }
}
