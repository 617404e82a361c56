namespace Chainrule.Cli.Tests;

/// <summary>The commands of documents, one after the other as a reader enters them.</summary>
public class DocumentedCommandTests
{
    private const string Tool = "dotnet run -c Release --project src/Chainrule.Cli -- ";

    [Fact]
    public void The_guide_to_evaluation_can_be_followed()
    {
        using var folder = new TemporaryFolder();
        Samples.WriteTable(folder);
        string[] commands = [.. File.ReadLines(Repository.PathOf("docs", "evaluation.md"))
            .Where(line => line.StartsWith(Tool, StringComparison.Ordinal)).Select(line => line[Tool.Length..])];
        Assert.InRange(commands.Length, 7, 30);
        foreach (string command in commands) ToolRun.In(folder, command).Done();
        Assert.True(File.Exists(folder.File("flowers.html")));
        Assert.True(File.Exists(folder.File("runs", "best", "model.safetensors")));
    }
}
