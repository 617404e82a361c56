using System.Runtime.CompilerServices;

namespace Chainrule.Tests;

/// <summary>Finds the repository's files, starting from the location of this one.</summary>
internal static class SourceTree
{
    private static readonly string[] Libraries = ["Chainrule", "Chainrule.Explain"];

    /// <summary>The root folder of the repository.</summary>
    public static string Root() => FromOwnPlace();

    private static string FromOwnPlace([CallerFilePath] string file = "") => Path.GetFullPath(
        Path.Combine(Path.GetDirectoryName(file)!, "..", ".."));

    public static string PathOf(params string[] parts) => Path.Combine([Root(), .. parts]);

    /// <summary>The source files of Chainrule and Chainrule.Explain.</summary>
    public static IEnumerable<string> LibraryFiles() =>
        Libraries.SelectMany(library => Files(PathOf("src", library)));

    public static IEnumerable<string> AllFiles() => new[] { "src", "tests", "samples", "bench" }
        .Select(folder => PathOf(folder)).Where(Directory.Exists).SelectMany(Files);

    /// <summary>The folder directly below a library's that contains the file, or null.</summary>
    public static string? TopFolder(string file)
    {
        string[] parts = Path.GetRelativePath(PathOf("src"), file).Split(Path.DirectorySeparatorChar);
        return Libraries.Contains(parts[0]) && parts.Length > 2 ? parts[1] : null;
    }

    public static IEnumerable<string> Files(string folder) => Directory
        .EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
        .Where(file => !file.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"));
}
