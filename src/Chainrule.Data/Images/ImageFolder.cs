using System.Text;
using Chainrule.Data;
using Chainrule.Formats;

namespace Chainrule;

/// <summary>
/// A folder with a folder of PNG or JPEG images for each class, at any depth, as torchvision's ImageFolder and Keras's
/// image_dataset_from_directory read it: classes are in the ordinal order of their names, files in that of their paths.
/// Names that begin with a dot are passed over.
/// </summary>
/// <param name="FolderPath">The folder.</param>
public sealed record ImageFolder(string FolderPath)
{
    internal const int ImagesAtOnce = 256;

    private static readonly string[] TrainNames = ["train", "training"];
    private static readonly string[] TestNames = ["test", "testing", "val", "valid", "validation"];

    /// <summary>Whether there are images in the folder or below.</summary>
    public static bool HasImages(string path) => Directory.Exists(path) && Below(path).Any(ImageFile.HasName);

    /// <summary>All images in the folder and below, in order, whatever class they are of.</summary>
    /// <exception cref="DataException">There are none.</exception>
    public IReadOnlyList<string> Files => Images(FolderPath) is { Count: > 0 } files ? files : throw new DataException(
        $"{FolderPath}: there are no PNG or JPEG images in this folder: name the one that holds them.");

    /// <summary>
    /// The folder to train on, and the one to test with, where this one holds both under names such as train and test,
    /// each with a folder for each class; else this one.
    /// </summary>
    public (ImageFolder Train, ImageFolder? Test) Parts()
    {
        string? train = Part(TrainNames);
        return train is null ? (this, null) : (new(train), Part(TestNames) is { } test ? new(test) : null);
    }

    /// <summary>What tells these images with these names from others, wherever the folder is.</summary>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public string Checksum
    {
        get
        {
            var checksum = new Crc32();
            foreach (string file in Files)
                checksum.Append(Encoding.UTF8.GetBytes($"{Relative(file)}\n{DataOrigin.ChecksumOf(file)}\n"));
            return $"images-{checksum.Value:x8}";
        }
    }

    /// <summary>Reads images to learn from, and those to test with where <see cref="Parts"/> has some.</summary>
    /// <param name="options">The size and the colors; by default those of the images.</param>
    /// <returns>
    /// Pixels from 0 to 255 (m, height, width) or (m, height, width, 3); the data set's preprocessing divides them by
    /// 255, and its <see cref="Dataset.Images"/> is the form of later images.
    /// </returns>
    /// <exception cref="DataException">
    /// There are no classes, or a file is damaged or of another size than the first.
    /// </exception>
    public ArchiveSamples Read(ImageOptions? options = null)
    {
        options ??= new();
        (ImageFolder train, ImageFolder? test) = Parts();
        (string[] files, int[] labels, string[] classes) = train.ClassesToLearn();
        DecodedImage[] images = ImageReading.All(files, options.Size);
        ImageForm form = FormOf(images, options);
        Dataset samples = train.Samples(images, form, labels, classes);
        string[] notes = train.Notes(files, classes, form, test);
        return new(samples, test?.Read(form, classes).Train, true, notes);
    }

    /// <summary>
    /// Reads images to learn from as they are needed, those of the folder to train on; all are read once before, to see
    /// their form.
    /// </summary>
    /// <param name="options">The size and the colors; by default those of the images.</param>
    /// <param name="bufferSize">How many images are held in memory and shuffled together.</param>
    /// <param name="seed">Determines the order in which they are read.</param>
    /// <exception cref="DataException">
    /// There are no classes, or a file is damaged or of another size than the first.
    /// </exception>
    public StreamedArrays Stream(ImageOptions? options = null, int bufferSize = 50_000, long seed = 0)
    {
        options ??= new();
        (ImageFolder train, ImageFolder? test) = Parts();
        (string[] files, int[] labels, string[] classes) = train.ClassesToLearn();
        DecodedImage? first = null;
        ImageForm? form = null;
        foreach (string[] some in files.Chunk(ImagesAtOnce))
        {
            DecodedImage[] images = ImageReading.All(some, options.Size);
            first ??= images[0];
            ImageForm seen = FormOf([first, .. images], options);
            if (form is null || seen.Channels > form.Channels) form = seen;
        }
        return new(
            train.Rows(form!, files, labels, classes, bufferSize, seed), true,
            train.Notes(files, classes, form!, test));
    }

    /// <summary>
    /// Reads images as they are needed, whose classes and form are those of other samples or of a model: those of the
    /// folder to test with where <see cref="Parts"/> has some.
    /// </summary>
    /// <param name="form">The form.</param>
    /// <param name="classes">The names of the classes.</param>
    /// <param name="bufferSize">How many images are held in memory and shuffled together.</param>
    /// <param name="seed">Determines the order in which they are read.</param>
    /// <exception cref="DataException">A class is not known, or a file is damaged or does not fit.</exception>
    public StreamedDataset Stream(
        ImageForm form, IReadOnlyList<string> classes, int bufferSize = 50_000, long seed = 0)
    {
        (ImageFolder judged, string[] files, int[] labels) = Known(classes);
        return judged.Rows(form, files, labels, classes, bufferSize, seed);
    }

    private ImageRows Rows(
        ImageForm form, string[] files, int[] labels, IReadOnlyList<string> classes, int bufferSize, long seed)
    {
        Dataset like = Samples(Tensor.Zeros([1, .. form.Shape]), form, [0], classes);
        return new(like, form, files, labels, seed) { BufferSize = bufferSize };
    }

    private string[] Notes(string[] files, string[] classes, ImageForm form, ImageFolder? test) =>
    [
        $"images: {files.Length:N0} of {form}{(form.Resizes ? ", brought to that size" : "")}",
        $"task: classification of {classes.Length} classes: {TableLayout.List(classes)} (the names of the folders)",
        .. Unused(files),
        .. test is null ? (string[])[] : [$"test: {Path.GetFileName(test.FolderPath)}"],
    ];

    /// <summary>Reads images whose classes and form are those of other samples or of a model.</summary>
    /// <param name="form">The form.</param>
    /// <param name="classes">The names of the classes.</param>
    /// <exception cref="DataException">A class is not known, or a file is damaged or does not fit.</exception>
    public ArchiveSamples Read(ImageForm form, IReadOnlyList<string> classes)
    {
        (ImageFolder judged, string[] files, int[] labels) = Known(classes);
        Dataset samples = judged.Samples(ImageFile.Read(form, files).Cast(DType.Float32), form, labels, classes);
        return new(samples, Parts().Test is null ? null : samples, true, []);
    }

    // The images that a model is judged by, and their classes among those that it knows.
    private (ImageFolder Judged, string[] Files, int[] Labels) Known(IReadOnlyList<string> classes)
    {
        (ImageFolder train, ImageFolder? test) = Parts();
        ImageFolder judged = test ?? train;
        (string[] files, int[] labels, string[] names) = judged.Classes();
        if (Array.Find(names, name => !classes.Contains(name)) is { } unknown)
            throw new DataException(
                $"{Path.Combine(judged.FolderPath, unknown)}: the class '{unknown}' did not occur in training, which " +
                $"knows {TableLayout.List(classes)}: leave the folder out, or train with images of that class.");
        int[] places = Array.ConvertAll(names, name => classes.Index().First(one => one.Item == name).Index);
        return (judged, files, Array.ConvertAll(labels, label => places[label]));
    }

    private (string[] Files, int[] Labels, string[] Names) ClassesToLearn()
    {
        (string[] Files, int[] Labels, string[] Names) all = Classes();
        return all.Names.Length > 1 ? all : throw new DataException(
            $"{FolderPath}: there are images of a single class, '{all.Names[0]}': there is nothing to tell apart; " +
            "add a folder with images of another class.");
    }

    private static ImageForm FormOf(DecodedImage[] images, ImageOptions options)
    {
        DecodedImage first = images[0];
        if (Array.Find(images, image => (image.Width, image.Height) != (first.Width, first.Height)) is { } other)
            throw new DataException(
                $"{other.Path}: the image has {other.Width}×{other.Height} pixels, and {first.Path} has " +
                $"{first.Width}×{first.Height}: bring all to one size, or set ImageOptions.Size = ({first.Width}, " +
                $"{first.Height}), which does so here and whenever the model is used.");
        bool hasColor = options.Color == ImageColor.Rgb
            || (options.Color == ImageColor.Automatic && Array.Exists(images, image => image.Channels == 3));
        return new(first.Height, first.Width, hasColor ? 3 : 1) { Resizes = options.Size is not null };
    }

    private Dataset Samples(DecodedImage[] images, ImageForm form, int[] labels, IReadOnlyList<string> classes) =>
        Samples(ImageReading.Pixels(images, form, DType.Float32), form, labels, classes);

    private Dataset Samples(Tensor pixels, ImageForm form, int[] labels, IReadOnlyList<string> classes) => new(
        Path.GetFileName(Path.GetFullPath(Path.TrimEndingDirectorySeparator(FolderPath))), pixels,
        Tensor.FromSpan<int>(labels, [labels.Length]))
    {
        ClassNames = classes,
        Images = form,
        Preprocessing = new(new Scale(1.0 / byte.MaxValue)),
    };

    private (string[] Files, int[] Labels, string[] Names) Classes()
    {
        string[] names = [.. Folders(FolderPath)];
        if (names.Length == 0)
            throw new DataException(
                $"{FolderPath}: there are no folders in this folder: put the images of each class into one of their " +
                "own, such as cat and dog.");
        List<string> files = [];
        List<int> labels = [];
        for (int i = 0; i < names.Length; i++)
        {
            string folder = Path.Combine(FolderPath, names[i]);
            List<string> images = Images(folder);
            if (images.Count == 0)
                throw new DataException(
                    $"{folder}: there are no PNG or JPEG images of the class '{names[i]}': add some, or remove the " +
                    "folder.");
            files.AddRange(images);
            labels.AddRange(Enumerable.Repeat(i, images.Count));
        }
        return ([.. files], [.. labels], names);
    }

    private IEnumerable<string> Unused(string[] used)
    {
        string[] others = [.. Below(FolderPath).Except(used).Select(Relative).Order(StringComparer.Ordinal)];
        if (others.Length > 0)
            yield return $"not used: {others.Length:N0} other files, such as {others[0]}";
    }

    // Such a part has folders of its own: a class may be called train, too.
    private string? Part(string[] names) => Folders(FolderPath)
        .Where(folder => names.Contains(folder, StringComparer.OrdinalIgnoreCase))
        .Select(folder => Path.Combine(FolderPath, folder))
        .OrderBy(folder => Array.FindIndex(names, name =>
            name.Equals(Path.GetFileName(folder), StringComparison.OrdinalIgnoreCase)))
        .FirstOrDefault(folder => Folders(folder).Any() && !Directory.EnumerateFiles(folder).Any(ImageFile.HasName));

    private static List<string> Images(string folder) =>
    [
        .. Below(folder).Where(ImageFile.HasName)
            .OrderBy(file => Path.GetDirectoryName(file), StringComparer.Ordinal)
            .ThenBy(Path.GetFileName, StringComparer.Ordinal),
    ];

    private static IEnumerable<string> Folders(string folder) => Directory.EnumerateDirectories(folder)
        .Select(path => Path.GetFileName(path)).Where(IsVisible).Order(StringComparer.Ordinal);

    private static IEnumerable<string> Below(string folder) => Directory.EnumerateFiles(
        folder, "*", new EnumerationOptions
        {
            RecurseSubdirectories = true,
            MaxRecursionDepth = 16,
            IgnoreInaccessible = false,
            AttributesToSkip = FileAttributes.Hidden | FileAttributes.System,
        });

    private static bool IsVisible(string name) => !name.StartsWith('.');

    private string Relative(string file) => Path.GetRelativePath(FolderPath, file).Replace('\\', '/');
}
