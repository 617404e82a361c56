namespace Chainrule.Tests;

/// <summary>The programs in the folder samples.</summary>
internal static class SampleFiles
{
    public static TheoryData<string> Names =>
        new(Directory.GetFiles(Folder, "*.chain").Select(Path.GetFileName).Order()!);

    public static string Folder => SourceTree.PathOf("samples");

    public static string Text(string name) => File.ReadAllText(Path.Combine(Folder, name));
}
