namespace Chainrule;

/// <summary>The training of a model on samples that are read as they are needed.</summary>
internal sealed class StreamTask : ModelTask
{
    private const int FewSamples = 256;

    private readonly StreamedDataset stream;
    private readonly ProbedStream probed;  // the same, for what reads all of it before the training
    private readonly SampleSource few;     // on which the cost is estimated, and units that do nothing are found
    private readonly Predictor fewCosts;
    private readonly StreamFeed feed;

    public StreamTask(Model model, StreamedDataset stream, TrainingOptions options)
        : base(model, options, preprocessed: false)
    {
        this.stream = stream;
        if (options.ValidationSplit > 0)
            throw new ChainruleException(
                "A stream is not split in memory: set TrainingOptions.Validation to samples that " +
                "StreamedDataset.HoldOut set apart, read by ToDataset, and ValidationSplit to 0.");
        if (options.Optimizer is Lbfgs)
            throw new ChainruleException(
                "L-BFGS takes each step with all samples, and a stream never has them in memory: take another " +
                "optimizer, or train on a Dataset.");
        probed = new(stream, FewSamples);
        Dataset first = stream.First(FewSamples);
        if (model.Preprocessing.Count == 0) model.Preprocessing = first.Preprocessing.Copy();
        if (!model.Preprocessing.IsFitted) model.Preprocessing.Learn(probed, first.Features);
        Adopt(first);
        if (model.TargetScaling is { IsFitted: false } scaling)
            scaling.Fit(stream.Read(0).Select(part => part.Targets));
        few = Prepare(first);
        fewCosts = new(model, few, few.Count, Workers);
        feed = new(
            stream, few, Prepare, stream.BufferSize, Math.Min(options.BatchSize, Count ?? int.MaxValue), options.Seed,
            options.Shuffle);
        Source = feed.Buffer;
        if (few.Weights is not null) Source.KnownMeanWeight = MeanWeight();
        ValidateOn(options.Validation is { } given ? SampleSource.Of(model, given, model.Loss!, false) : null);
    }

    public override int? Count => stream.Count is { } count ? checked((int)count) : null;

    public override SampleFeed Feed => feed;

    public override double SampleCost() => fewCosts.MeanLoss();

    // Of values in ascending order the first say nothing of the last.
    public override double StartCost()
    {
        double first = fewCosts.MeanLoss();
        return AreUnscaledValues ? probed.Kept().Select(CostOf).Aggregate(first, Math.Max) : first;
    }

    private double CostOf(Dataset some) => new Predictor(Model, Prepare(some), some.Count, Workers).MeanLoss();

    public override string? FindNonFinite(ReadOnlySpan<int> samples) =>
        NonFiniteLayer.Find(Model, samples.Length > 0 ? Source.Only(samples.ToArray()) : few);

    public override IReadOnlyList<string> FindIdleUnits() => IdleUnits.Find(Model, few);

    public override TrainingRecord Record(TrainingHistory history) =>
        TrainingRecord.Of(stream.Name, history.Epochs[^1].Samples, Options, history);

    private SampleSource Prepare(Dataset part) => SampleSource.Of(Model, part, Model.Loss!, preprocessed: false)
        .Weighted(part, Options.ClassWeights, Model.DType);

    private double MeanWeight()
    {
        double sum = 0;
        long count = 0;
        foreach (Dataset part in stream.Read(0).Where(part => part.Count > 0))
        {
            sum += Prepare(part).MeanWeight * part.Count;
            count += part.Count;
        }
        return sum / count;
    }
}
