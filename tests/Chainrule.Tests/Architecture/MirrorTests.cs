namespace Chainrule.Tests.Architecture;

/// <summary>The tests of a folder are in the folder of the same name.</summary>
public class MirrorTests
{
    // Tests of the library as a whole, and files that tests read.
    private static readonly string[] OfTheWhole =
        ["Architecture", "Cases", "Conformance", "Documentation", "Fixtures", "Goldens", "Systems"];

    [Fact]
    public void Every_folder_of_tests_is_one_of_the_source()
    {
        string[] unknown = [.. TestFolders().Where(folder => !IsInSource(folder.Project, folder.Path))
            .Select(folder => $"{folder.Project}.Tests/{string.Join('/', folder.Path)}")];
        Assert.True(unknown.Length == 0,
            $"src has no folder for {string.Join(", ", unknown)}: move the tests to the folder of what they test.");
    }

    [Fact]
    public void The_folders_are_found()
    {
        Assert.Contains(("Chainrule", "Kernels/Gemm"),
            TestFolders().Select(folder => (folder.Project, string.Join('/', folder.Path))));
        Assert.True(IsInSource("Chainrule", ["Data", "Tables"]));
        Assert.False(IsInSource("Chainrule", ["Kernels", "Tables"]));
    }

    // A folder of tests/Chainrule.Tests mirrors one of src/Chainrule, or a project: Data for Chainrule.Data.
    private static bool IsInSource(string project, string[] path) =>
        path.Any(OfTheWhole.Contains)
        || Directory.Exists(SourceTree.PathOf(["src", project, .. path]))
        || Directory.Exists(SourceTree.PathOf(["src", $"{project}.{path[0]}", .. path[1..]]));

    private static IEnumerable<(string Project, string[] Path)> TestFolders() =>
        from project in Directory.EnumerateDirectories(SourceTree.PathOf("tests"), "*.Tests")
        from folder in Directory.EnumerateDirectories(project, "*", SearchOption.AllDirectories)
        let path = Path.GetRelativePath(project, folder).Split(Path.DirectorySeparatorChar)
        where path[0] is not ("bin" or "obj" or "TestResults")
            && Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Any()
        select (Path.GetFileNameWithoutExtension(project), path);
}
