using System.Diagnostics;
using System.Globalization;

namespace Chainrule;

/// <summary>
/// Saves a training at intervals, by default after every epoch, so that little is lost if it is interrupted. What it
/// saves can predict, and training can continue from it bit for bit.
/// </summary>
public sealed class ModelCheckpoint : TrainingCallback
{
    private readonly Action<TrainingRun> save;
    private readonly Queue<string> files = [];
    private long last;
    private int best;

    /// <summary>Saves to a file; <c>{epoch}</c> and <c>{step}</c> in its name are replaced by their numbers.</summary>
    public ModelCheckpoint(string path) => save = run => Write(run, path);

    /// <summary>Saves with a method of your own, such as <see cref="RunFolder.Save"/>.</summary>
    public ModelCheckpoint(Action<TrainingRun> save) => this.save = save;

    /// <summary>The number of epochs between saves.</summary>
    public int Epochs { get; init; } = 1;

    /// <summary>The number of steps between saves, within epochs too; null to save only at the end of epochs.</summary>
    public int? Steps { get; init; }

    /// <summary>The minimum time between saves; during long epochs it also saves within the epoch.</summary>
    public TimeSpan Interval { get; init; }

    /// <summary>Whether to save only after an epoch that is better than all before.</summary>
    public bool BestOnly { get; init; }

    /// <summary>How many files to keep if each has its own name; null for all.</summary>
    public int? Keep { get; init; }

    /// <inheritdoc/>
    public override void OnTrainingBegin(TrainingRun run) => (last, best) = (Stopwatch.GetTimestamp(), run.BestEpoch);

    /// <inheritdoc/>
    public override void OnStepEnd(TrainingRun run, StepReport step)
    {
        if (run.IsWithinStep || BestOnly || step.Samples == step.Count) return;
        if (Steps is { } steps ? run.Step % steps == 0 : Interval > TimeSpan.Zero && IsDue) Save(run);
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(TrainingRun run, EpochReport epoch)
    {
        if (epoch.Epoch % Math.Max(1, Epochs) != 0 || !IsDue || (BestOnly && run.BestEpoch == best)) return;
        best = run.BestEpoch;
        Save(run);
    }

    private bool IsDue => Interval <= TimeSpan.Zero || Stopwatch.GetElapsedTime(last) >= Interval;

    private void Save(TrainingRun run)
    {
        save(run);
        last = Stopwatch.GetTimestamp();
    }

    private void Write(TrainingRun run, string path)
    {
        string file = path
            .Replace("{epoch}", run.Epoch.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("{step}", run.Step.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        run.Save(file);
        if (files.Contains(file)) return;
        files.Enqueue(file);
        while (files.Count > Keep) File.Delete(files.Dequeue());
    }
}
