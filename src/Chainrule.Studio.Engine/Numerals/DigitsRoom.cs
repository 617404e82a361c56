namespace Chainrule.Studio.Numerals;

/// <summary>Trains one network at a time on digits, and answers what is drawn.</summary>
internal sealed class DigitsRoom
{
    private DigitImages images = new(), coming = new();
    private DigitsTraining? training;
    private DigitsObserver? observer;

    private DigitsTraining Training =>
        training ?? throw new ChainruleException("Nothing is being trained: start again.");

    private DigitsObserver Observer =>
        observer ?? throw new ChainruleException("There is no network yet: start again.");

    /// <summary>Takes a part of the data, which replaces the data before once it is whole.</summary>
    public DigitsCounts Add(DigitsPart part)
    {
        if (part.IsFirst) coming = new();
        DigitsCounts counts = coming.Add(part);
        if (coming.Train is not null) images = coming;
        return counts;
    }

    /// <summary>Begins a training in place of the one before.</summary>
    public DigitsState Start(DigitsStart start)
    {
        if (images is not { Train: { } train, Held: { } held })
            throw new ChainruleException("There are no digits to learn from: open some.");
        training = new(start, train, held);
        observer = new(training.Network);
        return training.Run(new(0, 0, 1));
    }

    /// <summary>Goes on with it.</summary>
    public DigitsState Run(DigitsRun run) => Training.Run(run);

    /// <summary>Answers an image.</summary>
    public DigitsSeen Look(DigitsLook look) => Observer.Look(look);

    /// <summary>The weights of the first layer.</summary>
    public DigitsUnits Units() => Observer.Units();

    /// <summary>The next held-out image after a place, of a class if one is given.</summary>
    public DigitsSample Sample(DigitsSampleOf asked)
    {
        Dataset held = images.Held ?? throw new ChainruleException("There are no digits yet: open some.");
        int[] labels = held.Targets.ToArray<int>();
        for (int i = 0; i < labels.Length; i++)
        {
            int at = (int)(((long)Math.Max(asked.After, 0) + i) % labels.Length);
            if (asked.Label is { } label && labels[at] != label) continue;
            ReadOnlySpan<float> image = held.Features.AsSpan<float>().Slice(at * DigitImages.Size, DigitImages.Size);
            var pixels = new byte[DigitImages.Size];
            for (int p = 0; p < pixels.Length; p++) pixels[p] = (byte)((255 * image[p]) + 0.5f);
            return new(pixels, labels[at]);
        }
        throw new ChainruleException($"There is no held-out {asked.Label}.");
    }

    /// <summary>The model as a file.</summary>
    public DigitsModel Save() =>
        new("digits.safetensors", ModelBytes.Of(Training.Network.Model, includeTrainingState: false));
}
