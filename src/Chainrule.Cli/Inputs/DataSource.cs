namespace Chainrule.Cli.Inputs;

/// <summary>
/// Data for a command: samples to train on and others to judge by, and how a table's columns became features.
/// </summary>
internal sealed record DataSource(Dataset Train, Dataset Test, CsvSchema? Schema)
{
    private const double TestShare = 0.2;

    /// <summary>Where data come from, as the command line says.</summary>
    internal sealed record Request(
        string Data, string? DataDirectory, string? Label, string? Task, DType DType, long Seed);

    public static DataSource Load(Request request)
    {
        if (DataSets.List().Any(set => set.Name == request.Data))
        {
            (Dataset train, Dataset test) = DataSets.Load(request.Data, Options(request));
            return new(train, test, null);
        }
        RequireFile(request.Data);
        if (IsTable(request.Data))
        {
            CsvTable table = CsvFile.ReadWithSchema(request.Data, new CsvOptions
            {
                Label = request.Label ?? "-1",
                Task = TaskOf(request.Task),
                DType = request.DType,
            });
            return Split(table.Data, request.Seed, table.Schema);
        }
        ArchiveFile archive = Archive(request);
        return archive.Test is { } held ? new(archive.Train, held, null) : Split(archive.Train, request.Seed, null);
    }

    /// <summary>
    /// All samples of a file, or the test samples of a named data set: what a trained model is judged by.
    /// </summary>
    public static Dataset LoadForEvaluation(Request request, CsvSchema? schema)
    {
        if (DataSets.List().Any(set => set.Name == request.Data))
            return DataSets.Load(request.Data, Options(request)).Test;
        RequireFile(request.Data);
        if (!IsTable(request.Data))
        {
            ArchiveFile archive = Archive(request);
            return archive.Test ?? archive.Train;
        }
        return schema is not null ? CsvFile.Read(request.Data, schema) : CsvFile.Read(request.Data, new CsvOptions
        {
            Label = request.Label ?? "-1",
            Task = TaskOf(request.Task),
            DType = request.DType,
        });
    }

    /// <summary>Features only: what a trained model predicts from.</summary>
    public static Tensor LoadFeatures(Request request, CsvSchema? schema)
    {
        if (DataSets.List().Any(set => set.Name == request.Data))
            return DataSets.Load(request.Data, Options(request)).Test.Features;
        RequireFile(request.Data);
        if (IsTable(request.Data))
        {
            return schema is not null ? CsvFile.ReadFeatures(request.Data, schema) : throw new DataException(
                $"{request.Data} is a table, but the model was not trained on one: give an .npy file of shape (m, " +
                    $"features).");
        }
        return Extension(request.Data) switch
        {
            ".npy" => NumpyFile.Read(request.Data),
            ".npz" => ArchiveFile.ReadFeatures(request.Data),
            _ => IdxFile.ReadImages(request.Data),
        };
    }

    private static ArchiveFile Archive(Request request) => Extension(request.Data) == ".npz"
        ? ArchiveFile.Read(request.Data, request.DType, request.Task)
        : throw new DataException(
            $"{request.Data} is no data set: give a name " +
                $"({string.Join(", ", DataSets.List().Select(set => set.Name))}), " +
            "a .csv table, or an .npz archive with the arrays features and labels.");

    private static DataSource Split(Dataset data, long seed, CsvSchema? schema)
    {
        Dataset[] parts = data.IsClassification
            ? data.SplitStratified(seed, 1 - TestShare, TestShare)
            : data.Shuffle(seed).Split(1 - TestShare, TestShare);
        return new(parts[0], parts[1], schema);
    }

    private static DataSetOptions Options(Request request) => new()
    {
        DataDirectory = request.DataDirectory,
        Precision = request.DType,
        Seed = request.Seed,
        Progress = progress => Console.Error.Write(
            $"\r{progress.File}: {progress.Received / 1e6:F1} of {progress.Total / 1e6:F1} MB from " +
                $"{progress.Mirror.Host}  "),
    };

    private static void RequireFile(string path)
    {
        if (File.Exists(path)) return;
        throw new DataException(
            $"There is no file '{path}' and no data set of that name: the built-in ones are " +
            $"{string.Join(", ", DataSets.List().Select(set => set.Name))}.");
    }

    private static CsvTask TaskOf(string? task) => task switch
    {
        "classification" => CsvTask.Classification,
        "regression" => CsvTask.Regression,
        _ => CsvTask.Automatic,
    };

    private static bool IsTable(string path) => Extension(path) is ".csv" or ".tsv" or ".txt";

    private static string Extension(string path) => Path.GetExtension(path).ToLowerInvariant();
}
