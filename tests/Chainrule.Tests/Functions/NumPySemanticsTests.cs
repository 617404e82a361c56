using System.Runtime.CompilerServices;

namespace Chainrule.Tests;

public class NumPySemanticsTests
{
    [Fact]
    public void Functions_agree_with_the_committed_cases() => Check(File.ReadAllLines(Beside("numpy_semantics.jsonl")));

    [Fact]
    public void Functions_agree_with_NumPy_where_it_is_installed()
    {
        Needs.Numpy();
        string output = PythonProcess.Run(Beside("numpy_semantics.py"), "2");
        Check(output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    private static void Check(string[] lines)
    {
        Assert.True(lines.Length > 1000, $"Only {lines.Length} cases.");
        string[] wrong = [.. lines.Select(line => new NumPyCase(line).Check()).OfType<string>()];
        Assert.True(wrong.Length == 0, $"{wrong.Length} of {lines.Length}:\n" + string.Join("\n\n", wrong.Take(20)));
    }

    private static string Beside(string name, [CallerFilePath] string source = "") =>
        Path.Combine(Path.GetDirectoryName(source)!, name);
}
