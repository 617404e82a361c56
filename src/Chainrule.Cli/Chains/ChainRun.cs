using Chainrule.Cli.Inputs;
using Chainrule.Language;

namespace Chainrule.Cli.Chains;

/// <summary>The trained program of a run, with the schema of the table that it was trained on.</summary>
internal sealed record ChainRun(TrainedChain Trained, TableSchema? Schema)
{
    /// <summary>Reads a trained program; null when the file holds a model of layers.</summary>
    public static ChainRun? TryLoad(string run)
    {
        string path = TrainedModel.PathOf(run);
        if (!TrainedChain.IsIn(path)) return null;
        var trained = TrainedChain.Load(path);
        try
        {
            return new(trained, trained.Table is { } table ? TableSchema.FromJson(table) : null);
        }
        catch (DataException error)
        {
            throw new DataException($"{path}: {error.Message}", error);
        }
    }

    /// <summary>Says that a program takes all samples at once.</summary>
    public static ChainruleException NotStreamed(string run) => new(
        $"{run} holds a trained .chain file, which takes all samples at once: leave --stream out, or give it " +
        "parts of the file.");

    /// <summary>
    /// The program on the samples to evaluate it with: those of a data set, or arrays by their names.
    /// </summary>
    public (ChainModel Model, Dataset? Samples, int[]? Rows, JudgedBy By) Apply(
        DataSource.Request request, DataOrigin? origin, bool all)
    {
        if (ChainData.IsArchive(request.Data))
        {
            return (Trained.Apply(NumpyFile.ReadNumbers(request.Data), request.Data), null, null,
                origin is not null && origin.IsFile(request.Data) ? JudgedBy.TrainedOnToo : JudgedBy.Others);
        }
        (Dataset samples, int[]? rows, JudgedBy by) = DataSource.LoadForEvaluation(
            request, Schema, origin, all, new(Trained.ClassNames, Trained.ClassNames.Count > 0, false)
            {
                Preprocessing = Trained.Preprocessing,
                Images = Trained.Images,
            });
        return (Trained.Apply(samples), samples, rows, by);
    }

    /// <summary>
    /// What the program gives for a file: arrays by the names of several inputs, or the samples of the only one that
    /// the output needs.
    /// </summary>
    public Tensor Predict(DataSource.Request request, IReadOnlyDictionary<string, string> files)
    {
        var arrays = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        if (ChainData.IsArchive(request.Data))
            foreach ((string name, Tensor array) in NumpyFile.ReadNumbers(request.Data)) arrays[name] = array;
        foreach ((string name, string file) in files) arrays[name] = NumpyFile.Read(file);
        HashSet<string> known =
        [
            .. Trained.Program.Inputs.Select(input => input.Name), .. Trained.Bindings.Values,
            .. Trained.Program.Inputs.Select(input => input.Role).OfType<string>(),
        ];
        if (files.Keys.FirstOrDefault(name => !known.Contains(name)) is { } unknown)
            throw new ChainruleException(
                $"--input {unknown}: {Trained.Program.File} has no such input; its inputs are " +
                $"{string.Join(", ", Trained.Program.Inputs.Select(input => input.Name))}.");
        if (arrays.Keys.Any(known.Contains)) return Trained.Predict(WithFeatures(arrays, request));
        return Trained.Predict(DataSource.LoadFeatures(request, Schema, Trained.Images));
    }

    /// <summary>Whether these outputs are to be the samples themselves, as those of an autoencoder.</summary>
    public bool Reconstructs(Tensor outputs) => Trained.Program.Inputs.Count == 1 && outputs.Rank == 2
        && outputs.Shape[1] > 1;

    // A file of samples goes with inputs that have files of their own.
    private Dictionary<string, Tensor> WithFeatures(Dictionary<string, Tensor> arrays, DataSource.Request request)
    {
        if (!ChainData.IsArchive(request.Data))
            arrays.TryAdd("features", DataSource.LoadFeatures(request, Schema, Trained.Images));
        return arrays;
    }
}
