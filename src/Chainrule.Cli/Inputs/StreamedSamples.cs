namespace Chainrule.Cli.Inputs;

/// <summary>Samples that a trained model is applied to as they are read, for files larger than memory.</summary>
internal static class StreamedSamples
{
    private const int ImagesAtOnce = 256;

    /// <summary>What a trained model is judged by: see <see cref="DataSource.LoadForEvaluation"/>.</summary>
    /// <param name="request">The data; the seed is that of the training.</param>
    /// <param name="schema">The columns of the table that was trained on.</param>
    /// <param name="origin">The file that was trained on.</param>
    /// <param name="all">Whether all samples of the training's file are wanted, held out or not.</param>
    /// <param name="known">What the model knows of its labels.</param>
    /// <param name="buffer">How many samples are held in memory.</param>
    public static (StreamedDataset Samples, JudgedBy By) ToJudge(
        DataSource.Request request, TableSchema? schema, DataOrigin? origin, bool all, KnownLabels known, int buffer)
    {
        RequireFile(request);
        if (DataSource.IsTable(request.Data))
        {
            if (schema is null) throw new DataException(
                $"{request.Data} is a table, but the model was not trained on one: leave --stream out.");
            return Part(TableFile.Stream(request.Data, schema, DataSource.Tell));
        }
        if (DataSource.FolderOfImages(request) is { } folder)
        {
            StreamedDataset images = folder
                .Stream(DataSource.FormFor(request.Data, known.Images), known.ClassNames, buffer, request.Seed)
                .Select(known.Scaled);
            return folder.Parts().Test is null ? Part(images) : (images, JudgedBy.Others);
        }
        if (DataSource.Pairs(request) is not { } pairs) throw DataSource.NotStreamed(request.Data);
        StreamedDataset samples = (pairs.Test ?? pairs.Train)
            .Stream(known.ClassNames, known.IsClassification, buffer, request.Seed).Select(known.Scaled);
        return pairs.Test is null ? Part(samples) : (samples, JudgedBy.Others);

        (StreamedDataset Samples, JudgedBy By) Part(StreamedDataset samples) =>
            origin is null || !DataSource.IsOrigin(origin, request) ? (samples, JudgedBy.Others)
            : all || origin.Split(samples) is not { } parts ? (samples, JudgedBy.TrainedOnToo)
            : (parts.Test, JudgedBy.HeldOut);
    }

    /// <summary>Features only, some samples at a time: see <see cref="DataSource.LoadFeatures"/>.</summary>
    /// <param name="request">The data.</param>
    /// <param name="schema">The columns of the table that was trained on.</param>
    /// <param name="form">The form of the images that the model takes; null where it takes other samples.</param>
    public static IEnumerable<Tensor> ToPredict(DataSource.Request request, TableSchema? schema, ImageForm? form)
    {
        RequireFile(request);
        if (DataSource.ImagesIn(request.Data) is { } images)
        {
            ImageForm wanted = DataSource.FormFor(request.Data, form);
            return images.Chunk(ImagesAtOnce).Select(some => ImageFile.Read(wanted, some));
        }
        bool isTable = DataSource.IsTable(request.Data);
        return isTable && schema is not null ? TableFile.StreamFeatures(request.Data, schema, DataSource.Tell)
            : isTable || Directory.Exists(request.Data)
                || Path.GetExtension(request.Data).Equals(".npz", StringComparison.OrdinalIgnoreCase)
                ? throw DataSource.NotStreamed(request.Data)
            : ArrayFile.ReadParts(request.Data);
    }

    /// <summary>Sees that the data are in a file.</summary>
    public static void RequireFile(DataSource.Request request)
    {
        if (Dataset.BuiltIn.Any(set => set.Name == request.Data))
            throw new ChainruleException(
                $"--stream is for files, and {request.Data} is in memory: leave it out.");
        DataSource.RequireFile(request);
    }
}
