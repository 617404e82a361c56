using Chainrule.Kernels;

namespace Chainrule;

/// <summary>The training of a model.</summary>
internal abstract class ModelTask : TrainingTask
{
    private const int ValidationBatch = 256;

    private Predictor? validation;
    private bool isOfClasses;

    protected ModelTask(Model model, TrainingOptions options, bool preprocessed)
    {
        (Model, Options, IsPreprocessed) = (model, options, preprocessed);
        Workers = Model.Threads(options.Threads);
    }

    public override IReadOnlyList<LayerParameter> Parameters => Model.Parameters;

    public override string Name => "The network";

    public override string CostName => "The loss";

    public override string Metric => Labels is not null ? "accuracy" : Model.Loss is MeanSquaredError ? "mse" : "loss";

    public override bool IsMean => Model.Loss!.IsMean;

    public override NDArray? Labels => Source.Labels;

    public override bool HasValidation => validation is not null;

    /// <summary>The samples that graphs read.</summary>
    public SampleSource Source { get; protected set; } = null!;

    protected Model Model { get; }

    protected TrainingOptions Options { get; }

    protected bool IsPreprocessed { get; }

    protected Workers Workers { get; }

    // Each batch size has its own context, so that the n-th dropout draws the same numbers in all of them.
    public override BatchGraph GraphFor(int count, Workers workers) =>
        BatchGraph.Of(Model, Source, count, new ForwardContext(training: true, Options.Seed), workers, Deformation);

    public override EvaluationReport Validate() => validation!.Evaluate(Options.ValidationMetrics);

    public override void Save(string path, TrainingState state, TrainingHistory history)
    {
        (TrainingState? before, TrainingRecord? record) = (Model.TrainingState, Model.Training);
        try
        {
            Model.TrainingState = state;
            if (history.Epochs.Count > 0) Model.Training = Record(history);
            Model.Save(path);
        }
        finally
        {
            (Model.TrainingState, Model.Training) = (before, record);
        }
    }

    /// <summary>What the model keeps of the training.</summary>
    public abstract TrainingRecord Record(TrainingHistory history);

    // How the images of each batch are deformed; null for not at all.
    protected ImageDeformation? Deformation { get; private set; }

    /// <summary>Gives the model what the data say that it lacks, and checks that they fit together.</summary>
    /// <param name="data">The samples, or some of them.</param>
    protected void Adopt(Dataset data)
    {
        Model.Adopt(data, IsPreprocessed);
        isOfClasses = data.IsClassification || Model.Loss is SoftmaxCrossEntropy or SigmoidCrossEntropy;
        if (Model.TargetScaling is not null && isOfClasses)
            throw new ChainruleException(
                $"TargetScaling is for values, and '{data.Name}' is trained as classes: set it to null.");
        if (!isOfClasses && Model.DType == DType.Float32 && FloatRange.AreLostInFloat32(data.Targets))
        {
            throw new DataException(
                $"The targets of '{data.Name}' are so large and so close together that float32 does not tell them " +
                $"apart: set Model.DType = {nameof(DType.Float64)}, or take a number that is near them all away.");
        }
        if (Options.BatchSize < Model.Network.MinBatchSize)
        {
            throw new ChainruleException(
                $"The network normalizes over the batch, which needs at least {Model.Network.MinBatchSize} samples: " +
                $"raise the batch size of {Options.BatchSize}.");
        }
        Deformation = Options.Augmentation?.For(ImagesOf(data), Options.Seed);
    }

    public override string Scaling => AreUnscaledValues
        ? "scale the features and the targets (Model.TargetScaling)" : base.Scaling;

    /// <summary>Whether the targets are values as they stand in the data.</summary>
    protected bool AreUnscaledValues => Model.TargetScaling is null && !isOfClasses;

    /// <summary>Sets the validation samples; null for none.</summary>
    protected void ValidateOn(SampleSource? others)
    {
        if (others is null) return;
        others.Require(Options.ValidationMetrics, Model.OutputShape!.Size);
        validation = new Predictor(Model, others, ValidationBatch, Workers);
    }

    private ImageForm ImagesOf(Dataset data)
    {
        ImageForm? form = ImageForm.Of(data.Features.Shape) ?? Model.Images;
        return form is not null && form.Shape.Size == Model.PreparedShape!.Size ? form : throw new ChainruleException(
            $"TrainingOptions.Augmentation deforms images, and '{data.Name}' has samples of shape " +
            $"{data.Features.Shape.Without(0)}: give them as (m, height, width) or set Dataset.Images, or set it " +
            "to null.");
    }
}
