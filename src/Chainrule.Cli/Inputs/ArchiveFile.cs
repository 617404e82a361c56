namespace Chainrule.Cli.Inputs;

/// <summary>The samples of an .npz archive, found by the names that its arrays usually have.</summary>
internal sealed record ArchiveFile(Dataset Train, Dataset? Test, bool HasPixels)
{
    private static readonly string[] FeatureNames = ["features", "X", "x", "x_train", "X_train", "images"];
    private static readonly string[] LabelNames = ["labels", "y", "Y", "y_train", "targets"];

    /// <summary>Reads samples, and test samples where the archive has x_test and y_test too.</summary>
    public static ArchiveFile Read(string path, DType dtype, TableTask task)
    {
        IReadOnlyDictionary<string, Tensor> arrays = NumpyFile.ReadArchive(path);
        string name = Path.GetFileNameWithoutExtension(path);
        Tensor samples = Named(arrays, path, FeatureNames, "features");
        Dataset train = Samples(name, samples, Named(arrays, path, LabelNames, "labels"), dtype, task);
        Tensor? features = Find(arrays, ["x_test", "X_test"]), labels = Find(arrays, ["y_test"]);
        return new(
            train, features is null || labels is null ? null : Samples(name, features, labels, dtype, task),
            ArePixels(samples));
    }

    public static Tensor ReadFeatures(string path) =>
        Named(NumpyFile.ReadArchive(path), path, FeatureNames, "features");

    private static Dataset Samples(string name, Tensor features, Tensor labels, DType dtype, TableTask task)
    {
        bool classes = task == TableTask.Automatic ? labels.DType == DType.Int32 : task == TableTask.Classification;
        if (classes) labels = labels.Cast(DType.Int32);
        else labels = Functions.Reshape(labels.Cast(dtype), labels.Rank == 1 ? [labels.Length, 1] : labels.Shape);
        return new Dataset(name, features.Cast(dtype), labels).Check();
    }

    // Pictures of whole numbers that fit into 8 bits.
    private static bool ArePixels(Tensor samples) => samples is { DType: DType.Int32, Rank: > 2 }
        && !samples.AsSpan<int>().ContainsAnyExceptInRange(0, byte.MaxValue);

    private static Tensor? Find(IReadOnlyDictionary<string, Tensor> arrays, string[] names) =>
        names.Where(arrays.ContainsKey).Select(name => arrays[name]).FirstOrDefault();

    private static Tensor Named(IReadOnlyDictionary<string, Tensor> arrays, string path, string[] names, string what) =>
        Find(arrays, names) ?? throw new DataException(
            $"{path} has no array of {what}: it holds {string.Join(", ", arrays.Keys)}; rename one of " +
                $"them to {names[0]} or {names[1]}.");
}
