namespace Chainrule;

/// <summary>
/// A data set of four IDX files, images and labels for training and testing: MNIST and others of its format.
/// </summary>
/// <param name="Name">The name, also that of the folder.</param>
/// <param name="Files">Training images and labels, then test images and labels.</param>
/// <param name="Mirrors">Where to download them.</param>
/// <param name="ClassNames">The names of the classes, in the order of their labels.</param>
internal sealed record IdxDataset(
    string Name, IReadOnlyList<RemoteFile> Files, IReadOnlyList<Uri> Mirrors, IReadOnlyList<string> ClassNames)
{
    // Sizes and SHA-256 checksums are those published by projects that download these files (burn and Flux among them),
    // alongside the MD5 sums on the authors' pages. They are of the compressed files: a recompressed copy differs, so
    // files in a data folder are read without this check.
    public static IdxDataset Mnist { get; } = new(
        "mnist",
        [
            new("train-images-idx3-ubyte.gz", 9_912_422,
                "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609"),
            new("train-labels-idx1-ubyte.gz", 28_881,
                "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c"),
            new("t10k-images-idx3-ubyte.gz", 1_648_877,
                "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6"),
            new("t10k-labels-idx1-ubyte.gz", 4_542,
                "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6"),
        ],
        [
            new("https://storage.googleapis.com/cvdf-datasets/mnist/"),
            new("https://ossci-datasets.s3.amazonaws.com/mnist/"),
        ],
        Digits.ClassNames);

    public static IdxDataset FashionMnist { get; } = new(
        "fashion-mnist",
        [
            new("train-images-idx3-ubyte.gz", 26_421_880,
                "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84"),
            new("train-labels-idx1-ubyte.gz", 29_515,
                "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845"),
            new("t10k-images-idx3-ubyte.gz", 4_422_102,
                "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073"),
            new("t10k-labels-idx1-ubyte.gz", 5_148,
                "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5"),
        ],
        [
            new("https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/"),
            new("http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/"),
        ],
        [
            "T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot",
        ]);

    /// <summary>
    /// Finds or downloads the files and reads them: features (m, height, width) in [0, 1], labels (m).
    /// </summary>
    /// <param name="options">Where the files are.</param>
    /// <param name="train">The number of training samples to read, at most.</param>
    /// <param name="test">The number of test samples to read, at most.</param>
    public (Dataset Train, Dataset Test) Load(DatasetOptions options, int train, int test)
    {
        string[] paths = new DataFolders(options).Find(this) ?? Fetch(options);
        return (Read(paths[0], paths[1], train), Read(paths[2], paths[3], test));
    }

    private string[] Fetch(DatasetOptions options)
    {
        string folder = Path.Combine(new DataFolders(options).Cache, Name);
        string remedy = $"put {Files[0].Name} and the other three files into a folder and name it in "
            + $"{nameof(DatasetOptions)}.{nameof(DatasetOptions.DataDirectory)} or CHAINRULE_DATA";
        if (!options.Download)
            throw new DataException(
                $"The files of '{Name}' are in none of the usual places: {remedy}, or allow the download.");
        using var downloader = new Downloader(options.Mirrors ?? Mirrors, options.Progress);
        return [.. Files.Select(file => downloader.Fetch(file, folder, remedy, options.Cancellation))];
    }

    private Dataset Read(string images, string labels, int count)
    {
        Tensor features = IdxFile.ReadFirst(images, count, DType.Float32, byte.MaxValue, out int all);
        Tensor targets = IdxFile.ReadLabels(labels);
        if (features.Rank != 3)
            throw new DataException(
                $"{images}: holds an array of shape {features.Shape}, not images (m, height, width).");
        if (all != targets.Length)
        {
            throw new DataException(
                $"{labels}: has {targets.Length} labels, but {images} has {all} images: they do not "
                + "belong together.");
        }
        ReadOnlySpan<int> classes = targets.AsSpan<int>();
        for (int i = 0; i < classes.Length; i++)
        {
            if ((uint)classes[i] >= (uint)ClassNames.Count)
                throw new DataException(
                    $"{labels}: label {i} is {classes[i]}, but the classes are 0 to {ClassNames.Count - 1}.");
        }
        return new(Name, features, new(targets.Value.Part(0, [features.Shape[0]]))) { ClassNames = ClassNames };
    }
}

/// <summary>A file to download.</summary>
/// <param name="Name">The name, appended to a mirror's URL.</param>
/// <param name="Size">The size in bytes.</param>
/// <param name="Sha256">The SHA-256 checksum in hexadecimal.</param>
internal sealed record RemoteFile(string Name, long Size, string Sha256);
