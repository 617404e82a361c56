using Chainrule.Kernels;

namespace Chainrule;

/// <summary>The training of a model on a data set.</summary>
internal sealed class ModelTask : TrainingTask
{
    private const int CostSamples = 64, IdleSamples = 256, ValidationBatch = 256;

    private readonly Model model;
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
        bool isRaw = !preprocessed && model.Preprocessing.Count > 0;
        data = SampleSource.Checked(data, isRaw && model.Preprocessing.TakesMissing, isRaw);
        (Rows, int[]? held) = Parts(data, options);
        this.model = model;
        this.preprocessed = preprocessed;
        (this.data, this.options) = (data, options);
        seed = options.Seed;
        if (!preprocessed && !model.Preprocessing.IsFitted) model.Preprocessing.Learn(data.Features, Rows);
        model.Adopt(data, preprocessed);
        bool isOfClasses = data.IsClassification || model.Loss is SoftmaxCrossEntropy or SigmoidCrossEntropy;
        if (model.TargetScaling is not null && isOfClasses)
            throw new ChainruleException(
                $"TargetScaling is for values, and '{data.Name}' is trained as classes: set it to null.");
        if (model.TargetScaling is { IsFitted: false } scaling)
            scaling.Fit(Rows is null ? data.Targets : RowGather.Take(data.Targets, Rows));
        if (options.BatchSize < model.Network.MinBatchSize)
        {
            throw new ChainruleException(
                $"The network normalizes over the batch, which needs at least {model.Network.MinBatchSize} samples: " +
                $"raise the batch size of {options.BatchSize}.");
        }
        Parameters = model.Parameters;
        deformation = options.Augmentation?.For(Images(), options.Seed);
        workers = Model.Threads(options.Threads);
        source = SampleSource.Of(model, data, model.Loss!, preprocessed)
            .Weighted(data, options.ClassWeights, model.DType);
        SampleSource? others = options.Validation is { } given
            ? SampleSource.Of(model, given, model.Loss!, preprocessed)
            : held is null ? null : source.Only(held);
        if (Rows is not null) source = source.Only(Rows);
        if (others is null) return;
        others.Require(options.ValidationMetrics, model.OutputShape!.Size);
        validation = new Predictor(model, others, ValidationBatch, workers);
    }

    private ImageForm Images()
    {
        ImageForm? form = ImageForm.Of(data.Features.Shape) ?? model.Images;
        return form is not null && form.Shape.Size == model.PreparedShape!.Size ? form : throw new ChainruleException(
            $"TrainingOptions.Augmentation deforms images, and '{data.Name}' has samples of shape " +
            $"{data.Features.Shape.Without(0)}: give them as (m, height, width) or set Dataset.Images, or set it " +
            "to null.");
    }

    public override int Count => source.Count;

    public override int[]? Rows { get; }

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
            few = new Predictor(model, source.Only(places), places.Length, workers);
        }
        return few.MeanLoss();
    }

    public override string? FindNonFinite(ReadOnlySpan<int> samples)
    {
        Dataset some = data.Subset(samples.Length > 0 ? samples : Places(CostSamples));
        return NonFiniteLayer.Find(model, SampleSource.Of(model, some, model.Loss!, preprocessed));
    }

    public override IReadOnlyList<string> FindIdleUnits() => IdleUnits.Find(model, source.Only(Places(IdleSamples)));

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

    // The rows to train on and those to validate with; null for all and for none.
    private static (int[]? Training, int[]? Validation) Parts(Dataset data, TrainingOptions options)
    {
        if (options.Validation is not null || options.ValidationSplit == 0) return (null, null);
        double share = options.ValidationSplit;
        (int[] training, int[] held) = RowSplits.Validation(data, options.Seed, share);
        if (training.Length == 0 || held.Length == 0)
            throw new DataException(
                $"The data set '{data.Name}' has {data.Count} samples, too few to set {share:P0} of them aside: add " +
                "samples.");
        return (training, held);
    }
}
