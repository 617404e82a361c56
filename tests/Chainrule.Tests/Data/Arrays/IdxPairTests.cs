using System.IO.Compression;

namespace Chainrule.Tests.Data.Arrays;

/// <summary>Pairs of IDX files, their bytes written by hand as the format says.</summary>
public sealed class IdxPairTests : IDisposable
{
    // Two zero bytes, unsigned bytes (8), the number of axes, their lengths in four bytes each, the values.
    private static readonly byte[] Images =
        [0, 0, 8, 3, 0, 0, 0, 3, 0, 0, 0, 1, 0, 0, 0, 2, 0, 255, 7, 128, 1, 2],
        Labels = [0, 0, 8, 1, 0, 0, 0, 3, 5, 2, 5];

    private readonly string folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Labels_are_found_by_the_name_of_the_images_compressed_or_not()
    {
        string images = Write("my-images-idx3-ubyte", Images), labels = WriteGzip("my-labels-idx1-ubyte.gz", Labels);
        var pair = IdxPair.OfImages(images);
        Assert.Equal(new(images, labels), pair);
        ArchiveSamples samples = pair.Read();
        Assert.True(samples.HasPixels);
        Assert.Equal([3, 1, 2], samples.Train.Features.Shape.Lengths);
        Assert.Equal([0, 255, 7, 128, 1, 2], samples.Train.Features.ToArray<float>());
        Assert.Equal(["2", "5"], samples.Train.ClassNames);
        Assert.Equal([1, 0, 1], samples.Train.Targets.ToArray<int>());
    }

    [Fact]
    public void Later_labels_mean_what_the_model_knows()
    {
        var pair = new IdxPair(Write("a", Images), Write("b", Labels));
        Assert.Equal(
            [2, 1, 2], pair.Read(["1", "2", "5"], isClassification: true, DType.Float32).Train.Targets.ToArray<int>());
        DataException unknown = Assert.Throws<DataException>(
            () => pair.Read(["2", "3"], isClassification: true, DType.Float32));
        Assert.Contains("label 5 in row 0", unknown.Message);
    }

    [Fact]
    public void A_folder_holds_a_pair_to_train_on_and_one_to_test_with()
    {
        string images = Write("train-images-idx3-ubyte", Images), labels = Write("train-labels-idx1-ubyte", Labels);
        Assert.Equal((new(images, labels), null), IdxPair.InFolder(folder));
        string others = WriteGzip("t10k-images-idx3-ubyte.gz", Images);
        string answers = WriteGzip("t10k-labels-idx1-ubyte.gz", Labels);
        Assert.Equal((new(images, labels), new IdxPair(others, answers)), IdxPair.InFolder(folder));
        Write("more-images-idx3-ubyte", Images);
        string message = Assert.Throws<DataException>(() => IdxPair.InFolder(folder)).Message;
        Assert.Contains("both more-images-idx3-ubyte and train-images-idx3-ubyte", message);
    }

    [Fact]
    public void Files_that_do_not_belong_together_are_refused()
    {
        string images = Write("x-images-idx3-ubyte", Images), labels = Write("y", Labels);
        Assert.Contains("no labels in x-labels-idx1-ubyte", Refused(() => IdxPair.OfImages(images)));
        Assert.Contains("IdxPair.Labels", Refused(() => IdxPair.OfImages(labels)));
        Assert.Contains("idx3", Refused(() => new IdxPair(labels, labels).Read()));
        Assert.Contains("idx1", Refused(() => new IdxPair(images, images).Read()));
        string two = Write("z", [0, 0, 8, 1, 0, 0, 0, 2, 5, 2]);
        Assert.Contains("has 2 labels", Refused(() => new IdxPair(images, two).Read()));
        Assert.Contains("no IDX files", Refused(
            () => IdxPair.InFolder(Directory.CreateDirectory(Path.Combine(folder, "empty")).FullName)));
    }

    // The same pictures with other labels are other samples: which were held out is not known of them.
    [Fact]
    public void The_checksum_is_of_both_files()
    {
        string images = Write("a", Images), labels = Write("b", Labels);
        string before = new IdxPair(images, labels).Checksum;
        Write("b", [.. Labels[..^1], 2]);
        Assert.NotEqual(before, new IdxPair(images, labels).Checksum);
    }

    private static string Refused(Action act) => Assert.Throws<DataException>(act).Message;

    private string Write(string name, byte[] bytes)
    {
        string path = Path.Combine(folder, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    private string WriteGzip(string name, byte[] bytes)
    {
        string path = Path.Combine(folder, name);
        using var gzip = new GZipStream(File.Create(path), CompressionLevel.Fastest);
        gzip.Write(bytes);
        return path;
    }
}
