namespace Chainrule.Data;

/// <summary>Images that stay in their files.</summary>
/// <param name="like">What is the same of all samples.</param>
/// <param name="form">The form of the images.</param>
/// <param name="files">The file of each.</param>
/// <param name="labels">Its class.</param>
/// <param name="seed">Determines the order in which stretches of them are read.</param>
/// <param name="isInOrder">Whether they are read in the order of the files instead.</param>
internal sealed class ImageRows(
    Dataset like, ImageForm form, string[] files, int[] labels, long seed, bool isInOrder = false)
    : StretchedRows(seed, isInOrder)
{
    private readonly long seed = seed;

    public override string Name => like.Name;

    public override long? Count => files.Length;

    protected override long MostInStretch => ImageFolder.ImagesAtOnce;

    internal override StreamedDataset InOrder() =>
        new ImageRows(like, form, files, labels, seed, isInOrder: true) { BufferSize = BufferSize };

    internal override IEnumerable<(Dataset Part, long First)> ReadNumbered(int epoch)
    {
        foreach ((long place, int count) in Stretches(epoch))
        {
            int first = (int)place;
            Tensor pixels = ImageFile.Read(form, files[first..(first + count)]).Cast(DType.Float32);
            yield return (
                like with { Features = pixels, Targets = Tensor.FromSpan<int>(labels.AsSpan(first, count), [count]) },
                first);
        }
    }
}
