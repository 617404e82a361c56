using Chainrule.Data;
using Chainrule.Formats;

namespace Chainrule;

/// <summary>
/// Two files of arrays that belong together: pictures, or other features, and a label for each. They are IDX files, the
/// format of MNIST, or .npy files of NumPy.
/// </summary>
/// <param name="Images">The path of the features; an IDX file may be compressed with gzip.</param>
/// <param name="Labels">The path of the labels.</param>
public sealed record IdxPair(string Images, string Labels)
{
    private const string LabelName = "labels";

    private static readonly string[] TestNames = ["t10k", "test"];

    /// <summary>What tells these two files from others, whatever their names.</summary>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public string Checksum => $"{DataOrigin.ChecksumOf(Images)}-{DataOrigin.ChecksumOf(Labels)}";

    /// <summary>
    /// Finds the labels of a file of images by its name: <c>train-labels-idx1-ubyte.gz</c>, compressed or not, for
    /// <c>train-images-idx3-ubyte.gz</c>.
    /// </summary>
    /// <exception cref="DataException">There is no such file beside it.</exception>
    public static IdxPair OfImages(string images)
    {
        string plain = WithoutGzip(Path.GetFileName(images));
        string name = plain.Replace("images", "labels", StringComparison.Ordinal)
            .Replace("idx3", "idx1", StringComparison.Ordinal);
        string folder = Path.GetDirectoryName(images) ?? "";
        string? labels = name == plain ? null
            : Array.Find([Path.Combine(folder, name), Path.Combine(folder, name + ".gz")], File.Exists);
        return labels is not null ? new(images, labels) : throw new DataException(
            $"{images}: there are no labels{(name == plain ? "" : $" in {name}")} beside it: set IdxPair.Labels to " +
            "the file of the labels.");
    }

    /// <summary>Whether there are IDX files of images in a folder.</summary>
    public static bool AreIn(string folder) => Directory.EnumerateFiles(folder).Any(IsImages);

    /// <summary>Finds the pairs in a folder: one to train on, and one whose name begins with t10k or test.</summary>
    /// <returns>The pair to train on, or the only one; and the one to test with if there are both.</returns>
    /// <exception cref="DataException">There is none, or more than one of a kind.</exception>
    public static (IdxPair Train, IdxPair? Test) InFolder(string folder)
    {
        string[] images = [.. Directory.GetFiles(folder).Where(IsImages).Order(StringComparer.Ordinal)];
        string[] tests = [.. images.Where(IsTest)], trains = [.. images.Except(tests)];
        if (images.Length == 0)
        {
            throw new DataException(
                $"{folder}: this folder has no IDX files of images, such as train-images-idx3-ubyte.gz, and no " +
                "folders of PNG or JPEG images: name the folder that holds them.");
        }
        foreach (string[] several in (string[][])[trains, tests])
        {
            if (several.Length > 1)
                throw new DataException(
                    $"{folder}: both {Path.GetFileName(several[0])} and {Path.GetFileName(several[1])} could be " +
                    "meant: name one of the files.");
        }
        return trains.Length == 0 ? (OfImages(tests[0]), null)
            : (OfImages(trains[0]), tests.Length == 0 ? null : OfImages(tests[0]));
    }

    /// <summary>Reads samples to learn from.</summary>
    /// <param name="options">The task and the type; the rest is for tables.</param>
    /// <returns>
    /// Features of the file's shape, pixels from 0 to 255 as they are; whole numbers are classes unless the task is
    /// another.
    /// </returns>
    /// <exception cref="DataException">A file is missing or broken, or the two do not belong together.</exception>
    public ArchiveSamples Read(TableOptions? options = null)
    {
        options ??= new();
        (Tensor features, ArchiveContent content) = Content();
        (ArchiveTargets targets, string note) = Targets(content.Tensors[LabelName], options);
        return Samples(features, targets, options,
            [Files($"{features.Shape}"), note]);
    }

    private string Files(string shape) => $"{(IsNumpy(Images) ? "features" : "images")}: {Path.GetFileName(Images)} " +
        $"{shape}, labels: {Path.GetFileName(Labels)}";

    private (ArchiveTargets Targets, string Note) Targets(Tensor labels, TableOptions options)
    {
        bool areClasses = options.Task == TableTask.Automatic && labels.DType == DType.Int32 && !IsNumpy(Labels);
        if (areClasses) options = options with { Task = TableTask.Classification };
        var targets = ArchiveTargets.Of(ContentOf(labels), LabelName, Labels, options);
        string? reason = areClasses ? "whole numbers; TableOptions.Task = Regression takes them as values" : null;
        return (targets, targets.Describe(reason));
    }

    /// <summary>
    /// Reads samples to learn from as they are needed: the labels are held in memory, and the features stay in their
    /// file, which must not be compressed.
    /// </summary>
    /// <param name="options">The task; the rest is for tables.</param>
    /// <param name="bufferSize">How many samples are held in memory and shuffled together.</param>
    /// <param name="seed">Determines the order in which the file is read.</param>
    /// <exception cref="DataException">
    /// A file is missing, broken or compressed, or the two do not belong together.
    /// </exception>
    public StreamedArrays Stream(TableOptions? options = null, int bufferSize = 50_000, long seed = 0)
    {
        options ??= new();
        var rows = StoredRows.Open(Images);
        (ArchiveTargets targets, string note) = Targets(ReadArray(Labels), options);
        bool hasPixels = HasPixels(rows), isTable = rows.Row.Rank == 1, hasMissing = isTable && rows.HasNaN();
        if (hasMissing && options.Missing != TableMissing.Fill)
            throw new DataException(
                $"{Images}: there are missing values (NaN): complete them or save the other rows alone, or set " +
                "TableOptions.Missing = Fill to fill them in.");
        TransformPipeline preprocessing = !isTable ? new()
            : hasMissing ? new(new FillMissing(), new Standardize()) : new(new Standardize());
        List<string> notes = [Files($"{rows.Count:N0} × {rows.Row}"), note];
        if (hasMissing) notes.Add("missing: NaN is filled with the mean of the training rows");
        StreamedDataset samples = Stream(rows, targets, hasPixels, bufferSize, seed)
            .Select(part => part with { Preprocessing = preprocessing });
        return new(samples, hasPixels, notes);
    }

    /// <summary>
    /// Reads samples as they are needed, whose labels mean what those of other samples or of a model mean.
    /// </summary>
    /// <param name="classes">The names of the classes; empty where they have none.</param>
    /// <param name="isClassification">Whether labels are classes rather than values.</param>
    /// <param name="bufferSize">How many samples are held in memory and shuffled together.</param>
    /// <param name="seed">Determines the order in which the file is read.</param>
    /// <exception cref="DataException">
    /// A file is missing, broken or compressed, or a label is none of the classes.
    /// </exception>
    public StreamedDataset Stream(
        IReadOnlyList<string> classes, bool isClassification, int bufferSize = 50_000, long seed = 0)
    {
        var rows = StoredRows.Open(Images);
        return Stream(
            rows, Like(classes, isClassification, DType.Float32, ContentOf(ReadArray(Labels))), HasPixels(rows),
            bufferSize, seed);
    }

    private StreamedDataset Stream(StoredRows rows, ArchiveTargets targets, bool hasPixels, int bufferSize, long seed)
    {
        ImageForm? form = hasPixels && rows.Row.Rank == 2 ? new(rows.Row[0], rows.Row[1], 1) : null;
        return StreamedDataset.OfFiles(Images, targets.Values, bufferSize, seed)
            .Select(part => part with { ClassNames = targets.ClassNames, Images = form });
    }

    private static bool HasPixels(StoredRows rows) => rows.Row.Rank > 1
        && (rows.Kind == ElementKind.UInt8 || (!rows.IsFloating && rows.AreAllIn(0, byte.MaxValue)));

    private static bool IsNumpy(string path) => path.EndsWith(".npy", StringComparison.OrdinalIgnoreCase);

    private static Tensor ReadArray(string path) => IsNumpy(path) ? NumpyFile.Read(path) : IdxFile.Read(path);

    private ArchiveTargets Like(
        IReadOnlyList<string> classes, bool isClassification, DType dtype, ArchiveContent content) =>
        new ArchiveTargets(classes, isClassification, isMultiLabel: false, dtype).Like(content, LabelName, Labels);

    private static ArchiveContent ContentOf(Tensor labels)
    {
        var content = new ArchiveContent();
        content.Tensors.Add(LabelName, labels);
        return content;
    }

    /// <summary>Reads samples whose labels mean what those of other samples or of a model mean.</summary>
    /// <param name="classes">The names of the classes; empty where they have none.</param>
    /// <param name="isClassification">Whether labels are classes rather than values.</param>
    /// <param name="dtype">The type of the samples, pixels apart.</param>
    /// <exception cref="DataException">A file is broken, or a label is none of the classes.</exception>
    public ArchiveSamples Read(IReadOnlyList<string> classes, bool isClassification, DType dtype)
    {
        (Tensor features, ArchiveContent content) = Content();
        return Samples(
            features, Like(classes, isClassification, dtype, content), new() { DType = dtype }, []);
    }

    private (Tensor Features, ArchiveContent Content) Content()
    {
        Tensor features = ReadArray(Images), labels = ReadArray(Labels);
        if (features.Rank < 2)
        {
            throw new DataException(
                $"{Images}: holds an array of shape {features.Shape}, not a sample per row: name the file of the " +
                $"{(IsNumpy(Images) ? "features, (m, columns)" : "images, which has idx3 in its name")}.");
        }
        if (labels.Rank == 0 || (labels.Rank > 1 && !IsNumpy(Labels)))
        {
            throw new DataException(
                $"{Labels}: holds an array of shape {labels.Shape}, not a list of labels: name the file of the " +
                $"labels{(IsNumpy(Labels) ? "" : ", which has idx1 in its name")}.");
        }
        if (features.Shape[0] != labels.Shape[0])
        {
            throw new DataException(
                $"{Labels}: has {labels.Shape[0]} labels, but {Images} has {features.Shape[0]} images: they do not " +
                "belong together; name the labels of these images.");
        }
        if (labels.Length == 0) throw new DataException($"{Images}: there are no images in it: name another file.");
        return (features, ContentOf(labels));
    }

    private ArchiveSamples Samples(
        Tensor features, ArchiveTargets targets, TableOptions options, IReadOnlyList<string> notes) => new(
        SampleArchive.Samples(Images, features, Path.GetFileName(Images), targets, options), null,
        SampleArchive.ArePixels(features), notes);

    private static bool IsImages(string path)
    {
        string name = Path.GetFileName(path);
        return name.Contains("images", StringComparison.Ordinal) && name.Contains("idx", StringComparison.Ordinal);
    }

    private static bool IsTest(string path) => Array.Exists(
        TestNames, name => Path.GetFileName(path).StartsWith(name, StringComparison.Ordinal));

    private static string WithoutGzip(string name) =>
        name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? name[..^3] : name;
}
