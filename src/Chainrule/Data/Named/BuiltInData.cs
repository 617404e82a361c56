namespace Chainrule;

/// <summary>The data sets available by name: built-in ones, and MNIST and Fashion-MNIST from files.</summary>
internal static class BuiltInData
{
    public static readonly DatasetInfo[] All =
    [
        new("digits", "numerals that look hand-drawn, made from strokes", [28, 28], 10, 20_000, 4_000, true),
        new("xor", "points of a square, class by the signs of both coordinates", [2], 2, 800, 200, true),
        new("moons", "two half circles that interlock", [2], 2, 800, 200, true),
        new("circles", "a circle within a circle", [2], 2, 800, 200, true),
        new("spirals", "three arms that wind about the origin", [2], 3, 900, 300, true),
        new("blobs", "three round clouds", [2], 3, 900, 300, true),
        new("sine", "one wave of the sine to fit (regression)", [1], 0, 800, 200, true),
        Info(IdxDataset.Mnist, "handwritten numerals of LeCun, Cortes and Burges"),
        Info(IdxDataset.FashionMnist, "articles of clothing of Xiao, Rasul and Vollgraf (Zalando)"),
    ];

    /// <summary>See <see cref="Dataset.Load"/>.</summary>
    public static (Dataset Train, Dataset Test) Load(string name, DatasetOptions? options = null)
    {
        options ??= new();
        DatasetInfo info = Array.Find(All, one => one.Name == name) ?? throw new ChainruleException(
            $"There is no data set '{name}': there are {string.Join(", ", All.Select(one => one.Name))}, and files "
            + "by their path.");
        int train = Count(options.TrainCount, info.TrainCount), test = Count(options.TestCount, info.TestCount);
        (Dataset Train, Dataset Test) pair = name switch
        {
            "mnist" => IdxDataset.Mnist.Load(options, train, test),
            "fashion-mnist" => IdxDataset.FashionMnist.Load(options, train, test),
            "digits" => (Digits.Generate(train, options.Seed), Digits.Generate(test, TestSeed(options.Seed))),
            _ => Parts(Plane(name, train + test, options), train),
        };
        pair = (pair.Train.Take(train), pair.Test.Take(test));
        return (Finish(pair.Train, info, options).Check(), Finish(pair.Test, info, options).Check());
    }

    private static Dataset Plane(string name, int count, DatasetOptions options)
    {
        (long seed, double? noise) = (options.Seed, options.Noise);
        return name switch
        {
            "xor" => ToyData.Xor(count, noise ?? 0.05, seed),
            "moons" => ToyData.Moons(count, noise ?? 0.1, seed),
            "circles" => ToyData.Circles(count, noise ?? 0.05, seed),
            "spirals" => ToyData.Spirals(count, noise ?? 0.2, seed),
            "blobs" => ToyData.Blobs(count, noise ?? 1, seed),
            _ => ToyData.Sine(count, noise ?? 0.1, seed),
        };
    }

    private static Dataset Finish(Dataset data, DatasetInfo info, DatasetOptions options)
    {
        Tensor features = data.Features;
        if (info.SampleShape.Rank == 2)
        {
            if (options.Binarize) features = new Binarize(0.5).Apply(features);
            Shape one = info.SampleShape;
            Shape shape = options.AsImages ? [data.Count, one[0], one[1]] : [data.Count, one.Size];
            features = new(features.Value.View(shape));
        }
        Tensor targets = data.IsClassification ? data.Targets : new(data.Targets.Value.Cast(options.Precision));
        return data with { Features = new(features.Value.Cast(options.Precision)), Targets = targets };
    }

    private static (Dataset Train, Dataset Test) Parts(Dataset all, int train) =>
        (all.Take(train), all.Subset([.. Enumerable.Range(train, all.Count - train)]));

    // A different key, so that the test images stay the same for any number of training images.
    private static long TestSeed(long seed) => seed ^ 0x7E57_7E57_7E57_7E57;

    private static int Count(int? asked, int usual) => asked switch
    {
        null => usual,
        < 0 => throw new ArgumentOutOfRangeException(nameof(asked), asked, "The number of samples cannot be negative."),
        _ => asked.Value,
    };

    private static DatasetInfo Info(IdxDataset files, string description) =>
        new(files.Name, description, [28, 28], files.ClassNames.Count, 60_000, 10_000, BuiltIn: false);
}
