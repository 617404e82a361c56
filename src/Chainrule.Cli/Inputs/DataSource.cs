using Chainrule.Cli.Commands;

namespace Chainrule.Cli.Inputs;

/// <summary>
/// Data for a command: training and test samples, and how the columns of a table became features.
/// </summary>
internal sealed record DataSource(Dataset Train, Dataset Test, TableSchema? Schema)
{
    /// <summary>Where the samples come from.</summary>
    public required DataOrigin Origin { get; init; }

    /// <summary>
    /// How pixels become shares of full ink; null where the samples are none. The model's file holds it, so that it is
    /// decided here alone.
    /// </summary>
    public Transform? Pixels { get; init; }

    /// <summary>Whether samples are rows of measurements: columns of any size, which training brings to one.</summary>
    public bool IsTabular { get; init; }

    /// <summary>What was understood of a file, line by line; options are named as properties of the library.</summary>
    public IReadOnlyList<string> Understood { get; init; } = [];

    /// <summary>Whether the test samples are others than those to train on.</summary>
    public bool HasTest { get; init; } = true;

    /// <summary>What was made of a table.</summary>
    public TableReading? Reading { get; init; }

    /// <summary>Where data come from, as the command line says.</summary>
    internal sealed record Request(
        string Data, string? DataDirectory, TableOptions Table, DType DType, long Seed)
    {
        /// <summary>The share of a file's samples that is held out to test with.</summary>
        public double TestShare { get; init; } = 0.2;

        /// <summary>Which of them.</summary>
        public SplitMethod Split { get; init; }

        /// <summary>A file of samples to test with in their place.</summary>
        public string? TestFile { get; init; }

        /// <summary>How a folder of images is read.</summary>
        public ImageOptions Images { get; init; } = new();

        /// <summary>How many of the training samples are taken, the first ones; null for all.</summary>
        public int? Take { get; init; }

        /// <summary>The IDX file of the labels that go with one of images; found by its name if null.</summary>
        public string? LabelFile { get; init; }
    }

    /// <summary>The data that were asked for.</summary>
    public static DataSource Load(Request request)
    {
        DataSource source = LoadWhole(request);
        if (request.Take is not { } count) return source;
        Dataset all = source.Train, taken = all.Take(count);
        // A class that is missing in them is an output nevertheless.
        if (taken.IsClassification && taken.OutputCount < all.OutputCount)
            taken = taken with { ClassNames = [.. Enumerable.Range(0, all.OutputCount).Select(i => $"{i}")] };
        return source with { Train = taken };
    }

    private static DataSource LoadWhole(Request request)
    {
        if (Dataset.BuiltIn.Any(set => set.Name == request.Data))
        {
            RequireNoLabelFile(request);
            RequireNoImageOptions(request);
            DatasetInfo info = Dataset.BuiltIn.First(set => set.Name == request.Data);
            // Of a file, no more is read than is taken; what is generated depends on how much there is in all.
            (Dataset train, Dataset test) = Dataset.Load(request.Data, Options(request) with
            {
                TrainCount = info.BuiltIn ? null : request.Take,
            });
            // The library gives them as shares already; those that come as whole numbers later are 8-bit pixels.
            Shape sample = info.SampleShape;
            bool hasPixels = sample.Rank == 2;
            if (hasPixels) train = train with { Images = new(sample[0], sample[1], 1) };
            return new(train, test, null)
            {
                Origin = new(request.Data, "", info.TrainCount, 0, SplitMethod.Automatic, request.Seed),
                Pixels = hasPixels ? new ScaleIntegers(1.0 / byte.MaxValue) : null,
            };
        }
        RequireFile(request);
        if (IsTable(request.Data))
        {
            RequireNoImageOptions(request);
            TableSamples table = TableFile.Read(request.Data, request.Table with { DType = request.DType });
            return Split(table.Data, request, table.Schema) with
            {
                IsTabular = true,
                Reading = table.Reading,
                Understood = [.. table.Reading.Lines()],
            };
        }
        ArchiveSamples archive = Archive(request);
        DataSource source = archive.Test is { } held && request.TestFile is null
            ? new(archive.Train, held, null) { Origin = OriginOf(request, archive.Train, 0) }
            : Split(archive.Train, request, null);
        source = source with { Understood = archive.Notes };
        return archive.HasPixels ? source with { Pixels = new Scale(1.0 / byte.MaxValue) }
            : source with { IsTabular = archive.Train.Features.Rank == 2 };
    }

    /// <summary>What data are called: a file without its ending, or a folder.</summary>
    public static string NameOf(string data) => Path.GetFileNameWithoutExtension(
        Directory.Exists(data) ? Path.GetFullPath(Path.TrimEndingDirectorySeparator(data)) : data);

    /// <summary>The number of values of a sample after the preprocessing.</summary>
    public int Width => Preprocessing(binarizes: false).WidthAfter(Train.FeatureCount);

    /// <summary>
    /// The metrics that the samples are judged by where accuracy does not fit: of values the error, and the R² that
    /// scikit-learn's regressors give as their score.
    /// </summary>
    public static IReadOnlyList<Metric> MetricsOf(Dataset samples, Loss? loss) =>
        samples.IsMultiLabel ? [Metric.LabelAccuracy, Metric.SubsetAccuracy]
            : samples.IsClassification || loss is SoftmaxCrossEntropy or SigmoidCrossEntropy ? []
            : MetricsOfValues(samples.OutputCount);

    /// <summary>The error of values, and the share of their variance that is explained.</summary>
    public static IReadOnlyList<Metric> MetricsOfValues(int outputs) =>
        [Metric.MeanSquaredError, outputs > 1 ? Metric.R2VarianceWeighted : Metric.R2];

    /// <summary>The test samples in words.</summary>
    public string Tests => HasTest ? $"{Test.Count:N0} test samples" : "no test samples";

    /// <summary>What the names of results begin with, which are of test samples where there are some.</summary>
    public string Judged => HasTest ? "test_" : "training_";

    /// <summary>What is done to the samples before training, and to all that come later.</summary>
    public TransformPipeline Preprocessing(bool binarizes)
    {
        List<Transform> steps = [];
        if (Pixels is not null) steps.Add(Pixels);
        if (binarizes) steps.Add(new Binarize(0));
        else if (Train.Preprocessing.Count > 0) return Train.Preprocessing.Copy();
        else if (IsTabular) steps.Add(new Standardize());
        return new([.. steps]);
    }

    /// <summary>What was decided about pixels, for people; null where there is nothing to say.</summary>
    public string? PixelNote => Pixels is Scale
        ? "pixels: integers from 0 to 255, divided by 255 here and whenever the model is used" : null;

    /// <summary>
    /// What a trained model is judged by: the test samples of a named data set or archive, those of the training's own
    /// file that were held out, or all samples of another file.
    /// </summary>
    /// <param name="request">The data; the seed is that of the training.</param>
    /// <param name="schema">The columns of the table that was trained on.</param>
    /// <param name="origin">The file that was trained on.</param>
    /// <param name="all">Whether all samples of the training's file are wanted, held out or not.</param>
    /// <param name="known">What the model knows of its labels.</param>
    /// <returns>The samples, their rows in the file if they are some of it, and which they are.</returns>
    public static (Dataset Samples, int[]? Rows, JudgedBy By) LoadForEvaluation(
        Request request, TableSchema? schema, DataOrigin? origin, bool all, KnownLabels known)
    {
        if (Dataset.BuiltIn.Any(set => set.Name == request.Data))
        {
            RequireNoLabelFile(request);
            return (Dataset.Load(request.Data, Options(request)).Test, null, JudgedBy.Others);
        }
        RequireFile(request);
        ArchiveSamples? archive = IsTable(request.Data) ? null : Archive(request, known);
        if (archive?.Test is { } test) return (test, null, JudgedBy.Others);
        Dataset samples = archive?.Train ?? Table(request, schema);
        if (origin is null || !IsOrigin(origin, request)) return (samples, null, JudgedBy.Others);
        // What was held out is known only where the samples are those of the training, in number and kind.
        double[] numbers = [.. Enumerable.Range(0, samples.Count).Select(row => (double)row)];
        Dataset numbered = samples with { Features = Tensor.FromArray(numbers, [numbers.Length, 1]) };
        if (all || origin.Split(numbered) is not { } parts) return (samples, null, JudgedBy.TrainedOnToo);
        // In the order of the file, so that reading it piece by piece gives the same sums.
        int[] rows = [.. parts.Test.Features.ToArray<double>().Select(row => (int)row).Order()];
        return (samples.Subset(rows), rows, JudgedBy.HeldOut);
    }

    // The pair that is trained on, and the one to test with that a folder may hold.
    public static (IdxPair Train, IdxPair? Test)? Pairs(Request request) =>
        request.LabelFile is { } labels ? (new(request.Data, labels), null)
        : Directory.Exists(request.Data) ? IdxPair.InFolder(request.Data)
        : Path.GetFileName(request.Data).Contains("idx", StringComparison.OrdinalIgnoreCase)
            && !IsTable(request.Data) && Extension(request.Data) is not (".npz" or ".npy")
            ? (IdxPair.OfImages(request.Data), null)
        : null;

    private static ArchiveSamples Archive(Request request)
    {
        TableOptions options = request.Table with { DType = request.DType };
        if (FolderOfImages(request) is { } folder) return folder.Read(request.Images);
        RequireNoImageOptions(request);
        if (Pairs(request) is { } pairs)
        {
            ArchiveSamples samples = pairs.Train.Read(options);
            Dataset train = samples.Train;
            return pairs.Test is not { } test ? samples : samples with
            {
                Test = test.Read(train.ClassNames, train.IsClassification, request.DType).Train,
                Notes = [.. samples.Notes, $"test: {Path.GetFileName(test.Images)}"],
            };
        }
        RequireArchive(request.Data);
        return SampleArchive.Read(request.Data, options);
    }

    // Of a folder with samples to test with it is those that a model is judged by.
    private static ArchiveSamples Archive(Request request, KnownLabels known)
    {
        if (FolderOfImages(request) is { } folder)
            return known.Scale(folder.Read(FormFor(request.Data, known.Images), known.ClassNames));
        if (Pairs(request) is { } pairs)
        {
            ArchiveSamples samples =
                (pairs.Test ?? pairs.Train).Read(known.ClassNames, known.IsClassification, request.DType);
            return known.Scale(pairs.Test is null ? samples : samples with { Test = samples.Train });
        }
        RequireArchive(request.Data);
        return known.Scale(SampleArchive.Read(
            request.Data, known.ClassNames, known.IsClassification, known.IsMultiLabel, request.DType));
    }

    private static DataOrigin OriginOf(Request request, Dataset all, double heldOut) =>
        DataOrigin.Of(all, Checksum(request), heldOut, request.Seed, request.Split);

    /// <summary>Whether a file is the one that was trained on.</summary>
    public static bool IsOrigin(DataOrigin origin, Request request) =>
        origin.Checksum.Length > 0 && origin.Checksum == Checksum(request);

    /// <summary>What tells the data from others.</summary>
    public static string Checksum(Request request) =>
        FolderOfImages(request) is { } folder ? folder.Parts().Train.Checksum
        : Pairs(request) is { Train: var pair } ? pair.Checksum
        : DataOrigin.ChecksumOf(request.Data);

    /// <summary>The folder of images that the data are; null for other data.</summary>
    public static ImageFolder? FolderOfImages(Request request) =>
        Directory.Exists(request.Data) && !IdxPair.AreIn(request.Data) && ImageFolder.HasImages(request.Data)
            ? new(request.Data) : null;

    /// <summary>The form of the images that a model takes.</summary>
    public static ImageForm FormFor(string data, ImageForm? images) => images ?? throw new DataException(
        $"{data} holds images, but the model was not trained on images: give it data of the kind that it was trained " +
        "on.");

    private static Dataset Table(Request request, TableSchema? schema) => schema is not null
        ? TableFile.Read(request.Data, schema, Tell)
        : TableFile.Read(request.Data, request.Table with { DType = request.DType }).Data;

    /// <summary>Says what is worth knowing of data.</summary>
    public static void Tell(string sentence) => Console.Error.WriteLine(
        $"chainrule: {LibraryWords.Translate(sentence)}.");

    /// <summary>Features only: what a trained model predicts from.</summary>
    public static Tensor LoadFeatures(Request request, TableSchema? schema, ImageForm? images)
    {
        if (Dataset.BuiltIn.Any(set => set.Name == request.Data))
            return Dataset.Load(request.Data, Options(request)).Test.Features;
        RequireFile(request);
        if (ImagesIn(request.Data) is { } files) return ImageFile.Read(FormFor(request.Data, images), files);
        if (Directory.Exists(request.Data))
            throw new DataException($"{request.Data} is a folder: name one of its files to predict from.");
        if (IsTable(request.Data))
        {
            return schema is not null ? TableFile.ReadFeatures(request.Data, schema, Tell) : throw new DataException(
                $"{request.Data} is a table, but the model was not trained on one: use an .npy file of shape " +
                "(m, features).");
        }
        return Extension(request.Data) switch
        {
            ".npy" => NumpyFile.Read(request.Data),
            ".npz" => SampleArchive.ReadFeatures(request.Data),
            _ => IdxFile.Read(request.Data),
        };
    }

    /// <summary>
    /// The rows of a table as text, the names of its columns first, read as they are needed; null for other data.
    /// </summary>
    public static IEnumerable<string[]>? RowsOf(string data, TableSchema? schema) =>
        schema is not null && IsTable(data) && File.Exists(data) ? TableFile.StreamRows(data, schema) : null;

    /// <summary>The files of the images to predict from, one a sample; null for other data.</summary>
    public static IReadOnlyList<string>? ImagesIn(string data) =>
        Directory.Exists(data) ? ImageFolder.HasImages(data) ? new ImageFolder(data).Files : null
        : ImageFile.HasName(data) ? [data] : null;

    /// <summary>Why data are not read as they are needed, and what to do.</summary>
    public static DataException NotStreamed(string path)
    {
        if (Extension(path) == ".npy") RequireArchive(path);
        return new(Extension(path) == ".npz"
            ? $"{path}: an archive is read as a whole: leave --stream out, or save its features and its labels with " +
                "numpy.save and name them as in features.npy --labels labels.npy."
            : $"{path}: --stream reads tables, .npy files, IDX images and folders of images as they are needed: " +
                "leave it out to read this into memory.");
    }

    private static void RequireArchive(string path)
    {
        if (Extension(path) == ".npz") return;
        if (Extension(path) is ".xlsx" or ".xls" or ".ods")
            throw new DataException($"{path} is a spreadsheet: save its sheet as CSV, and name that file.");
        if (Extension(path) is ".gz" or ".zip" or ".bz2" or ".xz" or ".zst")
            throw new DataException($"{path} is compressed: unpack it, and name the file that was in it.");
        if (Extension(path) == ".npy")
            throw new DataException(
                $"{path} holds features without labels: name the file of its labels with --labels, or save both in " +
                "an .npz archive as features and labels.");
        throw new DataException(
            $"{path} is not a data set: use a name " +
            $"({string.Join(", ", Dataset.BuiltIn.Select(set => set.Name))}), a .csv table, an .npz archive with " +
            "the arrays features and labels, IDX images with a file of labels, or a folder with a folder of images " +
            "for each class.");
    }

    private static DataSource Split(Dataset data, Request request, TableSchema? schema)
    {
        (Dataset train, Dataset test) = DataOrigin.Split(
            data, request.TestFile is null ? request.TestShare : 0, request.Seed, request.Split, inPlace: true);
        if (request.TestFile is { } file) test = Others(data, file, request, schema);
        // Of very few samples none can be spared.
        bool hasTest = train.Count > 0 && test.Count > 0;
        return new(hasTest ? train : data, hasTest ? test : data, schema)
        {
            Origin = OriginOf(request, data, hasTest && request.TestFile is null ? request.TestShare : 0),
            HasTest = hasTest,
        };
    }

    // Samples of another file, which mean what those of the training do.
    private static Dataset Others(Dataset data, string file, Request request, TableSchema? schema)
    {
        Request other = request with { Data = file, LabelFile = null };
        RequireFile(other);
        if (schema is not null) return TableFile.Read(file, schema, Tell);
        ArchiveSamples archive = Archive(other, new(data.ClassNames, data.IsClassification, data.IsMultiLabel)
        {
            Images = data.Images,
        });
        return archive.Test ?? archive.Train;
    }

    private static DatasetOptions Options(Request request) => new()
    {
        DataDirectory = request.DataDirectory,
        Precision = request.DType,
        Seed = request.Seed,
        Progress = progress => Console.Error.Write(
            $"\rdownloading {progress.File}: {progress.Received / 1e6:F1} of {progress.Total / 1e6:F1} MB from " +
            $"{progress.Mirror.Host}  "),
    };

    /// <summary>Sees that what the command line names is there.</summary>
    public static void RequireFile(Request request)
    {
        if (request.LabelFile is { } labels && !File.Exists(labels))
            throw new DataException($"There is no file '{labels}', which was to hold the labels: correct its path.");
        if (IsTable(request.Data) || Extension(request.Data) == ".npz" || FolderOfImages(request) is not null)
            RequireNoLabelFile(request);
        if (File.Exists(request.Data) || Directory.Exists(request.Data)) return;
        throw new DataException(
            $"There is no file '{request.Data}' and no data set of that name: the built-in ones are " +
            $"{string.Join(", ", Dataset.BuiltIn.Select(set => set.Name))}.");
    }

    private static void RequireNoLabelFile(Request request)
    {
        if (request.LabelFile is null) return;
        throw new DataException(
            $"{request.Data} has labels of its own: leave --labels out, which is for IDX images and .npy files.");
    }

    /// <summary>Sees that no options are given that are for images only.</summary>
    public static void RequireNoImageOptions(Request request)
    {
        if (request.Images == new ImageOptions()) return;
        throw new DataException($"{request.Data} is no folder of images: leave " +
            $"{string.Join(" and ", ImageArguments.Given(request.Images).Select(given => given.Option))} out.");
    }

    /// <summary>Whether a file is a table, by its name.</summary>
    public static bool IsTable(string path) =>
        Extension(path) is ".csv" or ".tsv" or ".txt" or ".tab" or ".dat" or ".data";

    private static string Extension(string path) => Path.GetExtension(path).ToLowerInvariant();
}
