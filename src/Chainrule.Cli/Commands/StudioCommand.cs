using System.CommandLine;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Chainrule.Cli.Commands;

/// <summary><c>studio</c>: the page, behind a program of its own that this command starts.</summary>
internal static class StudioCommand
{
    public static Command Create()
    {
        var files = new Argument<string[]>("FILE|RUN")
        {
            Description =
                "What to open: a .chain file, a Python file or a notebook, which is parsed and never run, a table, " +
                "or folders of runs to watch and compare.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        ToolOption<int?> port = NumberOption.Whole(
            "--port", 0, ushort.MaxValue, "Port of the page on this machine; by default any that is free.", "N");
        var noBrowser = new ToolOption<bool>("--no-browser") { Description = "Print the address and open nothing." }
            .KnownElsewhereAs("--no-open", "--headless");
        var command = new Command(
            "studio", "Open the page: derive a forward pass, train on a table, watch runs.")
        {
            files, port, noBrowser,
        };
        command.SetAction(parsed => Start(
        [
            .. parsed.GetValue(port) is { } number ? (string[])["--port", $"{number}"] : [],
            .. parsed.GetValue(noBrowser) ? (string[])["--no-browser"] : [],
            .. (parsed.GetValue(files) ?? []).Select(Path.GetFullPath),
        ]));
        return command.WithExamples(
            ("studio", "open the page in the browser, until Ctrl-C"),
            ("studio stuck.chain", "with a program of your own in it"),
            ("studio flowers.csv", "train on a table and predict from it"),
            ("studio runs/a runs/b", "runs, finished or in progress, side by side"),
            ("studio --no-browser --port 8080", "print the address, to open it elsewhere"));
    }

    private static int Start(string[] arguments)
    {
        string program = Path.Combine(AppContext.BaseDirectory, "studio", "Chainrule.Studio.dll");
        if (!File.Exists(program))
            throw new ChainruleException($"The page is not installed: {program} is missing; install the tool again.");
        using var interruption = new Interruption();
        using Process process = Process.Start(new ProcessStartInfo(Host(), ["exec", program, .. arguments])
        {
            UseShellExecute = false,
        })!;
        // Ctrl-C reaches both; whoever asks only this process to end means both.
        using CancellationTokenRegistration stop = interruption.Token.Register(() =>
        {
            if (!process.WaitForExit(TimeSpan.FromSeconds(2))) process.Kill();
        });
        process.WaitForExit();
        return interruption.Token.IsCancellationRequested ? Tool.Done : process.ExitCode;
    }

    // The program that runs .NET programs: three folders above the library that this process runs with.
    private static string Host()
    {
        string name = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";
        string host = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", name));
        return File.Exists(host) ? host : name;
    }
}
