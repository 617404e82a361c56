using Chainrule.Operators;

namespace Chainrule;

/// <summary>
/// The mean of −log p over the samples, where p is the softmax probability of the true class. Targets are int32 labels
/// (m) or probabilities (m, classes). If the network ends in a softmax, the loss takes the input of that softmax, which
/// is exact and numerically stable.
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

    // Log-softmax outputs serve as logits: their softmax is the same.
    private static Tensor Logits(Tensor output) =>
        Node.Of(output) is { Operator: Softmax, Inputs: [var logits] } ? logits.Tensor : output;
}

/// <summary>
/// The mean of −t·log p − (1 − t)·log(1 − p) over all elements, with p = sigmoid of the outputs and targets t in [0,
/// 1]: for binary and multi-label classification. If the network ends in a sigmoid, the loss takes the input of that
/// sigmoid.
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
