using System.Diagnostics;

namespace Chainrule.Tests;

/// <summary>Runs Debian's Python, where it is there, as a reader that is not ours.</summary>
internal static class PythonProcess
{
    private const string Program = "/usr/bin/python3";

    private static readonly Lazy<bool> NumpyThere = new(() => Exists && Start(["-c", "import numpy"]).Code == 0);

    public static bool Exists => File.Exists(Program);

    public static bool HasNumpy => NumpyThere.Value;

    /// <summary>What the program prints; an assertion fails when it fails.</summary>
    public static string Run(params string[] arguments)
    {
        (int code, string output, string error) = Start(arguments);
        Assert.True(code == 0, error);
        return output;
    }

    private static (int Code, string Output, string Error) Start(string[] arguments)
    {
        var start = new ProcessStartInfo(Program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.Result);
    }
}
