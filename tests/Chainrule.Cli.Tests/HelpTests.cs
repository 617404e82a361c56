namespace Chainrule.Cli.Tests;

public class HelpTests
{
    [Theory]
    [InlineData("--help")]
    [InlineData("train --help")]
    [InlineData("recipes --help")]
    [InlineData("search --help")]
    [InlineData("evaluate --help")]
    [InlineData("predict --help")]
    [InlineData("summary --help")]
    [InlineData("derive --help")]
    [InlineData("check --help")]
    [InlineData("gradients --help")]
    [InlineData("convert --help")]
    [InlineData("plot --help")]
    [InlineData("studio --help")]
    [InlineData("bench --help")]
    [InlineData("completions --help")]
    [InlineData("data --help")]
    [InlineData("data list --help")]
    [InlineData("data show -h")]
    public void Every_help_ends_with_examples(string arguments)
    {
        using var folder = new TemporaryFolder();
        ToolRun run = ToolRun.In(folder, arguments).Done();
        Assert.Contains("Examples:", run.Output);
        Assert.Contains("  chainrule ", run.Output);
        Assert.Empty(run.Error);
    }

    [Fact]
    public void The_help_of_train_says_what_Ctrl_C_does()
    {
        using var folder = new TemporaryFolder();
        Assert.Contains("Ctrl-C", ToolRun.In(folder, "train --help").Done().Output);
    }

    [Fact]
    public void Arguments_are_shown_by_their_names_and_not_by_their_completions()
    {
        using var folder = new TemporaryFolder();
        string help = ToolRun.In(folder, "--help").Done().Output;
        Assert.All((string[])["train <DATA>", "plot <WHAT>", "bench <WORKLOAD>", "completions <SHELL>"],
            usage => Assert.Contains(usage, help));
    }

    [Fact]
    public void Without_a_command_the_help_is_shown_with_the_code_for_bad_usage()
    {
        using var folder = new TemporaryFolder();
        ToolRun run = ToolRun.In(folder, "");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("Examples:", run.Output);
    }

    [Fact]
    public void The_version_is_a_number()
    {
        using var folder = new TemporaryFolder();
        Assert.StartsWith("0.", ToolRun.In(folder, "--version").Done().Output);
    }

    [Fact]
    public void The_list_of_data_sets_is_plain_when_it_goes_to_a_program()
    {
        using var folder = new TemporaryFolder();
        ToolRun run = ToolRun.In(folder, "data list").Done();
        Assert.Contains(
            run.Lines, line => line.StartsWith("digits", StringComparison.Ordinal) && line.Contains("28×28"));
        Assert.DoesNotContain('\x1b', run.Output);
        Assert.Contains(
            ToolRun.In(folder, "data list --json").Done().Json, set => set.GetProperty("name").GetString() == "mnist");
    }
}
