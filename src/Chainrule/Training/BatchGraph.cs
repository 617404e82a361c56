using Chainrule.Kernels;

namespace Chainrule;

/// <summary>The graph for a batch of a given size.</summary>
/// <param name="Count">The number of samples.</param>
/// <param name="Cost">The cost reported for a step, a scalar; null if there are no targets.</param>
/// <param name="Output">The outputs or predictions, (count, …); null if not needed.</param>
/// <param name="Feeds">Copy samples into the graph's inputs.</param>
internal sealed record BatchGraph(int Count, Tensor? Cost, Tensor? Output, RowCopy[] Feeds)
{
    /// <summary>What training minimizes instead of the cost, a scalar; null for the cost itself.</summary>
    public Tensor? Objective { get; init; }

    /// <summary>Whether the cost is a mean over the samples; otherwise it is a sum.</summary>
    public bool IsMean { get; init; } = true;

    /// <summary>The graph for a batch of a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="source">The samples.</param>
    /// <param name="count">The number of samples.</param>
    /// <param name="context">Whether the graph is for training.</param>
    /// <param name="workers">The threads that copy samples.</param>
    /// <param name="deformation">How samples that are images are deformed; null for not at all.</param>
    public static BatchGraph Of(
        Model model, SampleSource source, int count, ForwardContext context, Workers workers,
        ImageDeformation? deformation = null)
    {
        Tensor x = InputFor(source.Features, count, "x");
        // If the features are also the targets, they are copied once and are a single input.
        Tensor target = source.Targets is null || source.IsReproduction ? x : InputFor(source.Targets, count, "target");
        List<RowCopy> feeds = [new(source.Features, x.AsVariable().Storage, workers, deformation)];
        if (target != x) feeds.Add(new(source.Targets!, target.AsVariable().Storage, workers));

        Tensor output = model.Network.Apply(x, context);
        TargetScaling? scaling = model.FittedScaling;
        Tensor? weights = context.Training && source.Weights is not null
            ? InputFor(source.Weights, count, "weight") : null;
        if (weights is not null) feeds.Add(new(source.Weights!, weights.AsVariable().Storage, workers));
        Tensor? objective = source.Targets is null || scaling is null ? null : Cost(output, scaling.Scale(target));
        if (scaling is not null) output = scaling.Restore(output);
        Tensor? cost = source.Targets is null ? null : Cost(output, target);
        if (cost is not null && weights is not null && source.MeanWeight is var mean && mean != 1)
        {
            // Reported is the weighted mean, whatever the scale of the weights; they weigh in each step as they are.
            objective ??= cost;
            cost /= mean;
        }
        // In training the logits serve as output: the largest logit is the largest probability. Only a single logit
        // becomes a probability, to be compared with one half.
        if (!context.Training || output.Length == count) output = model.Loss?.Predict(output) ?? output;
        return new(count, cost, output, [.. feeds]) { Objective = objective, IsMean = model.Loss?.IsMean ?? true };

        Tensor Cost(Tensor outputs, Tensor targets)
        {
            if (weights is null) return model.Loss!.Of(outputs, targets);
            Tensor weighted = weights * model.Loss!.PerSample(outputs, targets);
            return model.Loss.IsMean ? Functions.Mean(weighted) : Functions.Sum(weighted);
        }
    }

    private static Tensor InputFor(NDArray rows, int count, string name) =>
        Tensor.Input(rows.Shape.With(0, count), rows.DType, name);
}
