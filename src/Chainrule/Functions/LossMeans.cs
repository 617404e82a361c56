using Chainrule.Catalog;

namespace Chainrule;

// Losses of a whole batch: one number. A target of shape (m) fits an output of shape (m, 1). Otherwise the shapes must
// be equal, because an output (m, 1) minus a target (m) would silently broadcast to (m, m).
public static partial class Functions
{
    private static readonly Signature OfPrediction = new(["prediction", "target"]);

    private static readonly FunctionOption DeltaOfHuber = new("delta", OptionKind.Number, "delta=1")
    {
        Default = 1,
        Fits = delta => delta > 0,
        Remedy = "a number above 0",
    };

    internal static FunctionEntry MeanSquaredErrorEntry { get; } = new("mse")
    {
        Aliases = ["mean_squared_error"],
        Signature = OfPrediction,
        Shape = ShapeRules.PairLoss,
        Apply = arguments => MeanSquaredError(arguments[0], arguments[1]),
    };

    internal static FunctionEntry MeanAbsoluteErrorEntry { get; } = new("mae")
    {
        Aliases = ["mean_absolute_error"],
        Signature = OfPrediction,
        Shape = ShapeRules.PairLoss,
        Apply = arguments => MeanAbsoluteError(arguments[0], arguments[1]),
    };

    internal static FunctionEntry HuberEntry { get; } = new("huber")
    {
        Signature = OfPrediction with { Options = [DeltaOfHuber] },
        Shape = ShapeRules.PairLoss,
        Apply = arguments => Huber(arguments[0], arguments[1], arguments.Number(DeltaOfHuber)),
    };

    /// <summary>The mean of (output − target)² over all elements.</summary>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    public static Tensor MeanSquaredError(Tensor output, Tensor target) =>
        Mean(Squared(output - Fit(MeanSquaredErrorEntry.Name, output, target)));

    /// <summary>The sum of (output − target)² over all elements.</summary>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    public static Tensor SumSquaredError(Tensor output, Tensor target) =>
        Sum(Squared(output - Fit("sse", output, target)));

    /// <summary>
    /// Σ(output − target)²/(2m) for m samples; its gradient with respect to the output is (output − target)/m.
    /// </summary>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    public static Tensor HalfMeanSquaredError(Tensor output, Tensor target) =>
        Sum(Squared(output - Fit("half_mse", output, target)))
            / (2 * Math.Max(1, output.Rank == 0 ? 1 : output.Shape[0]));

    /// <summary>The mean of |output − target| over all elements.</summary>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    public static Tensor MeanAbsoluteError(Tensor output, Tensor target) =>
        Mean(Abs(output - Fit(MeanAbsoluteErrorEntry.Name, output, target)));

    /// <summary>
    /// The mean over all elements of e²/2 where |e| ≤ delta, and delta·(|e| − delta/2) elsewhere, with e = output −
    /// target (Huber 1964).
    /// </summary>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    /// <exception cref="ChainruleException">Delta is not positive.</exception>
    public static Tensor Huber(Tensor output, Tensor target, double delta = 1)
    {
        if (!(delta > 0) || !double.IsFinite(delta))
            throw new ChainruleException($"The Huber loss needs a positive delta, not {delta}.");
        // With c = min(|e|, delta), both branches are c·(|e| − c/2).
        Tensor error = Abs(output - Fit(HuberEntry.Name, output, target));
        Tensor inner = Minimum(error, Number(delta, output.DType));
        return Mean(inner * (error - (inner * 0.5)));
    }

    private static Tensor Squared(Tensor x) => Pow(x, 2);
}
