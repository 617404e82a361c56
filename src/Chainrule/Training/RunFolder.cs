using System.Globalization;
using System.Text;

namespace Chainrule;

/// <summary>
/// The folder of a training run: the model, the course of its training and what was asked for, always of one
/// generation. A new one is written beside the old one and takes its place when it is whole, and a folder belongs to
/// one training at a time.
/// </summary>
public sealed class RunFolder : IDisposable
{
    /// <summary>The names of the files in the folder.</summary>
    public const string ModelFileName = "model.safetensors", HistoryFileName = "history.csv",
        ConfigFileName = "config.json";

    // The files of a generation are written into a folder. The model is moved from it first: from then on the others
    // in there are those that belong to the model.
    private const string NextName = ".next", LockName = ".lock";

    private readonly List<string> created = [];
    private FileStream? held;

    private RunFolder(string path) => Path = path;

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>The model's file.</summary>
    public string ModelPath => System.IO.Path.Combine(Path, ModelFileName);

    /// <summary>
    /// Takes a folder for a training, and creates it where it is missing; what a training that was killed has left half
    /// done is completed or removed.
    /// </summary>
    /// <exception cref="DataException">
    /// The folder cannot be written to, or another training, of whatever process, writes to it.
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

    /// <summary>The path of a file of a run, wherever it lies at the moment.</summary>
    /// <param name="run">The run's folder.</param>
    /// <param name="name">The file's name.</param>
    public static string FileOf(string run, string name)
    {
        string next = System.IO.Path.Combine(run, NextName), there = System.IO.Path.Combine(next, name);
        return File.Exists(there) && !File.Exists(System.IO.Path.Combine(next, ModelFileName)) ? there
            : System.IO.Path.Combine(run, name);
    }

    /// <summary>
    /// Writes a generation: all of it takes the place of the last one, or nothing does. A folder that somebody has
    /// removed meanwhile is made again.
    /// </summary>
    /// <param name="model">Writes the model to a path, as <see cref="TrainingRun.Save"/> does.</param>
    /// <param name="history">The course of the training, as <see cref="TrainingTable"/> writes it.</param>
    /// <param name="config">What was asked for, in JSON.</param>
    /// <exception cref="DataException">Something cannot be written; the last generation is as it was.</exception>
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

    /// <summary>The lines of the history that a training which goes on keeps: those up to an epoch, or a step.</summary>
    /// <param name="last">The last epoch or step to keep.</param>
    public IReadOnlyList<string> HistoryUpTo(long last)
    {
        string path = FileOf(Path, HistoryFileName);
        return !File.Exists(path) ? [] : [.. File.ReadLines(path).Skip(1).TakeWhile(line =>
            long.TryParse(line.Split(',')[0], NumberStyles.None, CultureInfo.InvariantCulture, out long number)
            && number <= last)];
    }

    /// <summary>Lets others train into the folder; one that is empty and was made for this is removed.</summary>
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
            // The system lets go of it when the process ends, however it ends.
            held = new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (IOException error) when (File.Exists(path))
        {
            throw new DataException(
                $"Another training is writing to the folder '{Path}': wait until it has ended, or choose another folder.",
                error);
        }
    }

    // Completes a generation whose model is in place, and removes what is left of one that is not.
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

    // The model goes last: without it what is left would count as a generation.
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
            // It is removed next time; until then readers do not take it for a generation.
        }
    }
}
