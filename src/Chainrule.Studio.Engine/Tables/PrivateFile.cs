namespace Chainrule.Studio.Tables;

/// <summary>
/// A file in a folder that only this user can open, for what the library reads and writes as files: it is gone as soon
/// as it has been used. In a browser it is a part of the page's memory.
/// </summary>
internal static class PrivateFile
{
    private const string UsualName = "table.csv";

    /// <summary>Does something with a file of these bytes; errors name it as its owner does.</summary>
    public static T With<T>(string name, byte[] bytes, Func<string, T> use) => Use(name, path =>
    {
        File.WriteAllBytes(path, bytes);
        return use(path);
    });

    /// <summary>The bytes that somebody writes to a file.</summary>
    public static byte[] Of(string name, Action<string> write) => Use(name, path =>
    {
        write(path);
        return File.ReadAllBytes(path);
    });

    private static T Use<T>(string name, Func<string, T> use)
    {
        string folder = Directory.CreateTempSubdirectory("chainrule-").FullName;
        name = NameOf(name);
        try
        {
            return use(Path.Combine(folder, name));
        }
        catch (ChainruleException error) when (error.Message.Contains(folder, StringComparison.Ordinal))
        {
            throw new ChainruleException(error.Message.Replace(
                folder + Path.DirectorySeparatorChar, "", StringComparison.Ordinal), error);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // Nothing of a path, and nothing that a file system refuses.
    private static string NameOf(string name)
    {
        string last = name[(name.LastIndexOfAny(['/', '\\']) + 1)..];
        char[] invalid = Path.GetInvalidFileNameChars();
        string clean = string.Concat(last.Where(c => !char.IsControl(c) && !invalid.Contains(c)));
        return clean.Trim('.', ' ').Length == 0 || clean.Length > 100 ? UsualName : clean;
    }
}
