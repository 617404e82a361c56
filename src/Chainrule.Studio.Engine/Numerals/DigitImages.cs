namespace Chainrule.Studio.Numerals;

/// <summary>The images to learn from and to judge by, as they come in from the page.</summary>
internal sealed class DigitImages
{
    public const int Side = 28, Size = Side * Side, Classes = 10, MaxCount = 80_000;

    private readonly List<byte> pixels = [], labels = [];

    /// <summary>The data to train on; null until all parts are there.</summary>
    public Dataset? Train { get; private set; }

    /// <summary>The data to judge by.</summary>
    public Dataset? Held { get; private set; }

    /// <summary>Adds a part.</summary>
    /// <exception cref="ChainruleException">The part is damaged or too large.</exception>
    public DigitsCounts Add(DigitsPart part)
    {
        if (part.Images.Length != part.Labels.Length * Size)
            throw new ChainruleException(
                $"{part.Labels.Length} labels do not fit {part.Images.Length} pixels of {Side} × {Side} each: open " +
                "an IDX file of images and one of as many labels.");
        if (labels.Count + part.Labels.Length > MaxCount)
            throw new ChainruleException($"More than {MaxCount} images are too many for the page: open fewer.");
        if (Array.FindIndex(part.Labels, label => label >= Classes) is >= 0 and int wrong)
            throw new ChainruleException(
                $"Label {labels.Count + wrong} is {part.Labels[wrong]}: digits have labels from 0 to {Classes - 1}.");
        pixels.AddRange(part.Images);
        labels.AddRange(part.Labels);
        if (part.Held <= 0) return new(labels.Count, 0);
        int train = labels.Count - part.Held;
        if (train < 1) throw new ChainruleException("No images are left to train on: open more of them.");
        (Train, Held) = (Slice(0, train), Slice(train, labels.Count));
        pixels.Clear();
        labels.Clear();
        return new(Train.Count, Held.Count);
    }

    private Dataset Slice(int from, int to)
    {
        var values = new float[(to - from) * Size];
        for (int i = 0, at = from * Size; i < values.Length; i++) values[i] = pixels[at + i] * (1f / 255);
        var classes = new int[to - from];
        for (int i = 0; i < classes.Length; i++) classes[i] = labels[from + i];
        return new("digits", Tensor.FromArray(values, [to - from, Size]), Tensor.FromArray(classes));
    }
}
