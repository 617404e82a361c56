namespace Chainrule;

// Losses of a whole batch: one number. A target of shape (m) fits an output of shape (m, 1); otherwise the shapes are
// equal, since an output (m, 1) less a target (m) would broadcast to (m, m) without a word.
public static partial class Functions
{
    /// <summary>The mean of (output − target)² over all elements.</summary>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    public static Tensor MeanSquaredError(Tensor output, Tensor target) =>
        Mean(Squared(output - Fit("mse", output, target)));

    /// <summary>The sum of (output − target)² over all elements.</summary>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    public static Tensor SumSquaredError(Tensor output, Tensor target) =>
        Sum(Squared(output - Fit("sse", output, target)));

    /// <summary>Σ(output − target)²/(2m) for m samples, whose gradient at the output is (output − target)/m.</summary>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    public static Tensor HalfMeanSquaredError(Tensor output, Tensor target) =>
        Sum(Squared(output - Fit("half_mse", output, target)))
            / (2 * Math.Max(1, output.Rank == 0 ? 1 : output.Shape[0]));

    /// <summary>The mean of |output − target| over all elements.</summary>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    public static Tensor MeanAbsoluteError(Tensor output, Tensor target) =>
        Mean(Abs(output - Fit("mae", output, target)));

    /// <summary>
    /// The mean over all elements of e²/2 where |e| ≤ delta, else delta·(|e| − delta/2), with e = output − target
    /// (Huber 1964).
    /// </summary>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    /// <exception cref="ChainruleException">Delta is not positive.</exception>
    public static Tensor Huber(Tensor output, Tensor target, double delta = 1)
    {
        if (!(delta > 0) || !double.IsFinite(delta))
            throw new ChainruleException($"The Huber loss needs a positive delta, not {delta}.");
        // With c = min(|e|, delta), both branches are c·(|e| − c/2).
        Tensor error = Abs(output - Fit("huber", output, target));
        Tensor inner = Minimum(error, Number(delta, output.DType));
        return Mean(inner * (error - (inner * 0.5)));
    }

    /// <summary>The mean cross-entropy of a batch, from logits (m, classes) and labels or probabilities.</summary>
    public static Tensor MeanCrossEntropy(Tensor logits, Tensor labels) => Mean(CrossEntropy(logits, labels));

    /// <summary>The mean binary cross-entropy over all elements, from logits and targets in [0, 1].</summary>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    public static Tensor MeanBinaryCrossEntropy(Tensor logits, Tensor targets) =>
        Mean(BinaryCrossEntropy(logits, Fit("binary_cross_entropy", logits, targets)));

    private static Tensor Squared(Tensor x) => Pow(x, 2);

    private static Tensor Fit(string loss, Tensor output, Tensor target)
    {
        if (target.Shape == output.Shape) return target.As(output.DType);
        if (output.Shape.Rank == target.Rank + 1 && output.Shape[^1] == 1 && output.Length == target.Length)
            return Reshape(target.As(output.DType), output.Shape);
        throw new ShapeException(
            $"{loss}: the output has shape {output.Shape} and the target {target.Shape}: they must be equal.");
    }
}
