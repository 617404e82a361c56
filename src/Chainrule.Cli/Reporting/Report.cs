using Chainrule.Cli.Inputs;

namespace Chainrule.Cli.Reporting;

/// <summary>What a training reports while it runs.</summary>
internal abstract class Report
{
    // What nobody watches grows by a line now and then, not by thousands.
    private static readonly TimeSpan BetweenLines = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Lines for programs with --json; a live display on a terminal; plain lines elsewhere and with NO_COLOR, in a file
    /// or a pipe every 10 seconds.
    /// </summary>
    public static Report Create(TrainingRequest request, string metric) => request.Json ? new JsonReport()
        : request.IsQuiet ? new QuietReport()
        : !Screen.IsPlain ? new LiveReport(metric, request.IsBrief)
        : new PlainReport(
            metric, request.IsBrief ? TimeSpan.MaxValue : Console.IsOutputRedirected ? BetweenLines : TimeSpan.Zero);

    /// <summary>A sentence about what is going on; not part of the JSON lines.</summary>
    public virtual void Say(string text) => Console.WriteLine(text);

    /// <summary>What was understood of the data.</summary>
    public virtual void Understood(DataSource source)
    {
        foreach (string line in source.Understood) Say(LibraryWords.Translate(line));
    }

    public virtual void Begin(int epochs) { }

    /// <summary>Whether <see cref="Step"/> shows anything.</summary>
    public virtual bool WantsSteps => false;

    public virtual void Step(StepReport step) { }

    public abstract void Epoch(EpochReport epoch);

    public abstract void Finish(Result result);
}

/// <summary>The result only.</summary>
internal sealed class QuietReport : Report
{
    public override void Say(string text) { }

    public override void Epoch(EpochReport epoch) { }

    public override void Finish(Result result) => Console.WriteLine(PlainReport.Outcome(result));
}

/// <summary>How a training ended.</summary>
/// <param name="Metrics">The results by their names, such as test_accuracy; the first is the one that counts.</param>
/// <param name="ModelPath">Where the model was saved.</param>
/// <param name="Seconds">How long the training took.</param>
/// <param name="End">Why it ended.</param>
/// <param name="Notes">What is odd about what was trained.</param>
internal sealed record Result(
    IReadOnlyList<(string Name, double Value)> Metrics, string ModelPath, double Seconds, StopReason End,
    IReadOnlyList<string> Notes);
