using System.Diagnostics;
using System.Text.Json;

namespace Chainrule.Cli.Tests;

/// <summary>What a run of the built tool said and with which code it ended.</summary>
internal sealed record ToolRun(int ExitCode, string Output, string Error)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);
    private static readonly Lock OneAtATime = new();

    public string[] Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The lines of standard output, each of which must be a JSON object.</summary>
    public JsonElement[] Json => [.. Lines.Select(line => JsonDocument.Parse(line).RootElement)];

    public JsonElement LastJson => Json[^1];

    /// <summary>
    /// Runs the tool in a folder; the arguments are separated by single spaces. It runs in this process, one run at a
    /// time, which costs a tenth of a process of its own; <see cref="AsProcess"/> is for what only that shows.
    /// </summary>
    public static ToolRun In(TemporaryFolder folder, string arguments, params (string Name, string Value)[] environment)
    {
        lock (OneAtATime)
        {
            string before = Directory.GetCurrentDirectory();
            (string Name, string? Value)[] restored = [.. Settings(folder, environment)
                .Select(one => (one.Name, Environment.GetEnvironmentVariable(one.Name)))];
            (TextWriter output, TextWriter error) = (Console.Out, Console.Error);
            using var written = new StringWriter { NewLine = "\n" };
            using var complained = new StringWriter { NewLine = "\n" };
            try
            {
                Directory.SetCurrentDirectory(folder.Path);
                foreach ((string name, string? value) in Settings(folder, environment))
                    Environment.SetEnvironmentVariable(name, value);
                Console.SetOut(written);
                Console.SetError(complained);
                int code = Tool.Run(arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries));
                return new(code, written.ToString(), complained.ToString());
            }
            finally
            {
                Console.SetOut(output);
                Console.SetError(error);
                foreach ((string name, string? value) in restored) Environment.SetEnvironmentVariable(name, value);
                Directory.SetCurrentDirectory(before);
            }
        }
    }

    /// <summary>Runs the tool as a process, as a user does.</summary>
    public static ToolRun AsProcess(
        TemporaryFolder folder, string arguments, params (string Name, string Value)[] environment)
    {
        using Process process = Start(folder, arguments, environment);
        return Finish(process, arguments);
    }

    public static Process Start(
        TemporaryFolder folder, string arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = folder.Path,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "Chainrule.Cli.dll"));
        foreach (string argument in arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            start.ArgumentList.Add(argument);
        foreach ((string name, string? value) in Settings(folder, environment))
        {
            if (value is null) start.Environment.Remove(name);
            else start.Environment[name] = value;
        }
        return Process.Start(start)!;
    }

    public static ToolRun Finish(Process process, string arguments)
    {
        Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(Limit))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"'{arguments}' did not end within {Limit.TotalSeconds} s");
        }
        return new(process.ExitCode, output.Result, error.Result);
    }

    /// <summary>Sees that the run was done.</summary>
    public ToolRun Done()
    {
        Assert.True(ExitCode == 0, $"exit code {ExitCode}: {Error}");
        return this;
    }

    /// <summary>
    /// Sees that the run was refused with one sentence that holds these parts, and said nothing else.
    /// </summary>
    public void Refused(params string[] parts) => Ended(2, parts);

    public void Ended(int code, params string[] parts)
    {
        Assert.True(ExitCode == code, $"exit code {ExitCode} instead of {code}: {Error}{Output}");
        string line = Assert.Single(Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("chainrule: ", line);
        foreach (string part in parts) Assert.Contains(part, line, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("   at ", Error, StringComparison.Ordinal);
        Assert.DoesNotContain("internal error", line, StringComparison.Ordinal);
    }

    // Nothing of this user's or from the network: what a test needs is in its folder.
    private static IEnumerable<(string Name, string? Value)> Settings(
        TemporaryFolder folder, (string Name, string Value)[] environment) =>
        [("XDG_CACHE_HOME", folder.File("cache")), ("CHAINRULE_DATA", null), .. environment];
}
