using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Chainrule.Tests;

public class NumPySemanticsTests
{
    private const string Python = "/usr/bin/python3";

    [Fact]
    public void Functions_agree_with_the_committed_cases() => Check(File.ReadAllLines(Beside("numpy_semantics.jsonl")));

    [Fact]
    public void Functions_agree_with_NumPy_where_it_is_installed()
    {
        Assert.SkipUnless(Run("-c", "import numpy").Code == 0, $"{Python} with NumPy is not there.");
        (int code, string output) = Run(Beside("numpy_semantics.py"), "2");
        Assert.Equal(0, code);
        Check(output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    private static void Check(string[] lines)
    {
        Assert.True(lines.Length > 1000, $"Only {lines.Length} cases.");
        string[] wrong = [.. lines.Select(line => new NumPyCase(line).Check()).OfType<string>()];
        Assert.True(wrong.Length == 0, $"{wrong.Length} of {lines.Length}:\n" + string.Join("\n\n", wrong.Take(20)));
    }

    private static (int Code, string Output) Run(params string[] arguments)
    {
        if (!File.Exists(Python)) return (-1, "");
        using Process process = Process.Start(new ProcessStartInfo(Python, arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output);
    }

    private static string Beside(string name, [CallerFilePath] string source = "") =>
        Path.Combine(Path.GetDirectoryName(source)!, name);
}
