using Chainrule.Data;
using Chainrule.Formats;

namespace Chainrule;

/// <summary>The samples of an archive of arrays, a pair of IDX files, or a folder of images.</summary>
/// <param name="Train">The samples to train on.</param>
/// <param name="Test">Those to test with, where the archive has some.</param>
/// <param name="HasPixels">Whether the samples are pictures of whole numbers from 0 to 255.</param>
/// <param name="Notes">What was made of the arrays, line by line.</param>
public sealed record ArchiveSamples(Dataset Train, Dataset? Test, bool HasPixels, IReadOnlyList<string> Notes);

/// <summary>
/// Reads samples from <c>.npz</c> archives by the names that their arrays usually have: X and y, features and labels,
/// x_train and so on. Labels may be numbers, texts, one-hot rows, or several columns.
/// </summary>
public static class SampleArchive
{
    private static readonly string[] FeatureNames =
        ["features", "X", "x", "x_train", "X_train", "images", "data", "inputs", "arr_0"];

    private static readonly string[] LabelNames =
        ["labels", "label", "y", "Y", "y_train", "Y_train", "targets", "target", "outputs", "arr_1"];

    /// <summary>Reads samples to learn from, and test samples where the archive has x_test and y_test too.</summary>
    /// <param name="path">The archive.</param>
    /// <param name="options">The task and the type; the rest is for tables.</param>
    /// <exception cref="DataException">An array is missing or broken, or can be meant in two ways.</exception>
    public static ArchiveSamples Read(string path, TableOptions? options = null)
    {
        options ??= new();
        ArchiveContent content = NumpyArchive.ReadAll(path);
        string features = NameIn(content, path, FeatureNames, "features");
        string labels = NameIn(content, path, LabelNames, "labels");
        var targets = ArchiveTargets.Of(content, labels, path, options);
        Dataset train = Samples(path, content, features, targets, options);
        Dataset? test = null;
        if (Find(content, ["x_test", "X_test"]) is { } others && Find(content, ["y_test", "Y_test"]) is { } answers)
            test = Samples(path, content, others, targets.Like(content, answers, path), options);
        List<string> notes =
        [
            $"arrays: {features} {content.Tensors[features].Shape} and {labels} {content.ShapeOf(labels)}" +
                (test is null ? "" : ", and those to test with"),
            targets.Describe(),
        ];
        string[] unused = [.. content.Names.Except([features, labels, "x_test", "X_test", "y_test", "Y_test"])];
        if (unused.Length > 0) notes.Add($"not used: {string.Join(", ", unused)}");
        if (HasNaN(content.Tensors[features]))
            notes.Add(options.Missing == TableMissing.Drop
                ? $"missing: {content.Tensors[features].Shape[0] - train.Count:N0} rows with NaN are left out"
                : "missing: NaN is filled with the mean of the training rows; TableOptions.Missing = Drop or " +
                    "TableOptions.Missing = Error does otherwise");
        if (train.Features.DType == DType.Float64 && options.DType == DType.Float32)
            notes.Add($"precision: {FloatRange.Note}");
        if (options.DType == DType.Float32 && FloatRange.AreLostInFloat32(train.Targets))
            notes.Add($"precision: {FloatRange.TargetNote}");
        return new(train, test, ArePixels(content.Tensors[features]), notes);
    }

    /// <summary>Reads samples to judge a model by: what it knows of its labels decides what they mean.</summary>
    /// <param name="path">The archive.</param>
    /// <param name="classes">The names of its classes, or of several labels; empty where they have none.</param>
    /// <param name="isClassification">Whether it tells classes apart.</param>
    /// <param name="isMultiLabel">Whether it gives several answers of yes or no.</param>
    /// <param name="dtype">The type of the samples.</param>
    /// <exception cref="DataException">An array is missing or broken, or a label is none of the classes.</exception>
    public static ArchiveSamples Read(
        string path, IReadOnlyList<string> classes, bool isClassification, bool isMultiLabel, DType dtype)
    {
        ArchiveContent content = NumpyArchive.ReadAll(path);
        var known = new ArchiveTargets(classes, isClassification && !isMultiLabel, isMultiLabel, dtype);
        var options = new TableOptions { DType = dtype };
        if (Find(content, ["x_test", "X_test"]) is { } others && Find(content, ["y_test", "Y_test"]) is { } answers)
        {
            Dataset test = Samples(path, content, others, known.Like(content, answers, path), options);
            return new(test, test, ArePixels(content.Tensors[others]), []);
        }
        string features = NameIn(content, path, FeatureNames, "features");
        string labels = NameIn(content, path, LabelNames, "labels");
        Dataset samples = Samples(path, content, features, known.Like(content, labels, path), options);
        return new(samples, null, ArePixels(content.Tensors[features]), []);
    }

    /// <summary>The features alone, to predict from.</summary>
    /// <exception cref="DataException">The array is missing or broken.</exception>
    public static Tensor ReadFeatures(string path)
    {
        ArchiveContent content = NumpyArchive.ReadAll(path);
        return Numbers(content, NameIn(content, path, [.. FeatureNames, "x_test", "X_test"], "features"), path);
    }

    private static Dataset Samples(
        string path, ArchiveContent content, string name, ArchiveTargets targets, TableOptions options) =>
        Samples(path, Numbers(content, name, path), name, targets, options);

    internal static Dataset Samples(
        string path, Tensor features, string name, ArchiveTargets targets, TableOptions options)
    {
        if (features.Rank > 0 && features.Shape[0] == 0)
            throw new DataException($"{path}: the array '{name}' holds no samples: save some in it.");
        bool isTable = features.Rank == 2;
        if (!ArePixels(features))
            features = features.Cast(isTable && NeedsDouble(features) ? DType.Float64 : options.DType);
        bool hasMissing = isTable && features.DType.IsFloating() && HasNaN(features);
        if (hasMissing && options.Missing == TableMissing.Error)
        {
            throw new DataException($"{path}: the array '{name}' has missing values (NaN): complete them, or set " +
                "TableOptions.Missing = Drop to leave such rows out or TableOptions.Missing = Fill to fill them in.");
        }
        var samples = new Dataset(Path.GetFileNameWithoutExtension(path), features, targets.Values)
        {
            Images = ArePixels(features) && features.Rank == 3 ? new(features.Shape[1], features.Shape[2], 1) : null,
            ClassNames = targets.ClassNames,
            IsMultiLabel = targets.IsMultiLabel,
            Preprocessing = !isTable ? new() : hasMissing ? new(new FillMissing(), new Standardize())
                : new(new Standardize()),
        }.Check();
        if (!hasMissing || options.Missing != TableMissing.Drop) return samples;
        int[] complete = [.. Enumerable.Range(0, samples.Count).Where(row => !HasNaN(features[row]))];
        return complete.Length > 0 ? samples.Subset(complete) : throw new DataException(
            $"{path}: every row of the array '{name}' has missing values (NaN): fill them in.");
    }

    private static Tensor Numbers(ArchiveContent content, string name, string path) =>
        content.Tensors.TryGetValue(name, out Tensor? tensor) ? tensor : throw new DataException(
            $"{path}: the array '{name}' holds no numbers: save it as numbers, as with a.astype('float32'), or " +
            "as a table of text.");

    // Pictures of whole numbers that fit into 8 bits.
    internal static bool ArePixels(Tensor samples) => samples is { DType: DType.Int32, Rank: > 2 }
        && !samples.AsSpan<int>().ContainsAnyExceptInRange(0, byte.MaxValue);

    // Whether a column's values are so large and so close together that float32 would make them the same.
    internal static bool NeedsDouble(Tensor features)
    {
        if (features.DType == DType.Float32 || features.Shape[0] == 0) return false;
        int width = features.Shape[1];
        ReadOnlySpan<double> values = features.Cast(DType.Float64).AsSpan<double>();
        double[] least = values[..width].ToArray(), largest = values[..width].ToArray();
        for (int i = 0; i < values.Length; i++)
        {
            least[i % width] = Math.Min(least[i % width], values[i]);
            largest[i % width] = Math.Max(largest[i % width], values[i]);
        }
        return Enumerable.Range(0, width).Any(i => FloatRange.NeedDouble(least[i], largest[i]));
    }

    private static bool HasNaN(Tensor features)
    {
        if (!features.DType.IsFloating()) return false;
        if (features.DType == DType.Float64)
        {
            foreach (double value in features.AsSpan<double>()) if (double.IsNaN(value)) return true;
            return false;
        }
        foreach (float value in features.AsSpan<float>()) if (float.IsNaN(value)) return true;
        return false;
    }

    private static string? Find(ArchiveContent content, string[] names) => Array.Find(names, content.Names.Contains);

    private static string NameIn(ArchiveContent content, string path, string[] names, string what) =>
        Find(content, names) ?? throw new DataException(
            $"{path} has no array of {what}: it holds {string.Join(", ", content.Names)}; rename one of them to " +
            $"{names[0]} or {names[1]}.");
}
