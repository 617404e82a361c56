using System.Diagnostics;
using Spectre.Console;

namespace Chainrule.Cli.Reporting;

/// <summary>A line that moves while an epoch runs, and a colored line for each finished one.</summary>
/// <param name="metric">What an epoch's value is.</param>
/// <param name="isBrief">Whether only the last epoch has a line.</param>
internal sealed class LiveReport(string metric, bool isBrief) : Report
{
    private const int BarWidth = 14;

    // Before this the rate is that of code still being compiled.
    private static readonly TimeSpan FirstDrawn = TimeSpan.FromMilliseconds(300),
        Between = TimeSpan.FromMilliseconds(100);

    private readonly Stopwatch clock = new();
    private TimeSpan lastDrawn;
    private int epochs;
    private double smoothLoss = double.NaN;
    private EpochReport? unsaid;

    public override bool WantsSteps => true;

    public override void Begin(int epochs)
    {
        this.epochs = epochs;
        lastDrawn = FirstDrawn - Between;
        clock.Restart();
    }

    public override void Step(StepReport step)
    {
        smoothLoss = double.IsNaN(smoothLoss) ? step.Loss : (0.98 * smoothLoss) + (0.02 * step.Loss);
        if (clock.Elapsed - lastDrawn < Between) return;
        lastDrawn = clock.Elapsed;
        double done = ((step.Epoch - 1) + ((double)step.Samples / step.Count)) / epochs;
        double rate = done * epochs * step.Count / clock.Elapsed.TotalSeconds;
        TimeSpan left = TimeSpan.FromSeconds(clock.Elapsed.TotalSeconds * (1 - done) / Math.Max(done, 1e-6));
        int filled = (int)((long)BarWidth * step.Samples / step.Count);
        string bar = new string('━', filled) + new string('─', BarWidth - filled);
        string text =
            $"epoch {step.Epoch,3}/{epochs}  {bar}  loss {smoothLoss:G4}  {rate:N0} samples/s  {Time(left)} left";
        // A line that wraps could not be written over.
        Console.Write($"\r\x1b[2K{(text.Length < Screen.Width ? text : text[..(Screen.Width - 1)])}");
    }

    public override void Epoch(EpochReport epoch)
    {
        Console.Write("\r\x1b[2K");
        unsaid = epoch;
        if (!isBrief) WriteUnsaid();
    }

    public override void Finish(Result result)
    {
        WriteUnsaid();
        AnsiConsole.MarkupLineInterpolated($"[bold]{PlainReport.Outcome(result)}[/]");
    }

    private void WriteUnsaid()
    {
        if (unsaid is not null)
            AnsiConsole.MarkupLineInterpolated($"[green]✓[/] {PlainReport.Line(unsaid, metric)}");
        unsaid = null;
    }

    private static string Time(TimeSpan time) => time.TotalHours < 1 ? $"{time:mm\\:ss}"
        : $"{(int)time.TotalHours}:{time:mm\\:ss}";
}
