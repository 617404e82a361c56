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
    public Transform? Pixels { get; private init; }

    /// <summary>Whether samples are rows of measurements: columns of any size, which training brings to one.</summary>
    public bool IsTabular { get; private init; }

    /// <summary>What was understood of a file, line by line; options are named as properties of the library.</summary>
    public IReadOnlyList<string> Understood { get; private init; } = [];

    /// <summary>Whether the test samples are others than those to train on.</summary>
    public bool HasTest { get; private init; } = true;

    /// <summary>What was made of a table.</summary>
    public TableReading? Reading { get; private init; }

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
    }

    public static DataSource Load(Request request)
    {
        if (Dataset.BuiltIn.Any(set => set.Name == request.Data))
        {
            (Dataset train, Dataset test) = Dataset.Load(request.Data, Options(request));
            // The library gives them as shares already; those that come as whole numbers later are 8-bit pixels.
            bool hasPixels = Dataset.BuiltIn.Any(set => set.Name == request.Data && set.SampleShape.Rank == 2);
            return new(train, test, null)
            {
                Origin = new(request.Data, "", train.Count, 0, SplitMethod.Automatic, request.Seed),
                Pixels = hasPixels ? new ScaleIntegers(1.0 / byte.MaxValue) : null,
            };
        }
        RequireFile(request.Data);
        if (IsTable(request.Data))
        {
            TableSamples table = TableFile.Read(request.Data, request.Table with { DType = request.DType });
            return Split(table.Data, request, table.Schema) with
            {
                IsTabular = true,
                Reading = table.Reading,
                Understood = [.. table.Reading.Lines()],
            };
        }
        RequireArchive(request.Data);
        ArchiveSamples archive = SampleArchive.Read(request.Data, request.Table with { DType = request.DType });
        DataSource source = archive.Test is { } held
            ? new(archive.Train, held, null)
            {
                Origin = DataOrigin.OfFile(request.Data, archive.Train, 0, request.Seed),
            }
            : Split(archive.Train, request, null);
        source = source with { Understood = archive.Notes };
        return archive.HasPixels ? source with { Pixels = new Scale(1.0 / byte.MaxValue) }
            : source with { IsTabular = archive.Train.Features.Rank == 2 };
    }

    /// <summary>The number of values of a sample after the preprocessing.</summary>
    public int Width => Preprocessing(binarizes: false).WidthAfter(Train.FeatureCount);

    /// <summary>The metrics that the samples are judged by where the usual ones do not fit.</summary>
    public static IReadOnlyList<Metric> MetricsOf(Dataset samples) =>
        samples.IsMultiLabel ? [Metric.LabelAccuracy, Metric.SubsetAccuracy] : [];

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
            return (Dataset.Load(request.Data, Options(request)).Test, null, JudgedBy.Others);
        RequireFile(request.Data);
        if (!IsTable(request.Data)) RequireArchive(request.Data);
        ArchiveSamples? archive = IsTable(request.Data) ? null
            : SampleArchive.Read(
                request.Data, known.ClassNames, known.IsClassification, known.IsMultiLabel, request.DType);
        if (archive?.Test is { } test) return (test, null, JudgedBy.Others);
        Dataset samples = archive?.Train ?? Table(request, schema);
        if (origin is null || !origin.IsFile(request.Data)) return (samples, null, JudgedBy.Others);
        // What was held out is known only where the samples are those of the training, in number and kind.
        if (all || origin.Split(samples) is not { } parts) return (samples, null, JudgedBy.TrainedOnToo);
        // The numbers of the rows are split as the rows are.
        double[] numbers = [.. Enumerable.Range(0, samples.Count).Select(row => (double)row)];
        Dataset numbered = samples with { Features = Tensor.FromArray(numbers, [numbers.Length, 1]) };
        double[] rows = origin.Split(numbered)!.Value.Test.Features.ToArray<double>();
        return (parts.Test, Array.ConvertAll(rows, row => (int)row), JudgedBy.HeldOut);
    }

    private static Dataset Table(Request request, TableSchema? schema) => schema is not null
        ? TableFile.Read(request.Data, schema, Tell)
        : TableFile.Read(request.Data, request.Table with { DType = request.DType }).Data;

    private static void Tell(string sentence) => Console.Error.WriteLine($"chainrule: {sentence}.");

    /// <summary>Features only: what a trained model predicts from.</summary>
    public static Tensor LoadFeatures(Request request, TableSchema? schema)
    {
        if (Dataset.BuiltIn.Any(set => set.Name == request.Data))
            return Dataset.Load(request.Data, Options(request)).Test.Features;
        RequireFile(request.Data);
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

    /// <summary>The rows of a table as text, the names of its columns first; null for other data.</summary>
    public static IReadOnlyList<string[]>? RowsOf(string data, TableSchema? schema) =>
        schema is not null && IsTable(data) && File.Exists(data) ? TableFile.ReadRows(data, schema) : null;

    private static void RequireArchive(string path)
    {
        if (Extension(path) == ".npz") return;
        throw new DataException(
            $"{path} is not a data set: use a name " +
            $"({string.Join(", ", Dataset.BuiltIn.Select(set => set.Name))}), a .csv table, or an .npz archive with " +
            "the arrays features and labels.");
    }

    private static DataSource Split(Dataset data, Request request, TableSchema? schema)
    {
        (Dataset train, Dataset test) = DataOrigin.Split(
            data, request.TestFile is null ? request.TestShare : 0, request.Seed, request.Split);
        if (request.TestFile is { } file) test = Others(data, file, request, schema);
        // Of very few samples none can be spared.
        bool hasTest = train.Count > 0 && test.Count > 0;
        return new(hasTest ? train : data, hasTest ? test : data, schema)
        {
            Origin = DataOrigin.OfFile(
                request.Data, data, hasTest && request.TestFile is null ? request.TestShare : 0, request.Seed,
                request.Split),
            HasTest = hasTest,
        };
    }

    // Samples of another file, which mean what those of the training do.
    private static Dataset Others(Dataset data, string file, Request request, TableSchema? schema)
    {
        RequireFile(file);
        if (schema is not null) return TableFile.Read(file, schema, Tell);
        RequireArchive(file);
        return SampleArchive.Read(file, data.ClassNames, data.IsClassification, data.IsMultiLabel, request.DType).Train;
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

    private static void RequireFile(string path)
    {
        if (File.Exists(path)) return;
        throw new DataException(
            $"There is no file '{path}' and no data set of that name: the built-in ones are " +
            $"{string.Join(", ", Dataset.BuiltIn.Select(set => set.Name))}.");
    }

    private static bool IsTable(string path) => Extension(path) is ".csv" or ".tsv" or ".txt";

    private static string Extension(string path) => Path.GetExtension(path).ToLowerInvariant();
}

/// <summary>What a trained model knows of its labels.</summary>
/// <param name="ClassNames">The names of its classes, or of several labels; empty where they have none.</param>
/// <param name="IsClassification">Whether it tells classes apart.</param>
/// <param name="IsMultiLabel">Whether it gives several answers of yes or no.</param>
internal sealed record KnownLabels(IReadOnlyList<string> ClassNames, bool IsClassification, bool IsMultiLabel)
{
    public static KnownLabels Of(Model model)
    {
        bool isMultiLabel = model.Loss is SigmoidCrossEntropy && model.OutputShape?.Size > 1;
        return new(model.ClassNames, !isMultiLabel
            && (model.ClassNames.Count > 0 || model.Loss is SoftmaxCrossEntropy or SigmoidCrossEntropy), isMultiLabel);
    }
}
