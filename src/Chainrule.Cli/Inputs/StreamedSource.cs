namespace Chainrule.Cli.Inputs;

/// <summary>Data that are read as they are needed.</summary>
/// <param name="Train">The samples to train on.</param>
/// <param name="Test">Those to test with; null for none.</param>
/// <param name="First">The first of them, and what is known of all.</param>
internal sealed record StreamedSource(StreamedDataset Train, StreamedDataset? Test, DataSource First)
{
    private const int FirstSamples = 1000;

    /// <summary>Opens data.</summary>
    /// <param name="request">Where they are.</param>
    /// <param name="buffer">How many samples are held in memory.</param>
    public static StreamedSource Open(DataSource.Request request, int buffer)
    {
        StreamedSamples.RequireFile(request);
        TableOptions options = request.Table with { DType = request.DType };
        if (DataSource.FolderOfImages(request) is { } folder)
        {
            StreamedArrays pictures = folder.Stream(request.Images, buffer, request.Seed);
            if (folder.Parts().Test is { } held && request.TestFile is null)
                request = request with { TestFile = held.FolderPath };
            return Split(pictures.Samples, null, DataSource.Checksum(request), request,
                (file, first) => new ImageFolder(file).Stream(first.Images!, first.ClassNames), Pictures(pictures));
        }
        DataSource.RequireNoImageOptions(request);
        if (DataSource.IsTable(request.Data))
        {
            StreamedTable table = TableFile.Stream(request.Data, options, buffer, tell: DataSource.Tell);
            return Split(table.Samples, table.Schema, DataOrigin.ChecksumOf(request.Data), request,
                (file, _) => TableFile.Stream(file, table.Schema, DataSource.Tell),
                first => first with
                {
                    IsTabular = true,
                    Reading = table.Reading,
                    Understood = [.. table.Reading.Lines()],
                });
        }
        if (DataSource.Pairs(request) is not { } pairs)
            throw DataSource.NotStreamed(request.Data);
        StreamedArrays images = pairs.Train.Stream(options, buffer, request.Seed);
        if (pairs.Test is { } test && request.TestFile is null) request = request with { TestFile = test.Images };
        return Split(images.Samples, null, pairs.Train.Checksum, request,
            (file, first) => IdxPair.OfImages(file).Stream(first.ClassNames, first.IsClassification),
            Pictures(images));

        static Func<DataSource, DataSource> Pictures(StreamedArrays of) => first => first with
        {
            Pixels = of.HasPixels ? new Scale(1.0 / byte.MaxValue) : null,
            IsTabular = first.Train.Features.Rank == 2,
            Understood = of.Notes,
        };
    }

    private static StreamedSource Split(
        StreamedDataset all, TableSchema? schema, string checksum, DataSource.Request request,
        Func<string, Dataset, StreamedDataset> open, Func<DataSource, DataSource> complete)
    {
        long count = all.CountAll();
        (StreamedDataset train, StreamedDataset? test) = (all, null);
        if (request.TestFile is null && request.TestShare > 0)
        {
            (train, test) = all.HoldOut(request.TestShare, request.Seed);
            // Of very few samples none can be spared.
            if (train.CountAll() == 0 || test.CountAll() == 0) (train, test) = (all, null);
        }
        double heldOut = test is null ? 0 : request.TestShare;
        Dataset few = train.First(FirstSamples);
        if (request.TestFile is { } file) test = open(file, few);
        var origin = new DataOrigin(
            all.Name, checksum, checked((int)count), heldOut, SplitMethod.Independent,
            request.Seed);
        DataSource first = complete(new(few, few, schema) { Origin = origin, HasTest = test is not null });
        return new(train, test, first);
    }
}
