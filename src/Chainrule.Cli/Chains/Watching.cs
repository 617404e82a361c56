using System.CommandLine;
using Chainrule.Cli.Commands;

namespace Chainrule.Cli.Chains;

/// <summary>Does something again whenever a file is saved, until Ctrl-C.</summary>
internal static class Watching
{
    // A look at time and size sees every way of saving, also a new file renamed to this one and drives elsewhere.
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    /// <summary>The option <c>--watch</c>.</summary>
    public static ToolOption<bool> Option() => new ToolOption<bool>("--watch")
    {
        Description = "Run again each time the file is saved, until Ctrl-C.",
    }.KnownElsewhereAs("--follow", "--live");

    /// <summary>Runs the action, again after each change; errors are shown and do not end it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="command">The command, in whose words errors are told.</param>
    /// <param name="action">What is done.</param>
    /// <param name="messages">Where errors are shown; standard error if null.</param>
    /// <param name="stop">Ends it, beside Ctrl-C.</param>
    /// <exception cref="DataException">There is no such file.</exception>
    public static int Run(
        string path, Command command, Action action, TextWriter? messages = null, CancellationToken stop = default)
    {
        messages ??= Console.Error;
        if (!File.Exists(path)) throw new DataException($"{path} is no file: --watch needs one.");
        using var interruption = new Interruption();
        WaitHandle[] ends = [interruption.Token.WaitHandle, stop.WaitHandle];
        while (true)
        {
            (DateTime, long)? seen = State(path);
            try
            {
                action();
            }
            catch (Exception error)
            {
                messages.WriteLine($"chainrule: {Tool.Sentence(error, command)}");
            }
            messages.WriteLine(Wording.Say($"watching {path}: Ctrl-C ends"));
            do
            {
                if (WaitHandle.WaitAny(ends, Interval) != WaitHandle.WaitTimeout) return Tool.Done;
            }
            while (!IsSaved(path, seen));
            messages.WriteLine();
        }
    }

    // A change that has come to rest; a file that is missing for a moment is being replaced.
    private static bool IsSaved(string path, (DateTime, long)? seen)
    {
        if (State(path) is not { } now || now == seen) return false;
        Thread.Sleep(Interval / 2);
        return State(path) == now;
    }

    private static (DateTime Time, long Length)? State(string path)
    {
        var file = new FileInfo(path);
        return file.Exists ? (file.LastWriteTimeUtc, file.Length) : null;
    }
}
