namespace Chainrule;

/// <summary>
/// How far the outputs of a batch are from what they should be, as one number that training makes small.
/// </summary>
/// <remarks>
/// The text form, <c>cross_entropy</c> or <c>huber(0.5)</c>, is what configurations and model files hold.
/// </remarks>
public abstract class Loss
{
    /// <summary>The loss of a batch, a scalar.</summary>
    /// <param name="output">What the network gives, (m, outputs).</param>
    /// <param name="target">
    /// What it should give: of the same shape, or class labels (m) as int32 where the loss takes them.
    /// </param>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public abstract Tensor Of(Tensor output, Tensor target);

    /// <summary>
    /// What the outputs mean to a person: probabilities where the network gives logits, else the outputs themselves.
    /// </summary>
    public virtual Tensor Predict(Tensor output) => output;

    /// <summary>Whether the loss takes int32 class labels as they are; other losses are given one-hot rows.</summary>
    public virtual bool TakesLabels => false;

    /// <summary>
    /// Whether the loss is a mean over the samples, so that those of batches are averaged, and not a sum.
    /// </summary>
    public virtual bool IsMean => true;

    /// <summary>The text that <see cref="Parse"/> reads.</summary>
    public abstract override string ToString();

    /// <summary>
    /// Reads <c>mse</c>, <c>sse</c>, <c>half_mse</c>, <c>mae</c>, <c>huber</c>, <c>huber(delta)</c>,
    /// <c>cross_entropy</c> or
    /// <c>binary_cross_entropy</c>, or the text of a loss that was registered.
    /// </summary>
    /// <exception cref="ChainruleException">The text is none of these.</exception>
    public static Loss Parse(string text) => LossNames.Parse(text);

    /// <summary>
    /// Makes a loss of your own known under the text that its <see cref="ToString"/> gives, for <see cref="Parse"/> and
    /// model files.
    /// </summary>
    public static void Register(Loss loss) => LossNames.Register(loss);
}
