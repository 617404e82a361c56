using System.Diagnostics;

namespace Chainrule.Cli.Tests;

/// <summary>The page as the tool starts it.</summary>
public class StudioTests
{
    [Fact]
    public async Task The_page_opens_with_the_file_that_was_named()
    {
        using var folder = new TemporaryFolder();
        folder.Write("net.chain", "param w[n]\nS = sum(w^2)\nminimize S\n");
        using Process process = ToolRun.Start(folder, "studio net.chain --no-browser");
        try
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
            string? address = await process.StandardOutput.ReadLineAsync(limit.Token);
            Assert.StartsWith("http://127.0.0.1:", address);
            using var client = new HttpClient();
            Assert.Contains("<title>Chainrule</title>", await client.GetStringAsync(address, limit.Token));
            Assert.Contains("sum(w^2)", await client.GetStringAsync(address + "settings.json", limit.Token));
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }

    [Theory]
    [InlineData("studio nowhere.chain --no-browser", "there is no such file")]
    [InlineData("studio table.xlsx --no-browser", "is no forward pass")]
    [InlineData("studio --port 70000", "--port")]
    public void What_cannot_be_opened_is_refused(string arguments, string part)
    {
        using var folder = new TemporaryFolder();
        folder.Write("table.xlsx", "PK");
        ToolRun.AsProcess(folder, arguments).Refused(part);
    }
}
