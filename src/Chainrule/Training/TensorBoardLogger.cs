using System.Buffers;
using System.Globalization;
using Chainrule.Formats;

namespace Chainrule;

/// <summary>
/// Writes the course of a training to an event file that TensorBoard shows: loss, metrics, learning rate and speed
/// after every epoch, and the loss of steps on request.
/// </summary>
/// <param name="folder">
/// The folder of the run, created if necessary; each training writes a file of its own into it. <c>tensorboard
/// --logdir</c> takes it or the folder above.
/// </param>
public sealed class TensorBoardLogger(string folder) : TrainingCallback
{
    // Fields of tensorflow/core/util/event.proto and tensorflow/core/framework/summary.proto.
    private const int WallTime = 1, StepNumber = 2, FileVersion = 3, Summary = 5, SummaryValue = 1, Tag = 1,
        SimpleValue = 2;

    private readonly ArrayBufferWriter<byte> unwritten = new();

    /// <summary>The number of steps between losses of steps; null for none.</summary>
    public int? Steps { get; init; }

    /// <summary>The path of the file; null before the training.</summary>
    public string? Path { get; private set; }

    /// <inheritdoc/>
    public override void OnTrainingBegin(TrainingRun run) => Guarded(() =>
    {
        unwritten.Clear();
        Directory.CreateDirectory(folder);
        long seconds = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        // As TensorFlow names them, so that TensorBoard finds them; the end keeps trainings of one second apart.
        for (int i = 0; ; i++)
        {
            Path = System.IO.Path.Combine(folder, string.Create(
                CultureInfo.InvariantCulture,
                $"events.out.tfevents.{seconds}.{Environment.MachineName}.{Environment.ProcessId}.{i}"));
            if (!File.Exists(Path)) break;
        }
        TfRecords.Write(unwritten, Event(0).Add(FileVersion, "brain.Event:2").Written);
        Flush();
    });

    /// <inheritdoc/>
    public override void OnStepEnd(TrainingRun run, StepReport step)
    {
        if (Steps is { } steps && !run.IsWithinStep && step.Step % steps == 0)
            Write(step.Step, ("loss/step", step.Loss));
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(TrainingRun run, EpochReport epoch) => Guarded(() =>
    {
        List<(string, double)> values = [("loss/training", epoch.Loss)];
        if (epoch.Metric is not ("loss" or "cost")) values.Add(($"{epoch.Metric}/training", epoch.Value));
        if (epoch.Validation is { } validation)
        {
            values.Add(("loss/validation", validation.Loss));
            values.Add(($"{validation.Metric}/validation", validation.Value));
            foreach ((string name, double value) in validation.Metrics)
                if (name != validation.Metric) values.Add(($"{name}/validation", value));
        }
        values.Add(("learning_rate", epoch.LearningRate));
        values.Add(("samples_per_second", epoch.SamplesPerSecond));
        Write(epoch.Epoch, [.. values]);
        Flush();
    });

    private void Flush()
    {
        using (var file = new FileStream(Path!, FileMode.Append, FileAccess.Write, FileShare.ReadWrite))
            file.Write(unwritten.WrittenSpan);
        unwritten.Clear();
    }

    private void Write(long step, params ReadOnlySpan<(string Tag, double Value)> values)
    {
        var summary = new ProtobufMessage();
        foreach ((string tag, double value) in values)
            summary.Add(SummaryValue, new ProtobufMessage().Add(Tag, tag).Add(SimpleValue, (float)value));
        TfRecords.Write(unwritten, Event(step).Add(Summary, summary).Written);
    }

    private static ProtobufMessage Event(long step)
    {
        ProtobufMessage message = new ProtobufMessage().Add(
            WallTime, DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() / 1000.0);
        return step == 0 ? message : message.Add(StepNumber, step);
    }

    private void Guarded(Action write)
    {
        try
        {
            write();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DataException(
                $"{folder}: the events cannot be written ({error.Message.TrimEnd('.')}): choose another folder.",
                error);
        }
    }
}
