using Chainrule.Cli.Inputs;

namespace Chainrule.Cli.Reporting;

/// <summary>What every training reports at its end.</summary>
internal static class Conclusion
{
    /// <summary>Tells the result, where it is, and what to do next; returns the exit code.</summary>
    /// <param name="report">Where to say it.</param>
    /// <param name="result">The result.</param>
    /// <param name="divergence">Why the training ended early, if it diverged.</param>
    /// <param name="request">What was asked for.</param>
    /// <param name="run">Where it was saved.</param>
    /// <param name="otherwise">A command beside <c>evaluate</c>.</param>
    public static int Tell(
        Report report, Result result, DivergenceException? divergence, TrainingRequest request, SavedRun run,
        string otherwise)
    {
        report.Finish(result);
        foreach (string note in result.Notes) report.Say($"note: {note}");
        report.Say($"saved to {result.ModelPath}");
        if (divergence is not null)
        {
            Console.Error.WriteLine($"chainrule: {divergence.Message}");
            return Tool.NotMet;
        }
        string place = request.DataDirectory is null ? "" : $" --data-dir {request.DataDirectory}";
        report.Say($"next: chainrule evaluate {run.Path} {request.Data}{place}   or   chainrule {otherwise}");
        return run.IsElsewhere ? Tool.NotMet : Tool.Done;
    }
}
