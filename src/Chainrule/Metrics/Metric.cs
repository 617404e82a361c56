namespace Chainrule;

/// <summary>
/// A number that tells people how good predictions are. The names are those of scikit-learn, and so are the values.
/// </summary>
public abstract class Metric
{
    /// <summary>
    /// <c>accuracy</c>: the fraction of samples predicted correctly, by the largest output or by whether a single one
    /// is at least 0.5; of several labels a sample, all must be right.
    /// </summary>
    public static Metric Accuracy { get; } = new SampleMetric("accuracy", true, SampleScores.IsRight);

    /// <summary><c>balanced_accuracy</c>: the mean recall of the classes that occur.</summary>
    public static Metric BalancedAccuracy { get; } = new BalancedAccuracyMetric();

    /// <summary>
    /// <c>log_loss</c>: the mean of −log p of the true class, with p at least the smallest difference from 1; of
    /// labels, of each answer.
    /// </summary>
    public static Metric LogLoss { get; } =
        new SampleMetric("log_loss", false, SampleScores.LogLoss, needsProbabilities: true);

    /// <summary>
    /// <c>brier_score</c>: the mean of (p − y)² of the second of two classes; of more classes, Σ(p − y)² over them all.
    /// </summary>
    public static Metric BrierScore { get; } =
        new SampleMetric("brier_score", false, SampleScores.Brier, needsProbabilities: true);

    /// <summary><c>mse</c>: the mean of (output − target)² over all elements.</summary>
    public static Metric MeanSquaredError { get; } =
        new ErrorMetric("mse", (output, target) => (output - target) * (output - target));

    /// <summary><c>rmse</c>: the root of the mean of (output − target)², averaged over the outputs.</summary>
    public static Metric RootMeanSquaredError { get; } = new RootErrorMetric();

    /// <summary><c>mae</c>: the mean of |output − target| over all elements.</summary>
    public static Metric MeanAbsoluteError { get; } =
        new ErrorMetric("mae", (output, target) => Math.Abs(output - target));

    /// <summary>
    /// <c>mape</c>: the mean of |output − target|/|target| over all elements, 0.1 for 10 %; |target| counts as at least
    /// 2⁻⁵², so that a target of 0 makes it huge.
    /// </summary>
    public static Metric MeanAbsolutePercentageError { get; } = new ErrorMetric(
        "mape", (output, target) => Math.Abs(output - target) / Math.Max(Math.Abs(target), Math.BitIncrement(1.0) - 1),
        isOfValues: true);

    /// <summary><c>max_error</c>: the largest |output − target|, whatever its weight.</summary>
    public static Metric MaxError { get; } = new MaxErrorMetric();

    /// <summary>
    /// <c>r2</c>: the coefficient of determination, 1 − Σ(output − target)²/Σ(target − mean)², averaged over the
    /// outputs. An output with constant targets counts 1 if it predicts them exactly, and 0 otherwise.
    /// </summary>
    public static Metric R2 { get; } = new VarianceMetric("r2");

    /// <summary>
    /// <c>r2_variance_weighted</c>: <see cref="R2"/> with outputs weighted by the variance of their targets: the
    /// fraction of all variance that is explained.
    /// </summary>
    public static Metric R2VarianceWeighted { get; } = new VarianceMetric("r2_variance_weighted", isWeighted: true);

    /// <summary>
    /// <c>explained_variance</c>: 1 − Var(target − output)/Var(target), averaged over the outputs: R² but for a mean
    /// error.
    /// </summary>
    public static Metric ExplainedVariance { get; } = new VarianceMetric("explained_variance", ignoresMeanError: true);

    /// <summary><c>label_accuracy</c>: of several answers of yes or no a sample, the fraction that is right.</summary>
    public static Metric LabelAccuracy { get; } =
        new SampleMetric("label_accuracy", true, SampleScores.RightLabels, only: TargetKind.Labels);

    /// <summary>
    /// <c>subset_accuracy</c>: of samples with several answers of yes or no, the fraction whose answers are all right.
    /// </summary>
    public static Metric SubsetAccuracy { get; } =
        new SampleMetric("subset_accuracy", true, SampleScores.IsRight, only: TargetKind.Labels);

    /// <summary>The name in reports, such as <c>accuracy</c>.</summary>
    public abstract string Name { get; }

    /// <summary>Whether higher values are better, as for an accuracy; for an error, lower ones are.</summary>
    public virtual bool HigherIsBetter => false;

    /// <summary>Whether the metric is for targets of this kind; it is asked before a training.</summary>
    /// <param name="kind">What the targets are.</param>
    public virtual bool Judges(TargetKind kind) => true;

    /// <summary>The metric of predictions; NaN where there are too few.</summary>
    /// <param name="predictions">The predictions with what is true.</param>
    /// <exception cref="ChainruleException">The metric is not for predictions of this kind.</exception>
    public abstract double Of(Predictions predictions);

    /// <summary>The metric of some samples: see <see cref="Predictions.Of"/> for what the targets are.</summary>
    /// <param name="outputs">What a model predicts, (m, outputs).</param>
    /// <param name="targets">What is true, of the same shape; or class labels (m) as int32.</param>
    /// <param name="weights">How much each sample counts (m); null for all the same.</param>
    /// <exception cref="ShapeException">The shapes do not fit together.</exception>
    public double Of(Tensor outputs, Tensor targets, Tensor? weights = null)
    {
        TargetKind? kind = !Judges(TargetKind.Classes) ? TargetKind.Values
            : Judges(TargetKind.Values) ? TargetKindFor(targets) : null;
        var predictions = Predictions.Of(outputs, targets, kind);
        return Of(weights is null ? predictions : predictions.Weighted(weights));
    }

    /// <summary>
    /// <c>top_k_accuracy</c> of scikit-learn: the fraction of samples whose class is among the k with the largest
    /// outputs; of equal ones, those of later classes come first.
    /// </summary>
    /// <param name="k">How many classes may be named.</param>
    public static Metric TopK(int k = 2)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        return new SampleMetric(
            $"top_{k}_accuracy", true, (predictions, i) => SampleScores.IsAmong(predictions, i, k));
    }

    /// <summary>
    /// <c>precision</c>: of the samples predicted as a class, the fraction that is of it; 0 without any.
    /// </summary>
    /// <param name="average">How the classes become one number.</param>
    public static Metric Precision(MetricAverage average = MetricAverage.Binary) =>
        new RatioMetric(MetricNames.Of("precision", average), ClassScoreKind.Precision, average);

    /// <summary><c>recall</c>: of the samples of a class, the fraction predicted as it; 0 without any.</summary>
    /// <param name="average">How the classes become one number.</param>
    public static Metric Recall(MetricAverage average = MetricAverage.Binary) =>
        new RatioMetric(MetricNames.Of("recall", average), ClassScoreKind.Recall, average);

    /// <summary><c>f1</c>: the harmonic mean of precision and recall, 0 where both are.</summary>
    /// <param name="average">How the classes become one number.</param>
    public static Metric F1(MetricAverage average = MetricAverage.Binary) =>
        new RatioMetric(MetricNames.Of("f1", average), ClassScoreKind.F1, average);

    /// <summary>
    /// <c>roc_auc</c>: the area under <see cref="RocCurve"/>, of two classes that of the second, of more the average of
    /// each against the rest; NaN if one of them has no samples.
    /// </summary>
    /// <param name="average">How the classes become one number: macro, micro or weighted.</param>
    public static Metric RocAuc(MetricAverage average = MetricAverage.Macro) =>
        new CurveMetric(MetricNames.OfCurve("roc_auc", average), isRoc: true, average);

    /// <summary>
    /// <c>average_precision</c>: the area under <see cref="PrecisionRecallCurve"/>, averaged as <see cref="RocAuc"/>
    /// is; a class without samples counts 0.
    /// </summary>
    /// <param name="average">How the classes become one number: macro, micro or weighted.</param>
    public static Metric AveragePrecision(MetricAverage average = MetricAverage.Macro) =>
        new CurveMetric(MetricNames.OfCurve("average_precision", average), isRoc: false, average);

    /// <summary>Makes a metric of your own known by its name, for <see cref="Parse"/>.</summary>
    public static void Register(Metric metric) => MetricNames.Register(metric);

    /// <summary>
    /// Reads the name of a metric, such as <c>accuracy</c>, <c>f1_macro</c> or <c>top_5_accuracy</c>, or that of a
    /// registered one. The names of scikit-learn's functions, such as <c>r2_score</c>, are read too.
    /// </summary>
    /// <exception cref="ChainruleException">There is no such metric.</exception>
    public static Metric Parse(string name) => MetricNames.Parse(name);

    /// <summary>The names that <see cref="Parse"/> reads.</summary>
    public static IReadOnlyList<string> Known => MetricNames.Known;

    /// <summary>The name.</summary>
    public sealed override string ToString() => Name;

    internal ChainruleException Unfit(TargetKind kind) => new(
        $"{Name} is for {(kind == TargetKind.Values ? "classes, and the targets are values: use r2, rmse or mae"
            : "values, and the targets are classes: use accuracy or f1_macro")}.");

    internal static Predictions RequireClasses(Predictions predictions, string what) =>
        predictions.Kind != TargetKind.Values ? predictions : throw new ChainruleException(
            $"{what} is for classes or labels, and the targets are values: use r2 and residuals for them.");

    // A metric of values takes any numbers as they are.
    private static TargetKind? TargetKindFor(Tensor targets) =>
        targets.DType == DType.Int32 && targets.Rank == 1 ? null : TargetKind.Values;
}
