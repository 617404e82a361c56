namespace Chainrule.Cli.Tests;

/// <summary>The tool as a process of its own says and returns what it does inside the tests.</summary>
public class ProcessTests
{
    private const string Program = "input X[m,n]\nparam w[n]\nz = X @ w\nS = sum(z)\nminimize S\nclaim dS/dw = w\n";

    [Theory]
    [InlineData("--version", 0)]
    [InlineData("derive net.chain --steps", 0)]
    [InlineData("check net.chain", 1)]
    [InlineData("check stuck.py", 1)]
    [InlineData("convert stuck.py", 0)]
    [InlineData("check stuck.chain --explain", 1)]
    [InlineData("train no-such-table.csv --out RUN", 2)]
    [InlineData("train xor --epochs 2 --seed 1 --json --out RUN", 0)]
    public void A_process_does_the_same(string arguments, int code)
    {
        using TemporaryFolder one = new(), other = new();
        foreach (TemporaryFolder folder in new[] { one, other })
        {
            folder.Write("net.chain", Program);
            foreach (string sample in new[] { "stuck.py", "stuck.chain" })
                folder.Write(sample, File.ReadAllText(Repository.Sample(sample)));
        }
        ToolRun process = ToolRun.AsProcess(one, arguments), here = ToolRun.In(other, arguments);
        Assert.Equal(code, process.ExitCode);
        Assert.Equal(code, here.ExitCode);
        Assert.Equal(here.Error, process.Error);
        Assert.Equal(WithoutTimes(here.Output), WithoutTimes(process.Output));
    }

    private static string WithoutTimes(string output) => string.Join('\n', output.Split('\n')
        .Select(line => string.Join(',', line.Split(',').Where(part => !part.Contains("second")))));
}
