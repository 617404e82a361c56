using Chainrule.Kernels;

namespace Chainrule;

/// <summary>The graph of a batch, as those who know the samples make it for a number of them.</summary>
/// <param name="Count">The number of samples.</param>
/// <param name="Cost">What is reported of a step, a scalar; null where there is nothing to compare with.</param>
/// <param name="Output">The outputs or predictions, (count, …); null where nobody asks.</param>
/// <param name="Feeds">Bring the samples into the graph's inputs.</param>
internal sealed record BatchGraph(int Count, Tensor? Cost, Tensor? Output, RowCopy[] Feeds)
{
    /// <summary>What a training makes small in place of the cost, a scalar; null for the cost itself.</summary>
    public Tensor? Objective { get; init; }

    /// <summary>Whether the cost is a mean over the samples, and not a sum.</summary>
    public bool IsMean { get; init; } = true;

    /// <summary>The graph of a model's batch.</summary>
    /// <param name="model">The model.</param>
    /// <param name="source">The samples.</param>
    /// <param name="count">How many.</param>
    /// <param name="context">Whether the graph is for training.</param>
    /// <param name="workers">The threads that bring samples in.</param>
    public static BatchGraph Of(Model model, SampleSource source, int count, ForwardContext context, Workers workers)
    {
        Tensor x = InputFor(source.Features, count, "x");
        // Features that are the targets too are copied once, and are one input.
        Tensor target = source.Targets is null || source.IsReproduction ? x : InputFor(source.Targets, count, "target");
        List<RowCopy> feeds = [new(source.Features, x.AsVariable().Storage, workers)];
        if (target != x) feeds.Add(new(source.Targets!, target.AsVariable().Storage, workers));

        Tensor output = model.Network.Apply(x, context);
        TargetScaling? scaling = model.FittedScaling;
        Tensor? objective = source.Targets is null || scaling is null ? null
            : model.Loss!.Of(output, scaling.Scale(target));
        if (scaling is not null) output = scaling.Restore(output);
        Tensor? cost = source.Targets is null ? null : model.Loss!.Of(output, target);
        // In training the logits do: the largest of several is the largest probability, while a single one becomes a
        // probability to compare with a half.
        if (!context.Training || output.Length == count) output = model.Loss?.Predict(output) ?? output;
        return new(count, cost, output, [.. feeds]) { Objective = objective, IsMean = model.Loss?.IsMean ?? true };
    }

    private static Tensor InputFor(NDArray rows, int count, string name) =>
        Tensor.Input(rows.Shape.With(0, count), rows.DType, name);
}
