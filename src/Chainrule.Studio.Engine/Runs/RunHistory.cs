using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Chainrule.Studio.Runs;

/// <summary>What a run's folder says beside the model: the course of the training, and what was asked.</summary>
internal static class RunHistory
{
    private const string MetricColumn = "metric";
    private const string NoStamp = "none";
    private const long MaxBytes = 100_000_000;

    /// <summary>The course of a run; without columns if nothing has changed since a stamp.</summary>
    public static RunCurves Read(string run, string? known)
    {
        string name = Path.GetFileName(Path.TrimEndingDirectorySeparator(run));
        bool isTraining = RunFolder.IsTaken(run);
        string path = RunFolder.FileOf(run, RunFolder.HistoryFileName);
        var file = new FileInfo(path);
        if (!file.Exists)
            return new(name, isTraining, "", "", NoStamp, "", known == NoStamp ? null : [], WhyMissing(run, path));
        (string command, string network) = ConfigOf(run);
        string stamp = $"{file.LastWriteTimeUtc.Ticks} {file.Length}";
        if (stamp == known) return new(name, isTraining, command, network, stamp, "", null, null);
        if (file.Length > MaxBytes)
            return new(name, isTraining, command, network, stamp, "", [], $"{path} has more than {MaxBytes:N0} bytes.");
        try
        {
            OrderedDictionary<string, string[]> columns = TrainingTable.Read(path);
            columns.Remove(MetricColumn, out string[]? metric);
            return new(
                name, isTraining, command, network, stamp, metric?[0] ?? "",
                [.. columns.Select(column => new RunColumn(column.Key, Array.ConvertAll(column.Value, Number)))], null);
        }
        catch (DataException error)
        {
            return new(name, isTraining, command, network, stamp, "", [], error.Message);
        }
    }

    /// <summary>Why a file of a run is not there.</summary>
    public static string WhyMissing(string run, string path) =>
        RunFolder.IsTaken(run) ? "The training has not saved anything yet."
            : $"{path}: file not found: name the folder of a run.";

    private static double Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value : double.NaN;

    private static (string Command, string Network) ConfigOf(string run)
    {
        string path = RunFolder.FileOf(run, RunFolder.ConfigFileName);
        try
        {
            var config = JsonNode.Parse(File.ReadAllText(path)) as JsonObject;
            return ($"{config?["command"]}", $"{config?["network"]}");
        }
        catch (Exception error) when (error is IOException or JsonException or UnauthorizedAccessException)
        {
            return ("", "");
        }
    }
}
