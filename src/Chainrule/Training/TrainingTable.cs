using System.Globalization;
using System.Text;

namespace Chainrule;

/// <summary>The history of a training as a CSV table: one row per epoch or per step.</summary>
public static class TrainingTable
{
    private const string EpochHead =
        "epoch,loss,metric,value,validation_loss,validation_value,samples_per_second,learning_rate,seconds";

    private const string StepHead = "step,loss";

    /// <summary>One row per epoch.</summary>
    /// <param name="epochs">The epochs.</param>
    /// <param name="before">Rows of a training that this one continues.</param>
    public static string OfEpochs(IEnumerable<EpochReport> epochs, IEnumerable<string>? before = null) =>
        Table(EpochHead, before, epochs.Select(Row));

    /// <summary>One row per step.</summary>
    /// <param name="losses">The losses of the steps.</param>
    /// <param name="before">Rows of a training that this one continues.</param>
    public static string OfSteps(IReadOnlyList<double> losses, IReadOnlyList<string>? before = null) =>
        Table(StepHead, before, losses.Select((loss, i) =>
            string.Create(CultureInfo.InvariantCulture, $"{(before?.Count ?? 0) + i + 1},{loss:R}")));

    /// <summary>Reads a table: its columns as texts, by their names.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="DataException">The file is no such table.</exception>
    public static OrderedDictionary<string, string[]> Read(string path)
    {
        string[][] lines = [.. File.ReadAllLines(path).Select(line => line.Split(','))];
        if (lines.Length < 2 || Array.Exists(lines, line => line.Length != lines[0].Length)
            || lines[0].Distinct().Count() < lines[0].Length)
            throw new DataException($"{path}: this is not the history of a run: train again, or restore the file.");
        return new(lines[0].Select((name, column) =>
            KeyValuePair.Create(name, Array.ConvertAll(lines[1..], line => line[column]))));
    }

    internal static string Row(EpochReport e) => string.Create(
        CultureInfo.InvariantCulture,
        $"{e.Epoch},{e.Loss:R},{e.Metric},{e.Value:R},{e.Validation?.Loss:R},{e.Validation?.Value:R}," +
        $"{e.SamplesPerSecond:F1},{e.LearningRate:R},{e.Seconds:F3}");

    internal static string Head => EpochHead;

    private static string Table(string head, IEnumerable<string>? before, IEnumerable<string> rows)
    {
        var text = new StringBuilder(head).Append('\n');
        foreach (string row in (before ?? []).Concat(rows)) text.Append(row).Append('\n');
        return text.ToString();
    }
}

/// <summary>Writes one row per epoch to a CSV file during training, like Keras's CSVLogger.</summary>
/// <param name="path">The file.</param>
/// <param name="append">Whether to append to an existing file.</param>
public sealed class CsvLogger(string path, bool append = false) : TrainingCallback
{
    /// <inheritdoc/>
    public override void OnTrainingBegin(TrainingRun run)
    {
        bool continues = append && File.Exists(path) && new FileInfo(path).Length > 0;
        if (!continues) Write(TrainingTable.Head, isNew: true);
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(TrainingRun run, EpochReport epoch) => Write(TrainingTable.Row(epoch), false);

    private void Write(string row, bool isNew)
    {
        try
        {
            if (isNew) File.WriteAllText(path, row + "\n");
            else File.AppendAllText(path, row + "\n");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"{path}: cannot be written ({error.Message.TrimEnd('.')}): choose another place.",
                error);
        }
    }
}
