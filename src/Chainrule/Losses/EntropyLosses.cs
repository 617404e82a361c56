using Chainrule.Operators;

namespace Chainrule;

/// <summary>
/// The mean of −log p of each sample's class, with p the softmax of the network's outputs; targets are labels (m) as
/// int32 or probabilities (m, classes). A network that ends in a softmax is taken at the softmax's input, which is
/// exact and stable.
/// </summary>
public sealed class SoftmaxCrossEntropy : Loss
{
    /// <inheritdoc/>
    public override bool TakesLabels => true;

    /// <inheritdoc/>
    public override Tensor Of(Tensor output, Tensor target) => Functions.MeanCrossEntropy(Logits(output), target);

    /// <inheritdoc/>
    public override Tensor Predict(Tensor output) => Functions.Softmax(Logits(output));

    /// <inheritdoc/>
    public override string ToString() => Operators.CrossEntropy.Entry.Name;

    // log softmax is its own logit: its softmax is the softmax again.
    private static Tensor Logits(Tensor output) =>
        Node.Of(output) is { Operator: Softmax, Inputs: [var logits] } ? logits.Tensor : output;
}

/// <summary>
/// The mean of −t·log p − (1 − t)·log(1 − p) over all elements, with p = sigmoid of the network's outputs and targets t
/// in [0, 1]: for questions that are answered with yes or no, one or several a sample. A sigmoid at the end of the
/// network is seen through.
/// </summary>
public sealed class SigmoidCrossEntropy : Loss
{
    /// <inheritdoc/>
    public override Tensor Of(Tensor output, Tensor target) => Functions.MeanBinaryCrossEntropy(Logits(output), target);

    /// <inheritdoc/>
    public override Tensor Predict(Tensor output) => Functions.Sigmoid(Logits(output));

    /// <inheritdoc/>
    public override string ToString() => BinaryCrossEntropy.Entry.Name;

    private static Tensor Logits(Tensor output) =>
        Node.Of(output) is { Operator: Sigmoid, Inputs: [var logits] } ? logits.Tensor : output;
}
