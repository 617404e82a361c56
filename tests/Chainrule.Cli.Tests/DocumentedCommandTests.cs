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
        Follow(folder, "evaluation.md", least: 7);
        Assert.True(File.Exists(folder.File("flowers.html")));
        Assert.True(File.Exists(folder.File("runs", "best", "model.safetensors")));
    }

    [Fact]
    public void The_guide_to_data_can_be_followed()
    {
        using var folder = new TemporaryFolder();
        Samples.WriteImageFolder(folder);
        folder.Write("big.csv", "a,b,label\n" + string.Concat(
            Enumerable.Range(0, 200).Select(i => $"{i % 7},{i % 11},{(i % 7 > 3 ? "high" : "low")}\n")));
        folder.Write("new.csv", "a,b\n1,2\n5,6\n");
        Follow(folder, "data.md", least: 8);
    }

    private static void Follow(TemporaryFolder folder, string document, int least)
    {
        string[] commands = [.. File.ReadLines(Repository.PathOf("docs", document))
            .Where(line => line.StartsWith(Tool, StringComparison.Ordinal)).Select(line => line[Tool.Length..])];
        Assert.InRange(commands.Length, least, 30);
        foreach (string command in commands) ToolRun.In(folder, command).Done();
    }
}
