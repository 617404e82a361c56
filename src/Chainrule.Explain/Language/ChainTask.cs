using Chainrule.Kernels;

namespace Chainrule.Language;

/// <summary>The training of a program on arrays.</summary>
internal sealed class ChainTask : TrainingTask
{
    private const int CostSamples = 64, IdleSamples = 256;

    private readonly ChainProgram program;
    private readonly ChainOptions settings;
    private readonly ChainRows rows;
    private readonly ChainModel? validation;
    private readonly TrainingOptions options;
    private ChainModel? few;   // of some of the samples

    /// <summary>Prepares the training of a program.</summary>
    /// <param name="program">The program; it names a cost.</param>
    /// <param name="rows">The samples.</param>
    /// <param name="held">The samples to validate on; null for the share that the options say.</param>
    /// <param name="settings">Sizes, type, seed and first values of parameters.</param>
    /// <param name="options">How to train.</param>
    public ChainTask(
        ChainProgram program, ChainRows rows, ChainRows? held, ChainOptions settings, TrainingOptions options)
    {
        if (program.Cost is null)
            throw new ChainruleException($"{program.File} names no cost to make small: write `minimize` and its name.");
        if (program.Costs.Count > 1)
            throw new ChainruleException(
                $"{program.File} has several costs, {string.Join(", ", program.Costs)}, and training makes one " +
                $"small: add them up, `total = {string.Join(" + ", program.Costs)}`, and minimize the sum alone.");
        if (held is null && options.ValidationSplit > 0)
            (rows, held) = rows.Split(options.ValidationSplit, options.Seed);
        (this.program, this.rows, this.settings, this.options) = (program, rows, settings, options);
        held?.RequireOthers(program);
        int batch = Math.Min(options.BatchSize, rows.Count);
        if (batch < rows.Count) rows.RequireBatches(program);
        Model = rows.BuildModel(program, settings, batch, settings.Arrays, training: true);
        // As for layers: matrices are weights, vectors are biases and scales.
        Parameters = [.. Model.Parameters.Select(parameter =>
            new LayerParameter(parameter.Name!, parameter, IsTrained: true, IsWeight: parameter.Rank > 1))];
        if (held is not null) validation = Apply(held);
    }

    /// <summary>The program for a whole batch.</summary>
    public ChainModel Model { get; }

    public override string Name => program.File;

    public override string CostName => program.Cost!;

    public override string Metric => "cost";

    public override int? Count => rows.Count;

    // All samples at once are the same sum in any order, but not the same bits.
    public override SampleFeed Feed => new WholeFeed(
        new EpochOrder(rows.Count, options.Seed, options.Shuffle && options.BatchSize < rows.Count));

    public override IReadOnlyList<LayerParameter> Parameters { get; }

    public override bool HasValidation => validation is not null;

    public override BatchGraph GraphFor(int count, Workers workers)
    {
        ChainModel model = rows.BuildModel(program, settings, count, Shared(), training: true);
        return new(count, model.Cost, null, rows.CopiesTo(model))
        {
            // A squared error of unscaled targets has gradients σ² times as steep as one of scaled targets.
            Objective = settings.TargetScaling is { } scaling
                ? model.Cost! / scaling.StandardDeviations.Average(deviation => deviation * deviation) : null,
        };
    }

    /// <summary>What a file of the program holds beside parameters and the state of the training.</summary>
    public TrainedChain? Described { get; init; }

    public override EvaluationReport Validate() => validation!.Evaluate(options.ValidationMetrics);

    public override double SampleCost() => (few ??= Apply(Some(Places(CostSamples, rows.Count)))).Cost!.Item();

    public override string? FindNonFinite(ReadOnlySpan<int> samples) =>
        NonFinite.Find(Apply(Some(samples.Length > 0 ? samples.ToArray() : Places(CostSamples, rows.Count))).Cost!);

    public override IReadOnlyList<string> FindIdleUnits()
    {
        // A parameter with a row for each sample allows no choice among them, and there may be many.
        if (!rows.AreSeparate(program)) return [];
        ChainModel some = Apply(Some(Places(IdleSamples, rows.Count)));
        return some.Outputs is not [var output, ..] || output.Rank < 1 ? []
            : IdleUnits.Find(output, output.Shape[0], null, [], value => value.Name);
    }

    public override void Save(string path, TrainingState state, TrainingHistory history) => Trained(state).Save(path);

    /// <summary>The program with the parameters as they are.</summary>
    public TrainedChain Trained(TrainingState? state) =>
        (Described ?? new(program, Shared())) with
        {
            Parameters = Shared(),
            Dimensions = Model.Dimensions,
            TrainingState = state,
        };

    /// <summary>The program for other samples, with the parameters as they are.</summary>
    public ChainModel Apply(ChainRows others) =>
        others.BuildModel(program, settings, others.Count, Shared(), training: false);

    private ChainRows Some(int[] places) => rows.AreSeparate(program) ? rows.Part(places) : rows;

    private Dictionary<string, Tensor> Shared() => Model.Parameters.ToDictionary(parameter => parameter.Name!);
}
