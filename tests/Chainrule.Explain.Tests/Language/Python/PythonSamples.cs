
namespace Chainrule.Tests.Language.Python;

/// <summary>Python files as people write them.</summary>
internal static class PythonSamples
{
    public static string[] Names =>
    [
        .. Directory.EnumerateFiles(Folder, "*.py").Append(PathOf("stuck"))
            .Select(file => Path.GetFileNameWithoutExtension(file)!).Order(),
    ];

    private static string Folder =>
        SourceTree.PathOf("tests", "Chainrule.Explain.Tests", "Language", "Python", "Fixtures");

    public static string PathOf(string name) =>
        name == "stuck" ? SourceTree.PathOf("samples", "stuck.py") : Path.Combine(Folder, name + ".py");

    public static string Text(string name) => File.ReadAllText(PathOf(name));

    public static ChainProgram Read(string name) => ChainProgram.ParsePython(Text(name), name + ".py");

    /// <summary>The program that a text stands for, as a .chain file.</summary>
    public static string Convert(string text) =>
        ChainProgram.ParsePython(text.ReplaceLineEndings("\n"), "net.py").ToString().Trim();

    public static LanguageException Refused(string text) =>
        Assert.Throws<LanguageException>(() => ChainProgram.ParsePython(text.ReplaceLineEndings("\n"), "net.py"));
}
