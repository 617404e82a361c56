using Chainrule.Cli.Inputs;

namespace Chainrule.Cli.Chains;

/// <summary>The arrays for the inputs of a program: to train, and to test where the data have such a part.</summary>
internal sealed record ChainData(ChainRows Train, ChainRows? Test)
{
    public TransformPipeline Preprocessing { get; private init; } = new();

    public IReadOnlyList<string> ClassNames { get; private init; } = [];

    public TableSchema? Schema { get; private init; }

    public ImageForm? Images { get; private init; }

    /// <summary>Where the samples come from.</summary>
    public required DataOrigin Origin { get; init; }

    public static bool IsArchive(string data) => data.EndsWith(".npz", StringComparison.OrdinalIgnoreCase)
        && File.Exists(data);

    /// <summary>The arrays of an archive, from which a Python file takes shapes; nothing for other data.</summary>
    public static IReadOnlyDictionary<string, Tensor>? ShapesOf(string data) =>
        IsArchive(data) ? NumpyFile.ReadNumbers(data) : null;

    public static ChainData Load(ChainProgram program, TrainingRequest request)
    {
        Dictionary<string, string> bindings = request.Bindings ?? [];
        if (IsArchive(request.Data))
        {
            IReadOnlyDictionary<string, Tensor> arrays = NumpyFile.ReadNumbers(request.Data);
            RequireNoDataSetOptions(request);
            var rows = ChainRows.Bind(program, arrays, bindings, request.Data);
            return new(rows, null)
            {
                Origin = new(
                    Path.GetFileNameWithoutExtension(request.Data), DataOrigin.ChecksumOf(request.Data), rows.Count, 0,
                    SplitMethod.Automatic, request.Seed),
            };
        }
        DataSource source = DataSource.Load(request.Source);
        Dataset train = source.Train;
        TransformPipeline preprocessing = source.Preprocessing(request.Binarize);
        train = preprocessing.Fit(train);
        Dataset test = preprocessing.Apply(source.Test);
        ChainRows Rows(Dataset data) => ChainRows.Bind(program, data, bindings, request.Data);
        return new(Rows(train), Rows(test))
        {
            Preprocessing = preprocessing,
            ClassNames = train.ClassNames,
            Schema = source.Schema,
            Images = source.Train.Images,
            Origin = source.Origin,
        };
    }

    // The arrays of an archive are used as they are.
    private static void RequireNoDataSetOptions(TrainingRequest request)
    {
        string? option = request.Binarize ? "--binarize" : request.Take is not null ? "--take"
            : request.LabelFile is not null ? "--labels"
            : request.TableWords.Count > 0 ? request.TableWords[0].Option : null;
        if (option is not null)
            throw new ChainruleException(
                $"{option} cannot be combined with --model and an .npz archive, whose arrays are used as they are.");
    }
}
