using System.Security.Cryptography;

namespace Chainrule.Tests.Data;

public sealed class BuiltInDataTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("chainrule-").FullName;

    private DatasetOptions Offline => new()
    {
        Download = false,
        CacheDirectory = Path.Combine(folder, "cache"),
        Variable = _ => null,
    };

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Every_built_in_set_is_what_the_list_says()
    {
        foreach (DatasetInfo info in Dataset.BuiltIn.Where(info => info.BuiltIn))
        {
            var options = new DatasetOptions { TrainCount = 60, TestCount = 30, Seed = 3 };
            (Dataset train, Dataset test) = Dataset.Load(info.Name, options);
            Assert.Equal((info.Name, 60, 30), (train.Name, train.Count, test.Count));
            Assert.Equal(info.SampleShape.Size, train.FeatureCount);
            Assert.Equal(info.Classes, train.IsClassification ? train.OutputCount : 0);
            Assert.NotEqual(train.Take(30).Features.ToArray<float>(), test.Features.ToArray<float>());
        }
    }

    [Fact]
    public void Test_pictures_stay_the_same_however_many_there_are_to_train_on()
    {
        Dataset few = Dataset.Load("digits", new() { TrainCount = 10, TestCount = 20 }).Test;
        Dataset many = Dataset.Load("digits", new() { TrainCount = 50, TestCount = 20 }).Test;
        Assert.Equal(few.Features.ToArray<float>(), many.Features.ToArray<float>());
    }

    [Fact]
    public void Precision_shape_and_binarisation_can_be_chosen()
    {
        var options = new DatasetOptions
        {
            TrainCount = 20,
            TestCount = 10,
            Precision = DType.Float64,
            AsImages = true,
            Binarize = true,
        };
        Dataset train = Dataset.Load("digits", options).Train;
        Assert.Equal([20, 28, 28], train.Features.Shape);
        Assert.All(train.Features.ToArray<double>(), pixel => Assert.True(pixel is 0 or 1));
        Assert.Equal(DType.Float64, Dataset.Load("sine", options).Train.Targets.DType);
    }

    [Fact]
    public void An_unknown_name_is_answered_with_the_known_ones()
    {
        ChainruleException error = Assert.Throws<ChainruleException>(() => Dataset.Load("nmist"));
        Assert.Equal(
            "There is no data set 'nmist': there are digits, xor, moons, circles, spirals, blobs, sine, mnist, "
            + "fashion-mnist, and "
            + "files by their path.",
            error.Message);
    }

    [Theory]
    [InlineData("mnist", ".gz")]
    [InlineData("", ".gz")]
    [InlineData("mnist", "")]
    public void Files_are_found_in_the_data_folder_or_its_subfolder(string subfolder, string extension)
    {
        WriteFiles(Path.Combine(folder, subfolder), extension);
        (Dataset train, Dataset test) = Dataset.Load("mnist", Offline with { DataDirectory = folder });
        Assert.Equal((3, 2), (train.Count, test.Count));
        Assert.Equal([3, 784], train.Features.Shape);
        Assert.Equal([0, 1, 2], train.Targets.ToArray<int>());
        Assert.Equal(1, train.Features.AsSpan<float>()[^1]);
    }

    [Fact]
    public void The_environment_comes_after_the_option_and_before_the_cache()
    {
        string named = Path.Combine(folder, "named"), environment = Path.Combine(folder, "environment");
        string cache = Path.Combine(folder, "xdg", "chainrule", "datasets", "mnist");
        WriteFiles(cache, ".gz", images: 5);
        DatasetOptions options = Offline with
        {
            CacheDirectory = null,
            Variable = name => name == "XDG_CACHE_HOME" ? Path.Combine(folder, "xdg") : null,
        };
        Assert.Equal(5, Dataset.Load("mnist", options).Train.Count);
        WriteFiles(environment, ".gz", images: 4);
        options = options with
        {
            Variable = name => name == "CHAINRULE_DATA" ? environment : Path.Combine(folder, "xdg"),
        };
        Assert.Equal(4, Dataset.Load("mnist", options).Train.Count);
        WriteFiles(named, ".gz", images: 6);
        Assert.Equal(6, Dataset.Load("mnist", options with { DataDirectory = named }).Train.Count);
        Assert.Equal(2, Dataset.Load("mnist", options with { DataDirectory = named, TrainCount = 2 }).Train.Count);
    }

    [Fact]
    public void Missing_files_and_folders_are_told_with_what_to_do()
    {
        string message = Assert.Throws<DataException>(() => Dataset.Load("mnist", Offline)).Message;
        Assert.Contains("put train-images-idx3-ubyte.gz and the other three files into a folder", message);
        string missing = Path.Combine(folder, "missing");
        DatasetOptions options = Offline with { DataDirectory = missing };
        message = Assert.Throws<DataException>(() => Dataset.Load("mnist", options)).Message;
        Assert.StartsWith($"{missing}: there is no such folder", message);
    }

    [Fact]
    public void Labels_that_do_not_fit_are_named_with_their_file()
    {
        string labels = Path.Combine(folder, "train-labels-idx1-ubyte.gz");
        WriteFiles(folder, ".gz");
        IdxFile.Write(labels, Tensor.FromArray(new[] { 0, 10, 2 }), IdxType.UInt8);
        DatasetOptions options = Offline with { DataDirectory = folder };
        string message = Assert.Throws<DataException>(() => Dataset.Load("mnist", options)).Message;
        Assert.Equal($"{labels}: label 1 is 10, but the classes are 0 to 9.", message);
        IdxFile.Write(labels, Tensor.FromArray(new[] { 0, 1 }), IdxType.UInt8);
        Assert.Contains("has 2 labels", Assert.Throws<DataException>(() => Dataset.Load("mnist", options)).Message);
    }

    [Fact]
    public void The_real_MNIST_has_the_known_number_of_each_numeral()
    {
        string? data = Environment.GetEnvironmentVariable("CHAINRULE_DATA");
        Assert.SkipUnless(Directory.Exists(Path.Combine(data ?? "", "mnist")), "needs mnist in CHAINRULE_DATA");
        (Dataset train, Dataset test) = Dataset.Load("mnist", Offline with { DataDirectory = data });
        Assert.Equal([5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949], train.CountClasses());
        Assert.Equal([980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009], test.CountClasses());
        Assert.Equal(0.1307, train.Features.ToArray<float>().Average(), 1e-4);   // the mean that is known of it
    }

    [Fact]
    public void A_set_of_files_is_downloaded_into_the_cache_once()
    {
        string origin = Path.Combine(folder, "origin");
        WriteFiles(origin, ".gz");
        using var server = new FileServer();
        List<RemoteFile> files = [];
        foreach (RemoteFile file in IdxDataset.Mnist.Files)
        {
            byte[] bytes = File.ReadAllBytes(Path.Combine(origin, file.Name));
            server.Files[file.Name] = bytes;
            files.Add(new(file.Name, bytes.Length, Convert.ToHexString(SHA256.HashData(bytes))));
        }
        IdxDataset small = IdxDataset.Mnist with { Files = files };
        DatasetOptions options = Offline with { Download = true, Mirrors = [FileServer.Nowhere(), server.Address] };
        for (int time = 0; time < 2; time++) Assert.Equal(3, small.Load(options, 60_000, 10_000).Train.Count);
        Assert.Equal(4, server.Requests.Count);
        Assert.Equal(4, Directory.GetFiles(Path.Combine(folder, "cache", "mnist")).Length);
    }

    [Fact]
    public void Of_a_file_no_more_is_read_than_is_asked_for()
    {
        string into = Path.Combine(folder, "some", "mnist");
        WriteFiles(into, "", images: 6);
        // What follows is not looked at, but how many there are has to agree.
        DatasetOptions options = Offline with { DataDirectory = into, TrainCount = 2 };
        Assert.Equal([0, 1], Dataset.Load("mnist", options).Train.Targets.ToArray<int>());
        IdxFile.Write(
            Path.Combine(into, "train-labels-idx1-ubyte"), Tensor.FromArray(Enumerable.Range(0, 5).ToArray()),
            IdxType.UInt8);
        DataException error = Assert.Throws<DataException>(() => Dataset.Load("mnist", options));
        Assert.Contains("5 labels", error.Message);
        Assert.Contains("6 images", error.Message);
    }

    private static void WriteFiles(string into, string extension, int images = 3)
    {
        Directory.CreateDirectory(into);
        foreach ((string part, int count) in new[] { ("train", images), ("t10k", 2) })
        {
            float[] pixels = [.. Enumerable.Repeat(255f, count * 784)];
            string path = Path.Combine(into, part);
            Tensor all = Tensor.FromArray(pixels, [count, 28, 28]);
            IdxFile.Write($"{path}-images-idx3-ubyte{extension}", all, IdxType.UInt8);
            int[] labels = [.. Enumerable.Range(0, count)];
            IdxFile.Write($"{path}-labels-idx1-ubyte{extension}", Tensor.FromArray(labels), IdxType.UInt8);
        }
    }
}
