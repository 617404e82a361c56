using System.Globalization;
using System.Text;

namespace Chainrule;

/// <summary>
/// The folder of a training run: the model, the training history and the configuration, always from the same save. A
/// new save is written beside the old one and replaces it once complete; only one training at a time can use a folder.
/// </summary>
public sealed class RunFolder : IDisposable
{
    /// <summary>The names of the files in the folder.</summary>
    public const string ModelFileName = "model.safetensors", HistoryFileName = "history.csv",
        ConfigFileName = "config.json";

    // A save first goes to a subfolder. The model is moved out of it first: from then on, the other files in there
    // belong to that model.
    private const string NextName = ".next", LockName = ".lock";

    private readonly List<string> created = [];
    private FileStream? held;

    private RunFolder(string path) => Path = path;

    /// <summary>The path of the folder.</summary>
    public string Path { get; }

    /// <summary>The path of the model file.</summary>
    public string ModelPath => System.IO.Path.Combine(Path, ModelFileName);

    /// <summary>
    /// Opens a folder for a training, creating it if necessary. Anything left half done by a training that was killed
    /// is completed or removed.
    /// </summary>
    /// <exception cref="DataException">
    /// The folder is not writable, or another training is using it, in this process or another.
    /// </exception>
    public static RunFolder Open(string path)
    {
        var folder = new RunFolder(path);
        try
        {
            folder.Take();
            foreach (string name in (string[])[ModelFileName, HistoryFileName, ConfigFileName])
                if (Directory.Exists(System.IO.Path.Combine(path, name)))
                    throw new IOException($"'{System.IO.Path.Combine(path, name)}' is a folder, not a file");
            folder.Recover();
            return folder;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            folder.Dispose();
            throw new DataException(
                $"Cannot write to the folder '{path}' ({error.Message.TrimEnd('.')}): give another RunFolder.Path.",
                error);
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    /// <summary>Whether a training, in this process or another, is using a folder; it is not disturbed.</summary>
    /// <param name="run">The run's folder.</param>
    public static bool IsTaken(string run)
    {
        string path = System.IO.Path.Combine(run, LockName);
        if (!File.Exists(path)) return false;
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            return false;   // left by a training that was killed
        }
        catch (FileNotFoundException)
        {
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    /// <summary>The current path of a file of a run, wherever it is at the moment.</summary>
    /// <param name="run">The run's folder.</param>
    /// <param name="name">The file's name.</param>
    public static string FileOf(string run, string name)
    {
        string next = System.IO.Path.Combine(run, NextName), there = System.IO.Path.Combine(next, name);
        return File.Exists(there) && !File.Exists(System.IO.Path.Combine(next, ModelFileName)) ? there
            : System.IO.Path.Combine(run, name);
    }

    /// <summary>
    /// Saves atomically: either all files are replaced or none. If the folder was deleted in the meantime, it is
    /// created again.
    /// </summary>
    /// <param name="model">Writes the model to a path, as <see cref="TrainingRun.Save"/> does.</param>
    /// <param name="history">The training history, as written by <see cref="TrainingTable"/>.</param>
    /// <param name="config">The configuration, in JSON.</param>
    /// <exception cref="DataException">Something cannot be written; the previous save is unchanged.</exception>
    public void Save(Action<string> model, string history, string config)
    {
        string next = System.IO.Path.Combine(Path, NextName);
        try
        {
            if (!Directory.Exists(Path))
            {
                held?.Dispose();
                held = null;
                Take();
            }
            Recover();
            Directory.CreateDirectory(next);
            model(System.IO.Path.Combine(next, ModelFileName));
            AtomicFile.WriteAllText(System.IO.Path.Combine(next, HistoryFileName), history);
            AtomicFile.WriteAllText(System.IO.Path.Combine(next, ConfigFileName), config);
            File.Move(System.IO.Path.Combine(next, ModelFileName), ModelPath, overwrite: true);
            Recover();
        }
        catch (Exception error)
        {
            TryRemove(next);
            if (error is IOException or UnauthorizedAccessException)
                throw new DataException(
                    $"{Path}: the run cannot be written ({error.Message.TrimEnd('.')}): choose another folder.", error);
            throw;
        }
    }

    /// <summary>The lines of the history that a continued training keeps: those up to an epoch or step.</summary>
    /// <param name="last">The last epoch or step to keep.</param>
    public IReadOnlyList<string> HistoryUpTo(long last)
    {
        string path = FileOf(Path, HistoryFileName);
        return !File.Exists(path) ? [] : [.. File.ReadLines(path).Skip(1).TakeWhile(line =>
            long.TryParse(line.Split(',')[0], NumberStyles.None, CultureInfo.InvariantCulture, out long number)
            && number <= last)];
    }

    /// <summary>
    /// Releases the folder for other trainings; if it was created for this one and is empty, it is removed.
    /// </summary>
    public void Dispose()
    {
        held?.Dispose();
        held = null;
        foreach (string folder in created)
            if (Directory.Exists(folder) && !Directory.EnumerateFileSystemEntries(folder).Any())
                Directory.Delete(folder);
    }

    private void Take()
    {
        for (string? missing = System.IO.Path.GetFullPath(Path); missing is not null && !Directory.Exists(missing);)
        {
            created.Add(missing);
            missing = System.IO.Path.GetDirectoryName(missing);
        }
        Directory.CreateDirectory(Path);
        string path = System.IO.Path.Combine(Path, LockName);
        try
        {
            // The system releases it when the process ends, however it ends.
            held = new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (IOException error) when (File.Exists(path))
        {
            throw new DataException(
                $"Another training is writing to the folder '{Path}': wait until it ends, or give another " +
                "RunFolder.Path.", error);
        }
    }

    // Completes a save whose model is in place, and removes the remains of one whose model is not.
    private void Recover()
    {
        string next = System.IO.Path.Combine(Path, NextName);
        if (Directory.Exists(next) && !File.Exists(System.IO.Path.Combine(next, ModelFileName)))
        {
            foreach (string name in (string[])[HistoryFileName, ConfigFileName])
                if (File.Exists(System.IO.Path.Combine(next, name)))
                    File.Move(
                        System.IO.Path.Combine(next, name), System.IO.Path.Combine(Path, name), overwrite: true);
        }
        TryRemove(next);
        foreach (string left in Directory.EnumerateFiles(Path, ".*.tmp")) File.Delete(left);
    }

    // The model goes last: without it, the remains would be taken for a complete save.
    private static void TryRemove(string folder)
    {
        try
        {
            if (!Directory.Exists(folder)) return;
            File.Delete(System.IO.Path.Combine(folder, HistoryFileName));
            File.Delete(System.IO.Path.Combine(folder, ConfigFileName));
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // It will be removed next time; until then, readers do not take it for a save.
        }
    }
}
