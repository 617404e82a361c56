namespace Chainrule;

/// <summary>How far the outputs of a batch are from their targets, as one number to minimize.</summary>
/// <remarks>
/// Configurations and model files hold the text form, such as <c>cross_entropy</c> or <c>huber(0.5)</c>.
/// </remarks>
public abstract class Loss
{
    /// <summary>The loss of a batch, a scalar.</summary>
    /// <param name="output">The network's output, (m, outputs).</param>
    /// <param name="target">The targets: of the same shape, or int32 class labels (m) if the loss accepts them.</param>
    /// <exception cref="ShapeException">The shapes do not match.</exception>
    public abstract Tensor Of(Tensor output, Tensor target);

    /// <summary>
    /// Turns outputs into predictions for people: probabilities if the network gives logits, otherwise the outputs
    /// unchanged.
    /// </summary>
    public virtual Tensor Predict(Tensor output) => output;

    /// <summary>Whether the loss accepts int32 class labels; other losses are given one-hot rows.</summary>
    public virtual bool TakesLabels => false;

    /// <summary>
    /// Whether the loss is a mean over the samples, so that batch losses are averaged; otherwise it is a sum.
    /// </summary>
    public virtual bool IsMean => true;

    /// <summary>
    /// The loss of each sample (m), whose mean, or sum, is <see cref="Of"/>: what weights of samples and classes weigh.
    /// </summary>
    /// <param name="output">What the network gives, (m, outputs).</param>
    /// <param name="target">What it should give.</param>
    /// <exception cref="ChainruleException">The loss cannot tell samples apart.</exception>
    public virtual Tensor PerSample(Tensor output, Tensor target) => throw new ChainruleException(
        $"The loss {this} has no value for each sample, so they cannot be weighted: override its PerSample, or train " +
        "without weights.");

    /// <summary>The text form, which <see cref="Parse"/> reads.</summary>
    public abstract override string ToString();

    /// <summary>
    /// Reads <c>mse</c>, <c>sse</c>, <c>half_mse</c>, <c>mae</c>, <c>huber</c>, <c>huber(delta)</c>,
    /// <c>cross_entropy</c>, <c>cross_entropy(label smoothing)</c>, <c>binary_cross_entropy</c>, or the text
    /// form of a registered loss.
    /// </summary>
    /// <exception cref="ChainruleException">The text is none of these.</exception>
    public static Loss Parse(string text) => LossNames.Parse(text);

    /// <summary>
    /// Registers a loss of your own under its <see cref="ToString"/>, so that <see cref="Parse"/> and model files know
    /// it.
    /// </summary>
    public static void Register(Loss loss) => LossNames.Register(loss);

    /// <summary>The mean of all elements of each sample, (m, …) → (m).</summary>
    private protected static Tensor MeanOfRows(Tensor elements) => elements.Rank == 1 ? elements
        : Functions.Mean(Functions.Reshape(
            elements, [elements.Shape[0], elements.Length / Math.Max(1, elements.Shape[0])]), 1);
}
