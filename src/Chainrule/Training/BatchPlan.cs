using System.Runtime.CompilerServices;
using Chainrule.Kernels;
using Chainrule.Operators;
using Chainrule.Planning;

namespace Chainrule;

/// <summary>
/// The computation of one batch size: rows of a data set go in, the loss, the outputs and in training the gradients
/// come out.
/// </summary>
internal sealed unsafe class BatchPlan
{
    private readonly Plan plan;
    private readonly RowCopy features;
    private readonly RowCopy? targets;
    private readonly NDArray? loss;

    private BatchPlan(Plan plan, RowCopy features, RowCopy? targets, NDArray? loss, NDArray? output, int batch)
    {
        this.plan = plan;
        this.features = features;
        this.targets = targets;
        this.loss = loss;
        Output = output;
        Batch = batch;
    }

    /// <summary>The number of samples.</summary>
    public int Batch { get; }

    /// <summary>
    /// The network's output in training, if it was asked for, and the prediction otherwise: (batch, …).
    /// </summary>
    public NDArray? Output { get; }

    /// <summary>The plan, for people to read.</summary>
    public Plan Plan => plan;

    /// <summary>The loss of the last batch.</summary>
    public double Loss =>
        loss is null ? double.NaN : loss.DType == DType.Float32 ? *(float*)loss.Pointer : *(double*)loss.Pointer;

    /// <summary>A plan that computes the loss and takes a step against its gradients.</summary>
    /// <param name="model">The model.</param>
    /// <param name="source">The samples.</param>
    /// <param name="batch">The number of samples of a step.</param>
    /// <param name="options">Penalties and the seed.</param>
    /// <param name="steps">The count that random operators follow.</param>
    /// <param name="updates">What becomes of the gradients.</param>
    /// <param name="withOutput">Whether the output is wanted too.</param>
    /// <param name="workers">The threads.</param>
    public static BatchPlan ForTraining(
        Model model, SampleSource source, int batch, TrainingOptions options, StepCounter steps,
        ParameterUpdates updates, bool withOutput, Workers workers)
    {
        (Tensor x, Tensor target) = InputsFor(source, batch);
        var context = new ForwardContext(training: true, options.Seed, steps);
        Tensor output = model.Network.Apply(x, context);
        Tensor value = model.Loss!.Of(output, target), cost = value;
        foreach (Penalty penalty in options.Penalties)
            if (penalty.Of(model.Parameters) is { } term) cost += term;

        NDArray loss = NDArray.Zeros(Shape.Scalar, value.DType);
        // The largest of several logits is the largest probability; a single one becomes a probability to compare with
        // a half.
        if (output.Length == batch) output = model.Loss.Predict(output);
        NDArray? outputs = withOutput ? NDArray.Zeros(output.Shape, output.DType) : null;
        List<PlanOutput> wanted = [new(value, loss)];
        wanted.AddRange(updates.For(cost));
        foreach ((Tensor variable, Tensor next) in context.Updates)
            wanted.Add(new(next, variable.AsVariable().Storage));
        if (outputs is not null) wanted.Add(new(output, outputs));
        return Compile(wanted, x, target, source, loss, outputs, batch, workers);
    }

    /// <summary>A plan that computes predictions, and the loss where the source has targets.</summary>
    public static BatchPlan ForPredicting(Model model, SampleSource source, int batch, Workers workers)
    {
        (Tensor x, Tensor target) = InputsFor(source, batch);
        Tensor output = model.Network.Apply(x, new ForwardContext(training: false, model.Seed));
        Tensor prediction = model.Loss?.Predict(output) ?? output;
        NDArray outputs = NDArray.Zeros(prediction.Shape, prediction.DType);
        List<PlanOutput> wanted = [new(prediction, outputs)];
        if (source.Targets is null) return Compile(wanted, x, x, source, null, outputs, batch, workers);

        Tensor value = model.Loss!.Of(output, target);
        NDArray loss = NDArray.Zeros(Shape.Scalar, value.DType);
        wanted.Add(new(value, loss));
        return Compile(wanted, x, target, source, loss, outputs, batch, workers);
    }

    /// <summary>Computes the batch of the samples with these indices, as many as <see cref="Batch"/>.</summary>
    /// <param name="samples">The samples.</param>
    /// <param name="next">The samples of the next batch, so that they are in cache by then.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(ReadOnlySpan<int> samples, ReadOnlySpan<int> next = default)
    {
        features.Run(samples, next);
        targets?.Run(samples, next);
        plan.Run();
    }

    private static BatchPlan Compile(
        List<PlanOutput> wanted, Tensor x, Tensor target, SampleSource source, NDArray? loss, NDArray? outputs,
        int batch, Workers workers)
    {
        RowCopy features = new(source.Features, x.AsVariable().Storage, workers);
        RowCopy? targets = target == x ? null : new(source.Targets!, target.AsVariable().Storage, workers);
        return new(Plan.Compile(wanted, workers), features, targets, loss, outputs, batch);
    }

    // Features that are the targets too are copied once, and are one input.
    private static (Tensor X, Tensor Target) InputsFor(SampleSource source, int batch)
    {
        Tensor x = InputFor(source.Features, batch, "x");
        return (x, source.Targets is null || source.IsReproduction ? x : InputFor(source.Targets, batch, "target"));
    }

    private static Tensor InputFor(NDArray rows, int batch, string name) =>
        Tensor.Input(rows.Shape.With(0, batch), rows.DType, name);
}
