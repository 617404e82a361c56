using Chainrule.Tests;

namespace Chainrule.Cli.Tests;

/// <summary>What training reaches on small tables where only the label is named.</summary>
public class DefaultsTests
{
    private const string Export = """
        import sys
        from sklearn import datasets
        data = getattr(datasets, "load_" + sys.argv[1])()
        names = getattr(data, "target_names", None)
        print(",".join([f"x{i}" for i in range(data.data.shape[1])] + ["label"]))
        for row, y in zip(data.data, data.target):
            print(",".join([repr(float(v)) for v in row] + [str(names[y]) if names is not None else repr(float(y))]))
        """;

    private static ToolRun Trained(TemporaryFolder folder, string table, string options = "")
    {
        Needs.ScikitLearn();
        folder.Write($"{table}.csv", PythonProcess.Run("-c", Export, table));
        return ToolRun.In(folder, $"train {table}.csv --label label --seed 1 {options} --json").Done();
    }

    [Theory]
    [InlineData("iris", 0.9)]
    [InlineData("wine", 0.9)]
    public void Classes_are_told_apart_with_and_without_validation(string table, double atLeast)
    {
        using var folder = new TemporaryFolder();
        foreach (string options in (string[])["", "--validation 0.2"])
            Assert.InRange(
                Trained(folder, table, options).LastJson.GetProperty("test_accuracy").GetDouble(), atLeast, 1);
    }
}
