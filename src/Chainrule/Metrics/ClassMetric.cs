namespace Chainrule;

/// <summary>How a metric of one class or label becomes that of several, in the words of scikit-learn.</summary>
public enum MetricAverage
{
    /// <summary>The second of two classes alone.</summary>
    Binary,

    /// <summary>All decisions count alike.</summary>
    Micro,

    /// <summary>All classes count alike.</summary>
    Macro,

    /// <summary>Classes count by their samples.</summary>
    Weighted,

    /// <summary>Samples of several labels count alike.</summary>
    Samples,
}

/// <summary>Precision, recall or F1.</summary>
internal sealed class RatioMetric(string name, ClassScoreKind kind, MetricAverage average) : ClassMetric(name)
{
    protected override double OfClasses(Predictions predictions)
    {
        if (average == MetricAverage.Binary)
        {
            if (predictions.Kind == TargetKind.Labels || predictions.OutputCount != 2)
                throw new ChainruleException(
                    $"{Name} is for two classes, and there are {predictions.OutputCount} " +
                    $"{(predictions.Kind == TargetKind.Labels ? "labels" : "classes")}: use {Name}_macro, " +
                    $"{Name}_micro or {Name}_weighted.");
            return new ClassTally(predictions).Score(kind, 1);
        }
        return average == MetricAverage.Samples ? OfSamples(predictions)
            : new ClassTally(predictions).Score(kind, average);
    }

    private double OfSamples(Predictions predictions)
    {
        if (predictions.Kind != TargetKind.Labels)
            throw new ChainruleException($"{Name} is for several labels a sample: use an average of classes.");
        double sum = 0, weight = 0;
        for (int i = 0; i < predictions.Count; i++)
        {
            int hits = 0, predicted = 0, support = 0;
            for (int label = 0; label < predictions.OutputCount; label++)
            {
                (bool isTrue, bool isPredicted) = (predictions.Is(i, label), predictions.IsPredicted(i, label));
                if (isTrue) support++;
                if (isPredicted) predicted++;
                if (isTrue && isPredicted) hits++;
            }
            sum += predictions.Weight(i) * ClassTally.Ratio(kind, hits, predicted, support);
            weight += predictions.Weight(i);
        }
        return sum / weight;
    }
}

/// <summary>The area under the ROC curve, or the average precision.</summary>
internal sealed class CurveMetric(string name, bool isRoc, MetricAverage average) : ClassMetric(name)
{
    public bool IsRoc => isRoc;

    /// <summary>The average of the areas of each class, or of two classes that of the second.</summary>
    /// <param name="predictions">The predictions.</param>
    /// <param name="area">The area of a class.</param>
    /// <param name="weights">How much each class counts; null for all the same.</param>
    public static double Averaged(Predictions predictions, Func<int, double> area, Func<int, double>? weights = null)
    {
        if (predictions is { Kind: TargetKind.Classes, OutputCount: 2 }) return area(1);
        double sum = 0, weight = 0;
        for (int label = 0; label < predictions.OutputCount; label++)
        {
            double share = weights?.Invoke(label) ?? 1;
            // A class without samples has no area, and neither has the mean.
            sum += share * area(label);
            weight += share;
        }
        return sum / weight;
    }

    protected override double OfClasses(Predictions predictions)
    {
        bool areTwo = predictions is { Kind: TargetKind.Classes, OutputCount: 2 };
        if (average == MetricAverage.Micro && !areTwo)
            return isRoc ? RocCurve.OfAll(predictions).Area : PrecisionRecallCurve.OfAll(predictions).AveragePrecision;
        return Averaged(
            predictions,
            label => isRoc ? RocCurve.Of(predictions, label).Area
                : PrecisionRecallCurve.Of(predictions, label).AveragePrecision,
            average == MetricAverage.Weighted ? new ClassTally(predictions).Support : null);
    }
}

/// <summary>A mean over the samples of what is said of each.</summary>
internal sealed class SampleMetric(
    string name, bool isHigherBetter, Func<Predictions, int, double> score, bool needsProbabilities = false,
    TargetKind? only = null)
    : ClassMetric(name, isHigherBetter)
{
    protected override double OfClasses(Predictions predictions)
    {
        if (only is { } kind && predictions.Kind != kind)
            throw new ChainruleException($"{Name} is for several labels a sample: use accuracy for classes.");
        if (needsProbabilities && !predictions.AreProbabilities)
            throw new ChainruleException(
                $"{Name} is for probabilities, and these outputs are not: end the network with softmax or sigmoid, " +
                "or use accuracy.");
        double sum = 0, weight = 0;
        for (int i = 0; i < predictions.Count; i++)
        {
            sum += predictions.Weight(i) * score(predictions, i);
            weight += predictions.Weight(i);
        }
        return sum / weight;
    }
}

/// <summary>The mean recall of the classes that occur.</summary>
internal sealed class BalancedAccuracyMetric() : ClassMetric("balanced_accuracy")
{
    protected override double OfClasses(Predictions predictions)
    {
        if (predictions.Kind != TargetKind.Classes)
            throw new ChainruleException($"{Name} is for one class a sample: use recall_macro for labels.");
        var counts = new ClassTally(predictions);
        return counts.Present.Where(label => counts.Support(label) > 0)
            .Select(label => counts.Score(ClassScoreKind.Recall, label)).DefaultIfEmpty(double.NaN).Average();
    }
}

/// <summary>A metric of classes or labels.</summary>
internal abstract class ClassMetric(string name, bool isHigherBetter = true) : Metric
{
    public sealed override string Name => name;

    public sealed override bool HigherIsBetter => isHigherBetter;

    public override bool Judges(TargetKind kind) => kind != TargetKind.Values;

    public sealed override double Of(Predictions predictions) =>
        predictions.Kind == TargetKind.Values ? throw Unfit(predictions.Kind)
            : predictions.Count == 0 ? double.NaN : OfClasses(predictions);

    protected abstract double OfClasses(Predictions predictions);
}
