using System.Diagnostics;
using System.Text.Json;

namespace Chainrule.Tests;

/// <summary>
/// Runs Debian's Python, if installed, as an independent reader and calculator. All tests share one process in turn,
/// because importing PyTorch takes longer than what they run.
/// </summary>
internal static class PythonProcess
{
    private const string Program = "/usr/bin/python3";

    // Each line of input is a request: arguments as for python3, either -c and a program or a file, then sys.argv.
    private const string Worker = """
        import contextlib, io, json, os, runpy, sys, traceback
        for line in sys.stdin:
            arguments = json.loads(line)
            written, code = io.StringIO(), 0
            with contextlib.redirect_stdout(written), contextlib.redirect_stderr(written):
                try:
                    if arguments[0] == '-c':
                        sys.argv = ['-c'] + arguments[2:]
                        exec(compile(arguments[1], '<string>', 'exec'), {'__name__': '__main__'})
                    else:
                        sys.argv = arguments
                        sys.path.insert(0, os.path.dirname(os.path.abspath(arguments[0])))
                        runpy.run_path(arguments[0], run_name='__main__')
                except SystemExit as end:
                    code = end.code if isinstance(end.code, int) else 0 if end.code is None else 1
                except BaseException:
                    traceback.print_exc()
                    code = 1
                finally:
                    if arguments[0] != '-c' and sys.path[0] != '': sys.path.pop(0)
                    if 'torch' in sys.modules: sys.modules['torch'].set_default_dtype(sys.modules['torch'].float32)
            print(json.dumps([code, written.getvalue()]), flush=True)
        """;

    private static readonly Lock OneAtATime = new();
    private static readonly Lazy<Process> Python = new(Start);
    private static readonly Lazy<bool> NumpyThere = new(() => Exists && Ask(["-c", "import numpy"]).Code == 0);
    private static readonly Lazy<bool> ScikitLearnThere =
        new(() => Exists && Ask(["-c", "import sklearn"]).Code == 0);
    private static readonly Lazy<bool> TorchThere = new(() => Exists && Ask(["-c", "import torch"]).Code == 0);

    public static bool Exists => File.Exists(Program);

    public static bool HasNumpy => NumpyThere.Value;

    public static bool HasScikitLearn => ScikitLearnThere.Value;

    public static bool HasTorch => TorchThere.Value;

    /// <summary>Runs a program and returns what it prints; fails the test if the program fails.</summary>
    /// <param name="arguments"><c>-c</c> and a program, or the path of one; then its arguments.</param>
    public static string Run(params string[] arguments)
    {
        (int code, string output) = Ask(arguments);
        Assert.True(code == 0, output);
        return output;
    }

    private static (int Code, string Output) Ask(string[] arguments)
    {
        lock (OneAtATime)
        {
            Python.Value.StandardInput.WriteLine(JsonSerializer.Serialize(arguments));
            Python.Value.StandardInput.Flush();
            string? answer = Python.Value.StandardOutput.ReadLine();
            Assert.True(answer is not null, "Python ended in the middle of " + string.Join(' ', arguments));
            using var parsed = JsonDocument.Parse(answer);
            return (parsed.RootElement[0].GetInt32(), parsed.RootElement[1].GetString()!);
        }
    }

    private static Process Start()
    {
        var start = new ProcessStartInfo(Program, ["-c", Worker])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        var process = Process.Start(start)!;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => process.Kill();
        return process;
    }
}
