namespace Chainrule;

/// <summary>
/// Where the files of data sets are searched: the folder in the options, the folder in the environment, the user's
/// cache.
/// </summary>
internal sealed class DataFolders(DatasetOptions options)
{
    private const string EnvironmentFolder = "CHAINRULE_DATA";

    /// <summary>The folder for downloads, with one subfolder per data set.</summary>
    public string Cache => options.CacheDirectory ?? Path.Combine(UserCache(), "chainrule", "datasets");

    /// <summary>The paths of a data set's files, all from one folder; null if no folder has them all.</summary>
    /// <exception cref="DataException">A folder that was specified does not exist.</exception>
    public string[]? Find(IdxDataset files)
    {
        foreach (string root in Roots())
        {
            foreach (string folder in (string[])[Path.Combine(root, files.Name), root])
            {
                string?[] paths = [.. files.Files.Select(file => Find(folder, file.Name))];
                if (!Array.Exists(paths, path => path is null)) return paths!;
            }
        }
        return null;
    }

    private IEnumerable<string> Roots()
    {
        string? variable = options.Variable(EnvironmentFolder);
        if (options.DataDirectory is { } named) yield return Existing(named, "the data folder");
        if (!string.IsNullOrEmpty(variable)) yield return Existing(variable, EnvironmentFolder);
        yield return Cache;
    }

    private static string Existing(string folder, string what) => Directory.Exists(folder)
        ? folder
        : throw new DataException(
            $"{folder}: there is no such folder, but {what} names it: create it or name another.");

    // The name as published, unpacked, and with the dot that some unpackers substitute for the hyphen.
    private static string? Find(string folder, string name)
    {
        string unpacked = Path.GetFileNameWithoutExtension(name), dotted = unpacked.Replace("-idx", ".idx");
        foreach (string candidate in (string[])[name, unpacked, dotted + ".gz", dotted])
        {
            string path = Path.Combine(folder, candidate);
            if (File.Exists(path)) return path;
        }
        return null;
    }

    private static string Folder(Environment.SpecialFolder folder) => Environment.GetFolderPath(folder);

    private string UserCache()
    {
        if (options.Variable("XDG_CACHE_HOME") is { } cache && Path.IsPathFullyQualified(cache)) return cache;
        if (OperatingSystem.IsWindows()) return Folder(Environment.SpecialFolder.LocalApplicationData);
        string home = Folder(Environment.SpecialFolder.UserProfile);
        return OperatingSystem.IsMacOS() ? Path.Combine(home, "Library", "Caches") : Path.Combine(home, ".cache");
    }
}
