namespace Chainrule.Tests.Formats;

/// <summary>The files committed for these tests, and a temporary folder for what a test writes.</summary>
public abstract class FileFixture : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("chainrule-test-");

    /// <summary>The path of a committed file.</summary>
    protected static string Committed(string name) => Path.Combine(FilesFolder.Value, name);

    /// <summary>The path of a temporary file.</summary>
    protected string Temporary(string name) => Path.Combine(folder.FullName, name);

    protected string Temporary(string name, byte[] content)
    {
        string path = Temporary(name);
        File.WriteAllBytes(path, content);
        return path;
    }

    /// <summary>The files that the test left behind, without the folder.</summary>
    protected string[] Left() => [.. folder.GetFiles().Select(file => file.Name).Order(StringComparer.Ordinal)];

    public void Dispose()
    {
        folder.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }

    // The tests run from bin/; the folder with the sources is above it.
    private static readonly Lazy<string> FilesFolder = new(() =>
    {
        string? at = AppContext.BaseDirectory;
        while (at is not null && !File.Exists(Path.Combine(at, "Chainrule.slnx"))) at = Path.GetDirectoryName(at);
        return Path.Combine(at ?? throw new InvalidOperationException("no repository above the tests"),
            "tests", "Chainrule.Tests", "Formats", "Fixtures");
    });
}
