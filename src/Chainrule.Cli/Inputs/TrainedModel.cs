namespace Chainrule.Cli.Inputs;

/// <summary>A model from a run's folder, with what its table's columns were.</summary>
internal static class TrainedModel
{
    /// <summary>The model file that the command line names: a run's folder, or the file itself.</summary>
    public static string PathOf(string run)
    {
        string path = Directory.Exists(run) ? RunFolder.FileOf(run, RunFolder.ModelFileName) : run;
        return File.Exists(path) ? path : throw new DataException(
            $"There is no model at '{path}': train one with 'chainrule train DATA --out {run}'.");
    }

    public static (Model Model, TableSchema? Schema) Load(string run)
    {
        Model model = ModelFile.Load(PathOf(run));
        return (model, SchemaOf(model, run));
    }

    /// <summary>The same with where its data came from, which old runs say beside it.</summary>
    public static (Model Model, TableSchema? Schema, DataOrigin? Origin) LoadWithOrigin(string run)
    {
        string path = PathOf(run);
        Model model = ModelFile.Load(path);
        DataOrigin? origin = model.Origin ?? DataOrigin.OfOldRun(path);
        return (model, SchemaOf(model, run), origin);
    }

    private static TableSchema? SchemaOf(Model model, string run)
    {
        try
        {
            return model.Table is { } table ? TableSchema.FromJson(table) : null;
        }
        catch (DataException error)
        {
            throw new DataException($"{PathOf(run)}: {error.Message}", error);
        }
    }

    /// <summary>
    /// Features as the model takes them: a single sample becomes a batch of one, pictures become rows, and pixels of 8
    /// bits become shares of full ink as in the data sets of images.
    /// </summary>
    public static Tensor AsSamples(Model model, Tensor features, string path)
    {
        int width = model.InputShape!.Size;
        bool isOne = features.Length == width && (features.Rank == 0 || features.Shape[0] != 1 || features.Rank == 1);
        bool isMany = features.Rank > 0 && (features.Rank > 1 || width == 1)
            && features.Length == features.Shape[0] * (long)width;
        if (!isOne && !isMany)
        {
            throw new ShapeException(
                $"{path}: an array of shape {features.Shape} does not fit the model, which takes {width} features: " +
                $"use one sample per row, (m, {width}).");
        }
        return Functions.Reshape(features, [features.Length / width, width]);
    }
}
