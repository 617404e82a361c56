namespace Chainrule.Studio.Tables;

/// <summary>
/// A file in a folder that only this user can open, for what the library reads as files: it is gone as soon as it has
/// been used. In a browser it is a part of the page's memory.
/// </summary>
internal static class PrivateFile
{
    private const string UsualName = "table.csv";

    /// <summary>Does something with a file of these bytes; errors name it as its owner does.</summary>
    public static T With<T>(string name, byte[] bytes, Func<string, T> use)
    {
        string folder = Directory.CreateTempSubdirectory("chainrule-").FullName;
        name = NameOf(name);
        try
        {
            string path = Path.Combine(folder, name);
            File.WriteAllBytes(path, bytes);
            return use(path);
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
