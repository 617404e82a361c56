namespace Chainrule.Cli.Inputs;

/// <summary>What a trained model knows of its labels.</summary>
/// <param name="ClassNames">The names of its classes, or of several labels; empty where they have none.</param>
/// <param name="IsClassification">Whether it tells classes apart.</param>
/// <param name="IsMultiLabel">Whether it gives several answers of yes or no.</param>
internal sealed record KnownLabels(IReadOnlyList<string> ClassNames, bool IsClassification, bool IsMultiLabel)
{
    public static KnownLabels Of(Model model)
    {
        bool isMultiLabel = model.Loss is SigmoidCrossEntropy && model.OutputShape?.Size > 1;
        return new(model.ClassNames, !isMultiLabel
            && (model.ClassNames.Count > 0 || model.Loss is SoftmaxCrossEntropy or SigmoidCrossEntropy), isMultiLabel)
        {
            Preprocessing = model.Preprocessing,
            Images = model.Images,
        };
    }

    /// <summary>The form of the images that the model takes; null where it takes other samples.</summary>
    public ImageForm? Images { get; init; }

    /// <summary>What the model does to raw samples.</summary>
    public TransformPipeline Preprocessing { get; init; } = new();

    /// <summary>
    /// Scales pixels for a model that learned from shares of full ink and scales integers only: samples to judge it by
    /// are floating-point numbers, whatever their file holds.
    /// </summary>
    public ArchiveSamples Scale(ArchiveSamples archive) => !archive.HasPixels ? archive : archive with
    {
        Train = Times(archive.Train),
        Test = archive.Test is { } test ? Times(test) : null,
    };

    /// <summary>The same for some samples, which are pictures if they say their form.</summary>
    public Dataset Scaled(Dataset samples) => samples.Images is null ? samples : Times(samples);

    private Dataset Times(Dataset samples) => Preprocessing is [ScaleIntegers scaling, ..]
        ? samples with { Features = samples.Features * scaling.Factor } : samples;
}
