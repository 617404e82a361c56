using System.Diagnostics;
using Spectre.Console;

namespace Chainrule.Cli.Reporting;

/// <summary>A line that moves while an epoch runs, and a colored line for each finished one.</summary>
internal sealed class LiveReport(string metric) : Report
{
    private const int BarWidth = 14;

    // Before this the rate is that of code still being compiled.
    private static readonly TimeSpan FirstDrawn = TimeSpan.FromMilliseconds(300),
        Between = TimeSpan.FromMilliseconds(100);

    private readonly Stopwatch clock = new();
    private TimeSpan lastDrawn;
    private int epochs;
    private double smoothLoss = double.NaN;

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
        AnsiConsole.MarkupLineInterpolated($"[green]✓[/] {PlainReport.Line(epoch, metric)}");
    }

    public override void Finish(Result result) =>
        AnsiConsole.MarkupLineInterpolated($"[bold]{PlainReport.Outcome(result)}[/]");

    private static string Time(TimeSpan time) => time.TotalHours < 1 ? $"{time:mm\\:ss}"
        : $"{(int)time.TotalHours}:{time:mm\\:ss}";
}
