namespace Chainrule;

/// <summary>The training of a model on samples in memory.</summary>
internal sealed class DatasetTask : ModelTask
{
    private const int CostSamples = 64, IdleSamples = 256;

    private readonly Dataset data;
    private readonly int[]? rows;   // that are trained on; null for all
    private Predictor? few;         // on a subset of the samples

    public DatasetTask(Model model, Dataset data, TrainingOptions options, bool preprocessed)
        : base(model, options, preprocessed)
    {
        if (!preprocessed && model.Preprocessing.Count == 0) model.Preprocessing = data.Preprocessing.Copy();
        bool isRaw = !preprocessed && model.Preprocessing.Count > 0;
        this.data = data = SampleSource.Checked(data, isRaw && model.Preprocessing.TakesMissing, isRaw);
        (rows, int[]? held) = Parts(data, options);
        if (!preprocessed && !model.Preprocessing.IsFitted) model.Preprocessing.Learn(data.Features, rows);
        Adopt(data);
        if (model.TargetScaling is { IsFitted: false } scaling)
            scaling.Fit(rows is null ? data.Targets : RowGather.Take(data.Targets, rows));
        Source = SampleSource.Of(model, data, model.Loss!, preprocessed)
            .Weighted(data, options.ClassWeights, model.DType);
        SampleSource? others = options.Validation is { } given
            ? SampleSource.Of(model, given, model.Loss!, preprocessed)
            : held is null ? null : Source.Only(held);
        if (rows is not null) Source = Source.Only(rows);
        ValidateOn(others);
    }

    public override int? Count => Source.Count;

    public override SampleFeed Feed => new WholeFeed(rows is null
        ? new EpochOrder(Source.Count, Options.Seed, Options.Shuffle)
        : new EpochOrder(rows, Options.Seed, Options.Shuffle));

    public override double SampleCost()
    {
        if (few is null)
        {
            int[] places = Some(CostSamples);
            few = new Predictor(Model, Source.Only(places), places.Length, Workers);
        }
        return few.MeanLoss();
    }

    public override string? FindNonFinite(ReadOnlySpan<int> samples)
    {
        Dataset some = data.Subset(samples.Length > 0 ? samples : Some(CostSamples));
        return NonFiniteLayer.Find(Model, SampleSource.Of(Model, some, Model.Loss!, IsPreprocessed));
    }

    public override IReadOnlyList<string> FindIdleUnits() => IdleUnits.Find(Model, Source.Only(Some(IdleSamples)));

    public override TrainingRecord Record(TrainingHistory history) =>
        TrainingRecord.Of(data.Name, data.Count, Options, history);

    // The rows of up to this many samples, spread over those that are trained on.
    private int[] Some(int most)
    {
        int[] places = Places(most, Source.Count);
        return rows is null ? places : Array.ConvertAll(places, place => rows[place]);
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
