namespace Chainrule.Tests.Data.Streams;

public sealed class FileStreamedRowsTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("chainrule-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private string Saved(string name, Tensor tensor)
    {
        string path = Path.Combine(folder, name);
        if (name.EndsWith(".npy", StringComparison.Ordinal)) NumpyFile.Write(path, tensor);
        else IdxFile.Write(path, tensor, IdxType.UInt8);
        return path;
    }

    // Row i holds i, 2i and 3i.
    private static Tensor Rows(int count, DType dtype = DType.Float32) => Tensor.FromArray(
        [.. Enumerable.Range(0, count).SelectMany(i => new double[] { i, 2 * i, 3 * i })], [count, 3]).Cast(dtype);

    [Theory]
    [InlineData("a.npy", 70_000)]
    [InlineData("a-images-idx3-ubyte", 80)]
    public void Every_row_comes_once_an_epoch_with_its_target_in_another_order(string name, int count)
    {
        Tensor labels = Tensor.FromArray([.. Enumerable.Range(0, count)]);
        StreamedDataset stream = StreamedDataset.OfFiles(
            Saved(name, Rows(count, name.EndsWith(".npy", StringComparison.Ordinal) ? DType.Float32 : DType.Int32)),
            labels, bufferSize: 64, seed: 3);
        Assert.Equal(count, stream.Count);
        int[][] orders = [Order(0), Order(1), Order(0)];
        Assert.Equal(orders[0], orders[2]);
        Assert.NotEqual(orders[0], orders[1]);
        foreach (int[] order in orders) Assert.Equal(Enumerable.Range(0, count), order.Order());

        int[] Order(int epoch)
        {
            List<int> seen = [];
            foreach (Dataset part in stream.Read(epoch))
            {
                double[] values = part.Features.Cast(DType.Float64).ToArray<double>();
                int[] targets = part.Targets.ToArray<int>();
                for (int i = 0; i < part.Count; i++)
                    Assert.Equal([targets[i], 2 * targets[i], 3 * targets[i]], values.AsSpan(i * 3, 3).ToArray());
                seen.AddRange(targets);
            }
            return [.. seen];
        }
    }

    [Fact]
    public void Without_shuffling_the_order_is_that_of_the_file()
    {
        const int Count = 5000;
        Tensor labels = Tensor.FromArray([.. Enumerable.Range(0, Count).Select(i => i / 7 % 2)]);
        string path = Saved("a.npy", Rows(Count));
        var options = new TrainingOptions { Epochs = 2, Shuffle = false, Seed = 5, Threads = 1 };
        Model streamed = Network(), whole = Network();
        streamed.Fit(StreamedDataset.OfFiles(path, labels, bufferSize: 64, seed: 3), options);
        whole.Fit(new Dataset("a", Rows(Count), labels), options);
        Assert.Equal(
            whole.Parameters.SelectMany(one => one.Value.ToArray<float>()),
            streamed.Parameters.SelectMany(one => one.Value.ToArray<float>()));
        Predictions all = whole.Judge(new Dataset("a", Rows(Count), labels), threads: 1);
        Predictions kept = streamed.Evaluate(
            StreamedDataset.OfFiles(path, labels, bufferSize: 64), keepPredictions: true).Predictions!;
        Assert.All(Enumerable.Range(0, Count), i => Assert.Equal(all.Outputs(i), kept.Outputs(i)));

        static Model Network() => new(new Dense(4, Activation.Tanh), new Dense(2))
        {
            Preprocessing = new(new Scale(1e-4)),
            Seed = 1,
        };
    }

    [Fact]
    public void A_model_learns_from_a_file_sorted_by_class_with_a_small_buffer()
    {
        Dataset data = ToyData.Moons(4000, seed: 3);
        int[] sorted = [.. Enumerable.Range(0, 4000).OrderBy(i => data.Targets.AsSpan<int>()[i])];
        data = data.Subset(sorted);
        var stream = StreamedDataset.OfFiles(Saved("moons.npy", data.Features), data.Targets, bufferSize: 500);
        Model model = new(new Dense(16, Activation.Tanh), new Dense(2)) { Preprocessing = new(new Standardize()) };
        model.Fit(stream, new() { Epochs = 15, Optimizer = new Adam(0.01), Seed = 1, Threads = 1 });
        Assert.InRange(model.Evaluate(data).Accuracy, 0.97, 1);
        Assert.Equal(0, ((Standardize)model.Preprocessing[0]).Means[0] - Mean(data), 1e-6);

        static double Mean(Dataset data) => data.Features.ToArray<float>().Where((_, i) => i % 2 == 0).Average(x => x);
    }

    [Fact]
    public void Files_that_cannot_be_read_by_rows_are_refused_with_the_remedy()
    {
        Tensor labels = Tensor.FromArray([.. Enumerable.Range(0, 10)]);
        string good = Saved("good.npy", Rows(10)), cut = Path.Combine(folder, "cut.npy");
        File.WriteAllBytes(cut, File.ReadAllBytes(good)[..^1]);
        Refused(cut, "10 rows of 12 bytes");
        string longer = Path.Combine(folder, "longer.npy");
        File.WriteAllBytes(longer, [.. File.ReadAllBytes(good), 0]);
        Refused(longer, "121 bytes follow");
        Refused(Saved("one.npy", Tensor.Zeros([10])), "not a sample per row");
        string packed = Path.Combine(folder, "packed.gz");
        IdxFile.Write(packed, Rows(10, DType.Int32), IdxType.UInt8);
        Refused(packed, "gunzip");
        string columns = Path.Combine(folder, "columns.npy");
        File.WriteAllText(columns, File.ReadAllText(good, System.Text.Encoding.Latin1).Replace(
            "'fortran_order': False", "'fortran_order': True ", StringComparison.Ordinal), System.Text.Encoding.Latin1);
        Refused(columns, "ascontiguousarray");
        Refused(Path.Combine(folder, "none.npy"), "no such file");
        Assert.Contains("10 rows of features and 9 targets", Assert.Throws<DataException>(
            () => StreamedDataset.OfFiles(good, Tensor.FromArray([.. Enumerable.Range(0, 9)]))).Message);

        void Refused(string path, string expected) => Assert.Contains(
            expected, Assert.Throws<DataException>(() => StreamedDataset.OfFiles(path, labels)).Message);
    }
}
