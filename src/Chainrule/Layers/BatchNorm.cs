namespace Chainrule;

/// <summary>
/// Normalizes each feature (position along the last axis) to mean 0 and variance 1 over the batch, then scales and
/// shifts it: y = scale·(x − mean)/√(variance + ε) + shift. In inference, running averages replace the statistics of
/// the batch.
/// </summary>
/// <remarks>
/// Ioffe and Szegedy, "Batch normalization", 2015. As in PyTorch, the batch is normalized by its variance over m, while
/// the running variance follows the unbiased estimate over m − 1. A batch of one sample has no variance, so the running
/// statistics are used and left unchanged.
/// </remarks>
public sealed class BatchNorm : Layer
{
    private Tensor? scale, shift, runningMean, runningVariance;

    /// <summary>Creates the layer; the number of features is found on first use.</summary>
    /// <param name="momentum">The weight of the current batch in the running statistics.</param>
    /// <param name="epsilon">A small number that keeps the denominator from being 0.</param>
    /// <exception cref="ChainruleException">An argument is out of range.</exception>
    public BatchNorm(double momentum = 0.1, double epsilon = 1e-5)
    {
        if (!(momentum > 0 && momentum <= 1))
            throw new ChainruleException(
                $"The momentum of a batch norm must be above 0 and at most 1, not {momentum}.");
        if (!(epsilon > 0) || !double.IsFinite(epsilon))
            throw new ChainruleException($"The epsilon of a batch norm must be small and positive, not {epsilon}.");
        Momentum = momentum;
        Epsilon = epsilon;
    }

    /// <summary>The weight of the current batch in the running statistics.</summary>
    public double Momentum { get; }

    /// <summary>A small number that keeps the denominator from being 0.</summary>
    public double Epsilon { get; }

    /// <inheritdoc/>
    public override string Kind => "batch_norm";

    /// <inheritdoc/>
    public override int MinBatchSize => 2;

    /// <inheritdoc/>
    public override LayerDescription Describe() =>
        new LayerDescription(Kind, Name).Set("momentum", Momentum).Set("epsilon", Epsilon);

    internal static BatchNorm From(LayerDescription description) =>
        new(description.Number("momentum", 0.1), description.Number("epsilon", 1e-5)) { Name = description.LayerName };

    /// <inheritdoc/>
    protected override void Build(Shape input)
    {
        if (input.Rank < 2)
            throw new ShapeException($"A batch norm takes rows of features (m, n), not input of shape {input}.");
        Shape features = [input[^1]];
        scale = AddParameter("scale", features, Initializer.Ones);
        shift = AddParameter("shift", features, Initializer.Zeros);
        runningMean = AddBuffer("running_mean", features, 0);
        runningVariance = AddBuffer("running_variance", features, 1);
    }

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x, ForwardContext context)
    {
        if (x.Shape[^1] != scale!.Length)
            throw new ShapeException(
                $"The batch norm has {scale.Length} features; its input of shape {x.Shape} has {x.Shape[^1]}.");
        int samples = x.Length / Math.Max(1, scale.Length);
        if (!context.Training || samples < 2)
            return ((x - runningMean!) * (scale / Functions.Sqrt(runningVariance! + Epsilon))) + shift!;

        int[] axes = [.. Enumerable.Range(0, x.Rank - 1)];
        Tensor mean = Functions.Mean(x, axes), centred = x - mean;
        Tensor variance = Functions.Mean(Functions.Pow(centred, 2), axes);
        Follow(runningMean!, mean, Momentum);
        Follow(runningVariance!, variance, Momentum * samples / (samples - 1));
        return (centred * (scale / Functions.Sqrt(variance + Epsilon))) + shift!;

        void Follow(Tensor running, Tensor value, double share) =>
            context.Update(running, (context.Latest(running) * (1 - Momentum)) + (value * share));
    }
}
