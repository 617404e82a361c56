using System.Runtime.CompilerServices;

namespace Chainrule.Cli.Tests;

/// <summary>A folder for one test, removed after it.</summary>
public sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("chainrule-cli-").FullName;

    public string File(params string[] parts) => System.IO.Path.Combine([Path, .. parts]);

    public string Write(string name, string text)
    {
        System.IO.File.WriteAllText(File(name), text);
        return name;
    }

    public string Write(string name, byte[] bytes)
    {
        System.IO.File.WriteAllBytes(File(name), bytes);
        return name;
    }

    /// <summary>Every file below with its content, to see that nothing changed.</summary>
    public string Snapshot() =>
        string.Join('\n', Directory.EnumerateFileSystemEntries(Path, "*", SearchOption.AllDirectories).Order()
        .Select(path => System.IO.File.Exists(path) ? $"{path} {Convert.ToHexString(System.IO.File.ReadAllBytes(path))}"
            : path));

    public void Dispose() => Directory.Delete(Path, recursive: true);
}

/// <summary>Where MNIST is, if it is there.</summary>
internal static class Mnist
{
    public static string? Folder { get; } = Find();

    public const string Missing =
        "MNIST is not there: put it into ../shared/datasets/mnist or name its folder in CHAINRULE_DATA.";

    private static string? Find([CallerFilePath] string here = "")
    {
        List<string?> places = [Environment.GetEnvironmentVariable("CHAINRULE_DATA")];
        for (string? folder = Path.GetDirectoryName(here); folder is not null; folder = Path.GetDirectoryName(folder))
            places.Add(Path.Combine(folder, "shared", "datasets"));
        return places.Find(
            place => place is not null && File.Exists(Path.Combine(place, "mnist", "train-images-idx3-ubyte.gz")));
    }
}
