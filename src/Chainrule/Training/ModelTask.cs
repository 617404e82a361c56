using Chainrule.Kernels;

namespace Chainrule;

/// <summary>The training of a model on a data set.</summary>
internal sealed class ModelTask : TrainingTask
{
    private const int CostSamples = 64, ValidationBatch = 256;

    private readonly Model model;
    private readonly Dataset training;
    private readonly SampleSource source;
    private readonly Predictor? validation;
    private readonly Workers workers;
    private readonly long seed;
    private readonly bool preprocessed;
    private readonly TrainingOptions options;
    private readonly Dataset data;
    private readonly ImageDeformation? deformation;
    private Predictor? few;   // on a subset of the samples

    public ModelTask(Model model, Dataset data, TrainingOptions options, bool preprocessed)
    {
        if (!preprocessed && model.Preprocessing.Count == 0) model.Preprocessing = data.Preprocessing.Copy();
        bool takesMissing = !preprocessed && model.Preprocessing.TakesMissing;
        (training, Dataset? held) = Parts(SampleSource.Checked(data, takesMissing), options);
        this.model = model;
        this.preprocessed = preprocessed;
        (this.data, this.options) = (data, options);
        seed = options.Seed;
        if (!preprocessed && !model.Preprocessing.IsFitted) model.Preprocessing.Learn(training.Features);
        model.Adopt(training, preprocessed);
        bool isOfClasses = training.IsClassification || model.Loss is SoftmaxCrossEntropy or SigmoidCrossEntropy;
        if (model.TargetScaling is not null && isOfClasses)
            throw new ChainruleException(
                $"TargetScaling is for values, and '{training.Name}' is trained as classes: set it to null.");
        if (model.TargetScaling is { IsFitted: false } scaling) scaling.Fit(training.Targets);
        if (options.BatchSize < model.Network.MinBatchSize)
        {
            throw new ChainruleException(
                $"The network normalizes over the batch, which needs at least {model.Network.MinBatchSize} samples: " +
                $"raise the batch size of {options.BatchSize}.");
        }
        Parameters = model.Parameters;
        deformation = options.Augmentation?.For(Images(), options.Seed);
        workers = Model.Threads(options.Threads);
        source = SampleSource.Of(model, training, model.Loss!, preprocessed)
            .Weighted(training, options.ClassWeights, model.DType);
        if (held is null) return;
        SampleSource others = SampleSource.Of(model, held, model.Loss!, preprocessed)
            .Require(options.ValidationMetrics, model.OutputShape!.Size);
        validation = new Predictor(model, others, ValidationBatch, workers);
    }

    private ImageForm Images()
    {
        ImageForm? form = ImageForm.Of(training.Features.Shape) ?? model.Images;
        return form is not null && form.Shape.Size == model.PreparedShape!.Size ? form : throw new ChainruleException(
            $"TrainingOptions.Augmentation deforms images, and '{training.Name}' has samples of shape " +
            $"{training.Features.Shape.Without(0)}: give them as (m, height, width) or set Dataset.Images, or set it " +
            "to null.");
    }

    public override int Count => source.Count;

    public override IReadOnlyList<LayerParameter> Parameters { get; }

    public override string Name => "The network";

    public override string CostName => "The loss";

    public override string Metric => Labels is not null ? "accuracy" : model.Loss is MeanSquaredError ? "mse" : "loss";

    public override bool IsMean => model.Loss!.IsMean;

    public override NDArray? Labels => source.Labels;

    public override bool HasValidation => validation is not null;

    // Each batch size has its own context, so that the n-th dropout draws the same numbers in all of them.
    public override BatchGraph GraphFor(int count, Workers workers) =>
        BatchGraph.Of(model, source, count, new ForwardContext(training: true, seed), workers, deformation);

    public override EvaluationReport Validate() => validation!.Evaluate(options.ValidationMetrics);

    public override double SampleCost()
    {
        if (few is null)
        {
            int[] places = Places(CostSamples);
            var source = SampleSource.Of(model, training.Subset(places), model.Loss!, preprocessed);
            few = new Predictor(model, source, places.Length, workers);
        }
        return few.MeanLoss();
    }

    public override string? FindNonFinite(ReadOnlySpan<int> samples)
    {
        Dataset some = training.Subset(samples.Length > 0 ? samples : Places(CostSamples));
        return NonFiniteLayer.Find(model, SampleSource.Of(model, some, model.Loss!, preprocessed));
    }

    public override void Save(string path, TrainingState state, TrainingHistory history)
    {
        (TrainingState? before, TrainingRecord? record) = (model.TrainingState, model.Training);
        try
        {
            model.TrainingState = state;
            if (history.Epochs.Count > 0) model.Training = TrainingRecord.Of(data, options, history);
            model.Save(path);
        }
        finally
        {
            (model.TrainingState, model.Training) = (before, record);
        }
    }

    private static (Dataset Training, Dataset? Validation) Parts(Dataset data, TrainingOptions options)
    {
        if (options.Validation is not null || options.ValidationSplit == 0) return (data, options.Validation);
        double share = options.ValidationSplit;
        Dataset[] parts = data.IsClassification
            ? data.SplitStratified(options.Seed, 1 - share, share)
            : data.Shuffle(options.Seed).Split(1 - share, share);
        if (parts[0].Count == 0 || parts[1].Count == 0)
            throw new DataException(
                $"The data set '{data.Name}' has {data.Count} samples, too few to set {share:P0} of them aside: add " +
                "samples.");
        return (parts[0], parts[1]);
    }
}
