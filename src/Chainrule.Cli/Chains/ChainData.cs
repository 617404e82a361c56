using Chainrule.Cli.Inputs;
using Chainrule.Language;

namespace Chainrule.Cli.Chains;

/// <summary>What a program's inputs are fed with: to train, and to judge by where the data have such a part.</summary>
internal sealed record ChainData(ChainRows Train, ChainRows? Test)
{
    public TransformPipeline Preparation { get; private init; } = new();

    public IReadOnlyList<string> ClassNames { get; private init; } = [];

    public CsvSchema? Schema { get; private init; }

    public static bool IsArchive(string data) => data.EndsWith(".npz", StringComparison.OrdinalIgnoreCase) && File.Exists(data);

    public static ChainData Load(ChainProgram program, TrainingRequest request)
    {
        Dictionary<string, string> bindings = request.Bindings ?? [];
        foreach (string name in bindings.Keys)
        {
            if (program.Inputs.Any(input => input.Name == name)) continue;
            throw new ChainruleException($"--bind {name}: {program.File} has no such input: it has " +
                $"{string.Join(", ", program.Inputs.Select(input => input.Name))}.");
        }
        if (IsArchive(request.Data))
        {
            IReadOnlyDictionary<string, Tensor> arrays = NumpyFile.ReadArchive(request.Data);
            return new(Bind(program, arrays, bindings, request.Data), null);
        }
        DataSource source = DataSource.Load(request.Source);
        Dataset train = request.Take is { } count ? source.Train.Take(count) : source.Train;
        TransformPipeline preparation = request.Binarise ? new(new Binarise(0))
            : source.Schema is not null ? new(new Standardise()) : new();
        train = preparation.Fit(train);
        Dataset test = preparation.Apply(source.Test);
        return new(Bind(program, Arrays(train), bindings, request.Data), Bind(program, Arrays(test), bindings, request.Data))
        {
            Preparation = preparation,
            ClassNames = train.ClassNames,
            Schema = source.Schema,
        };
    }

    /// <summary>The parts of a data set by the roles that a program gives its inputs.</summary>
    public static Dictionary<string, Tensor> Arrays(Dataset data) => new()
    {
        ["features"] = data.Features,
        [data.IsClassification ? "labels" : "targets"] = data.Targets,
    };

    /// <summary>Finds the array of every input: as the command line says, by its name, or by its role.</summary>
    public static ChainRows Bind(
        ChainProgram program, IReadOnlyDictionary<string, Tensor> arrays, Dictionary<string, string> bindings, string data)
    {
        var bound = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        foreach (ChainDeclaration input in program.Inputs)
        {
            string? source = bindings.GetValueOrDefault(input.Name) ?? (arrays.ContainsKey(input.Name) ? input.Name : input.Role);
            if (source is null)
            {
                throw new ChainruleException(
                    $"Nothing says what the input {input.Name} of {program.File} is fed with: write `input {input.Name}[…] : features`, " +
                    $"or --bind {input.Name}=NAME with one of {string.Join(", ", arrays.Keys)}.");
            }
            bound[input.Name] = arrays.GetValueOrDefault(source) ?? OneHot(arrays, source) ?? throw new DataException(
                $"{data} has no '{source}' for the input {input.Name} of {program.File}: it has {string.Join(", ", arrays.Keys)}.");
        }
        return new ChainRows(program, bound);
    }

    // Targets of classes are their one-hot rows.
    private static Tensor? OneHot(IReadOnlyDictionary<string, Tensor> arrays, string source)
    {
        if (source != "targets" || !arrays.TryGetValue("labels", out Tensor? labels)) return null;
        return Functions.OneHot(labels, 1 + (int)Functions.Max(labels.Cast(DType.Float64)).Item());
    }
}
