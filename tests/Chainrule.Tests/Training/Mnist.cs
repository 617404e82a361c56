using System.Runtime.CompilerServices;

namespace Chainrule.Tests.Training;

/// <summary>
/// MNIST where its files are at hand: below CHAINRULE_DATA, or in shared/datasets beside the repository.
/// </summary>
internal static class Mnist
{
    public static string? Folder { get; } = Find();

    public static Dataset Train() => Read("train");

    public static Dataset Test() => Read("t10k");

    private static Dataset Read(string part)
    {
        Tensor images = IdxFile.Read(Path.Combine(Folder!, $"{part}-images-idx3-ubyte.gz"));
        Tensor labels = IdxFile.Read(Path.Combine(Folder!, $"{part}-labels-idx1-ubyte.gz"));
        return new Dataset("mnist", images.Cast(DType.Float32) / 255, labels.Cast(DType.Int32));
    }

    private static string? Find([CallerFilePath] string file = "")
    {
        List<string?> roots = [Environment.GetEnvironmentVariable("CHAINRULE_DATA")];
        for (string? folder = Path.GetDirectoryName(file); folder is not null; folder = Path.GetDirectoryName(folder))
            roots.Add(Path.Combine(folder, "shared", "datasets"));
        return roots.Where(root => root is not null).Select(root => Path.Combine(root!, "mnist"))
            .FirstOrDefault(folder => File.Exists(Path.Combine(folder, "train-images-idx3-ubyte.gz")));
    }
}
