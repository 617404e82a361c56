using System.IO.Compression;
using System.Text;

namespace Chainrule.Cli.Tests;

/// <summary>Broken files: one sentence with file, place and remedy, code 2, and everything stays as it was.</summary>
public class BrokenInputTests
{
    private static void Refused(TemporaryFolder folder, string arguments, params string[] parts)
    {
        string before = folder.Snapshot();
        ToolRun.In(folder, arguments).Refused(parts);
        Assert.Equal(before, folder.Snapshot());
    }

    [Theory]
    [InlineData("a,b,kind\n1,2,x\n3,2,x\n", "table.csv", "'kind'", "'x' in every row")]
    [InlineData("a,b,kind\n1,2,x\n3,inf,y\n", "table.csv", "line 3", "'b'", "finite")]
    [InlineData("a,b,kind\n1,2,x\n3,y\n", "table.csv", "line 3", "2 fields instead of 3")]
    [InlineData("a,b,kind\n", "table.csv")]
    [InlineData("", "table.csv")]
    [InlineData("a,b,kind\n1,2,\"x\n", "table.csv")]
    public void A_broken_table(string text, params string[] parts)
    {
        using var folder = new TemporaryFolder();
        folder.Write("table.csv", text);
        Refused(folder, "train table.csv --label -1 --out RUN", parts);
    }

    [Theory]
    [InlineData("a,b,kind\n1,2,x\n3,nan,y\n", "line 3", "'b'", "missing", "--missing drop", "--missing fill")]
    [InlineData("a,b,kind\n1,2,x\n1,2,\n", "line 3", "'kind'", "missing", "--missing drop")]
    public void Missing_values_on_request(string text, params string[] parts)
    {
        using var folder = new TemporaryFolder();
        folder.Write("table.csv", text);
        Refused(folder, "train table.csv --missing error --out RUN", parts);
    }

    [Fact]
    public void A_table_that_the_model_does_not_know()
    {
        using var folder = new TemporaryFolder();
        string table = Samples.WriteTable(folder);
        ToolRun.In(folder, $"train {table} --label species --epochs 1 --out RUN").Done();
        Refused(folder, $"train {table} --label petals --out OTHER", table, "petals", "species");
        folder.Write("unknown.csv", "length,width,color,size,species\n1,2,white,3,setosa\n1,2,white,3,tulip\n");
        Refused(folder, "evaluate RUN unknown.csv", "unknown.csv", "line 3", "'tulip'", "setosa");
        folder.Write("color.csv", "length,width,color,size\n1,2,green,3\n");
        Assert.Contains("did not occur in training", ToolRun.In(folder, "predict RUN color.csv").Done().Error);
        folder.Write("columns.csv", "length,width,size\n1,2,3\n");
        Refused(folder, "predict RUN columns.csv", "columns.csv", "'color'");
        NumpyFile.Write(folder.File("five.npy"), Tensor.Ones([3, 7]));
        Refused(folder, "predict RUN five.npy", "five.npy", "(3,7)", "4 features");
        Refused(folder, "predict RUN missing.npy", "missing.npy");
        Refused(folder, $"predict RUN {table} --out RUN/missing/out.npy", "missing");
        Refused(folder, "evaluate RUN digits", "(4000,784)");
    }

    [Fact]
    public void Broken_images()
    {
        using var folder = new TemporaryFolder();
        Samples.WriteImages(folder, train: 60, test: 20);
        string images = folder.File("data", "mnist", "train-images-idx3-ubyte.gz"),
            labels = images.Replace("images-idx3", "labels-idx1");
        byte[] whole = File.ReadAllBytes(images), wholeLabels = File.ReadAllBytes(labels);
        const string Train = "train mnist --data-dir data --out RUN";

        File.WriteAllBytes(images, whole[..(whole.Length / 2)]);
        Refused(folder, Train, "train-images-idx3-ubyte.gz", "byte", "again");
        File.WriteAllBytes(images, whole[..^5]);
        Refused(folder, Train, "train-images-idx3-ubyte.gz");
        File.WriteAllBytes(images, Zip([1, 2, 3, 4, 5, 6, 7, 8]));
        Refused(folder, Train, "train-images-idx3-ubyte.gz", "magic", "0x00000803");
        File.WriteAllBytes(images, Zip([0, 0, 8, 3, 0x7f, 0xff, 0xff, 0xff, 0, 0, 0, 28, 0, 0, 0, 28]));
        Refused(folder, Train, "train-images-idx3-ubyte.gz");
        File.WriteAllBytes(images, whole);
        File.WriteAllBytes(labels, Zip([0, 0, 8, 1, 0, 0, 0, 60, .. Enumerable.Repeat((byte)11, 60)]));
        Refused(folder, Train, "train-labels-idx1-ubyte.gz", "11", "0 to 9");
        File.WriteAllBytes(labels, Zip([0, 0, 8, 1, 0, 0, 0, 3, 1, 2, 3]));
        Refused(folder, Train, "3 labels", "60 images");
        File.WriteAllBytes(labels, wholeLabels);
        Refused(folder, $"{Train} --layers 784,8,11", "11 outputs", "10");
    }

    [Fact]
    public void Broken_archives()
    {
        using var folder = new TemporaryFolder();
        Tensor features = Tensor.Uniform([30, 2], -1, 1, seed: 1), labels = Tensor.RandomIntegers([30], 0, 2, seed: 2);
        string good = Samples.WriteArchive(folder, "good.npz", features, labels);
        byte[] bytes = File.ReadAllBytes(folder.File(good));
        folder.Write("cut.npz", bytes[..^40]);
        Refused(folder, "train cut.npz --out RUN", "cut.npz", "again");
        WriteBomb(folder.File("bomb.npz"));
        Refused(folder, "train bomb.npz --out RUN", "bomb.npz");
        Samples.WriteArchive(folder, "short.npz", features, Tensor.RandomIntegers([29], 0, 2, seed: 2));
        Refused(folder, "train short.npz --out RUN", "30 rows", "29 targets");
        float[] values = features.ToArray<float>();
        values[7] = float.NaN;
        Samples.WriteArchive(folder, "nan.npz", Tensor.FromArray(values, [30, 2]), labels);
        Refused(folder, "train nan.npz --missing error --out RUN", "missing values (NaN)", "--missing drop");
        NumpyFile.WriteArchive(folder.File("other.npz"), [new("a", features)]);
        Refused(folder, "train other.npz --out RUN", "other.npz", "features", "holds a");
        NumpyFile.Write(folder.File("array.npy"), features);
        Refused(folder, "train array.npy --out RUN", "array.npy", ".npz");
        folder.Write("text.npz", "not an archive");
        Refused(folder, "data show text.npz", "text.npz", ".npz");
    }

    [Fact]
    public void Broken_models()
    {
        using var folder = new TemporaryFolder();
        ToolRun.In(folder, "train xor --epochs 1 --out RUN").Done();
        byte[] model = File.ReadAllBytes(folder.File("RUN", "model.safetensors"));
        folder.Write("cut.safetensors", model[..^10]);
        folder.Write("head.safetensors", [.. BitConverter.GetBytes(long.MaxValue), .. model[8..]]);
        string text = Encoding.Latin1.GetString(model);
        folder.Write("renamed.safetensors", Encoding.Latin1.GetBytes(text.Replace("0.weight", "9.weight")));
        folder.Write("words.safetensors", "this is no model");
        SafetensorsContent content = SafetensorsFile.Read(folder.File("RUN", "model.safetensors"));
        SafetensorsFile.Write(folder.File("fewer.safetensors"), content.Tensors.Skip(1), content.Metadata);
        SafetensorsFile.Write(folder.File("plain.safetensors"), content.Tensors);
        foreach (string name in (string[])["cut", "head", "renamed", "words", "fewer", "plain"])
            Refused(folder, $"summary {name}.safetensors", $"{name}.safetensors");
        Directory.CreateDirectory(folder.File("EMPTY"));
        Refused(folder, "evaluate EMPTY xor", "EMPTY");
    }

    [Fact]
    public void A_place_that_cannot_be_written_to()
    {
        using var folder = new TemporaryFolder();
        folder.Write("file", "kept");
        Refused(folder, "train xor --out file", "'file'", "--out");
        Refused(folder, "train xor --out file/below", "--out");
        Directory.CreateDirectory(folder.File("RUN", "model.safetensors"));
        Refused(folder, "train xor --out RUN", "model.safetensors", "--out");
        if (OperatingSystem.IsLinux()) Refused(folder, "train xor --out /proc/chainrule", "/proc/chainrule", "--out");
    }

    private static byte[] Zip(byte[] bytes)
    {
        using var memory = new MemoryStream();
        using (var gzip = new GZipStream(memory, CompressionLevel.Optimal)) gzip.Write(bytes);
        return memory.ToArray();
    }

    // A gigabyte of zeros in a megabyte: a header that asks for all of it, in a file that does hold it.
    private static void WriteBomb(string path)
    {
        using var archive = new ZipArchive(File.Create(path), ZipArchiveMode.Create);
        using Stream stream = archive.CreateEntry("features.npy", CompressionLevel.Fastest).Open();
        byte[] header =
            Encoding.Latin1.GetBytes("{'descr': '<f8', 'fortran_order': False, 'shape': (400000000, 100), }");
        stream.Write([0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. header]);
        var zeros = new byte[1 << 20];
        for (int i = 0; i < 64; i++) stream.Write(zeros);
    }
}
