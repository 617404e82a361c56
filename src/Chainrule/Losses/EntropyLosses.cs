using System.Globalization;
using Chainrule.Operators;

namespace Chainrule;

/// <summary>
/// The mean of −log p over the samples, where p is the softmax probability of the true class. Targets are int32 labels
/// (m) or probabilities (m, classes). If the network ends in a softmax, the loss takes the input of that softmax, which
/// is exact and numerically stable.
/// </summary>
public sealed class SoftmaxCrossEntropy : Loss
{
    /// <summary>The loss.</summary>
    /// <param name="labelSmoothing">
    /// The share of each target that is spread over all classes, as Keras and PyTorch do (Szegedy et al., "Rethinking
    /// the Inception architecture", 2016).
    /// </param>
    /// <exception cref="ChainruleException">The share is not from 0 up to but not including 1.</exception>
    public SoftmaxCrossEntropy(double labelSmoothing = 0)
    {
        if (labelSmoothing is not (>= 0 and < 1))
            throw new ChainruleException(
                $"Label smoothing is a share from 0 up to but not including 1, not {labelSmoothing}.");
        LabelSmoothing = labelSmoothing;
    }

    /// <summary>The share of each target that is spread over all classes.</summary>
    public double LabelSmoothing { get; }

    /// <inheritdoc/>
    public override bool TakesLabels => true;

    /// <inheritdoc/>
    public override Tensor Of(Tensor output, Tensor target) => LabelSmoothing == 0
        ? Functions.MeanCrossEntropy(Logits(output), target) : Functions.Mean(PerSample(output, target));

    /// <inheritdoc/>
    public override Tensor PerSample(Tensor output, Tensor target)
    {
        Tensor logits = Logits(output), ofClass = Functions.CrossEntropy(logits, target);
        if (LabelSmoothing == 0) return ofClass;
        Tensor ofAll = -Functions.Mean(Functions.LogSoftmax(logits), 1);
        return ((1 - LabelSmoothing) * ofClass) + (LabelSmoothing * ofAll);
    }

    /// <inheritdoc/>
    public override Tensor Predict(Tensor output) => Functions.Softmax(Logits(output));

    /// <inheritdoc/>
    public override string ToString() => LabelSmoothing == 0 ? Operators.CrossEntropy.Entry.Name
        : string.Create(CultureInfo.InvariantCulture, $"{Operators.CrossEntropy.Entry.Name}({LabelSmoothing:R})");

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
    public override Tensor PerSample(Tensor output, Tensor target) =>
        MeanOfRows(Functions.BinaryCrossEntropy(Logits(output), target));

    /// <inheritdoc/>
    public override Tensor Predict(Tensor output) => Functions.Sigmoid(Logits(output));

    /// <inheritdoc/>
    public override string ToString() => BinaryCrossEntropy.Entry.Name;

    private static Tensor Logits(Tensor output) =>
        Node.Of(output) is { Operator: Sigmoid, Inputs: [var logits] } ? logits.Tensor : output;
}
