using System.Runtime.CompilerServices;

namespace Chainrule.Tests.Architecture;

/// <summary>Finds the repository's files from the place of this one.</summary>
internal static class SourceTree
{
    /// <summary>The repository's folder, whichever file asks for it.</summary>
    public static string Root() => FromOwnPlace();

    private static string FromOwnPlace([CallerFilePath] string file = "") => Path.GetFullPath(
        Path.Combine(Path.GetDirectoryName(file)!, "..", "..", ".."));

    public static string PathOf(params string[] parts) => Path.Combine([Root(), .. parts]);

    public static IEnumerable<string> LibraryFiles() => Files(PathOf("src", "Chainrule"));

    public static IEnumerable<string> AllFiles() => new[] { "src", "tests", "samples", "bench" }
        .Select(folder => PathOf(folder)).Where(Directory.Exists).SelectMany(Files);

    /// <summary>The folder directly below src/Chainrule that holds the file, or null.</summary>
    public static string? TopFolder(string file)
    {
        string library = PathOf("src", "Chainrule") + Path.DirectorySeparatorChar;
        if (!file.StartsWith(library, StringComparison.Ordinal)) return null;
        string[] parts = file[library.Length..].Split(Path.DirectorySeparatorChar);
        return parts.Length > 1 ? parts[0] : null;
    }

    public static IEnumerable<string> Files(string folder) => Directory
        .EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
        .Where(file => !file.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"));
}
