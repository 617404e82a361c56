using System.Collections.Concurrent;
using System.Globalization;

namespace Chainrule;

/// <summary>The metrics by their names.</summary>
internal static class MetricNames
{
    private const string TopBefore = "top_", TopAfter = "_accuracy";

    private static readonly ConcurrentDictionary<string, Metric> Registered = new(StringComparer.Ordinal);

    private static readonly Metric[] Own =
    [
        Metric.Accuracy, Metric.BalancedAccuracy, Metric.TopK(), .. Ratios(Metric.Precision), .. Ratios(Metric.Recall),
        .. Ratios(Metric.F1), .. Areas(Metric.RocAuc), .. Areas(Metric.AveragePrecision), Metric.LogLoss,
        Metric.BrierScore, Metric.LabelAccuracy, Metric.SubsetAccuracy, Metric.MeanSquaredError,
        Metric.RootMeanSquaredError, Metric.MeanAbsoluteError, Metric.MeanAbsolutePercentageError, Metric.MaxError,
        Metric.R2, Metric.R2VarianceWeighted, Metric.ExplainedVariance,
    ];

    // Further names in scikit-learn and Keras.
    private static readonly Dictionary<string, string> Aliases = new(StringComparer.Ordinal)
    {
        ["mean_squared_error"] = "mse",
        ["root_mean_squared_error"] = "rmse",
        ["mean_absolute_error"] = "mae",
        ["mean_absolute_percentage_error"] = "mape",
        ["top_k_accuracy"] = "top_2_accuracy",
        ["roc_auc_ovr"] = "roc_auc",
        ["roc_auc_ovr_weighted"] = "roc_auc_weighted",
        ["roc_auc_ovr_micro"] = "roc_auc_micro",
        ["brier_score_loss"] = "brier_score",
    };

    public static IReadOnlyList<string> Known => [.. Own.Select(metric => metric.Name), .. Registered.Keys.Order()];

    public static void Register(Metric metric) => Registered[metric.Name] = metric;

    public static Metric Parse(string name)
    {
        if (Registered.TryGetValue(name, out Metric? registered)) return registered;
        string plain = name.EndsWith("_score", StringComparison.Ordinal) && name != Metric.BrierScore.Name
            ? name[..^"_score".Length] : name;
        plain = Aliases.GetValueOrDefault(plain, plain);
        if (plain.StartsWith(TopBefore, StringComparison.Ordinal) && plain.EndsWith(TopAfter, StringComparison.Ordinal)
            && plain.Length > TopBefore.Length + TopAfter.Length
            && int.TryParse(
                plain.AsSpan()[TopBefore.Length..^TopAfter.Length], NumberStyles.None, CultureInfo.InvariantCulture,
                out int k) && k > 0)
            return Metric.TopK(k);
        if (Array.Find(Own, metric => metric.Name == plain) is { } own) return own;
        string remedy = plain.StartsWith("neg_", StringComparison.Ordinal)
            ? $"errors are not negated here: write {Aliases.GetValueOrDefault(plain[4..], plain[4..])}"
            : $"write {string.Join(", ", Own.Select(metric => metric.Name))}, or register one of your own with " +
                "Metric.Register";
        throw new ChainruleException($"\"{name}\" is not a metric: {remedy}.");
    }

    public static string Of(string name, MetricAverage average) =>
        average == MetricAverage.Binary ? name : $"{name}_{average.ToString().ToLowerInvariant()}";

    public static string OfCurve(string name, MetricAverage average) => average switch
    {
        MetricAverage.Macro => name,
        MetricAverage.Micro or MetricAverage.Weighted => Of(name, average),
        _ => throw new ChainruleException($"{name} is averaged as Macro, Micro or Weighted, not as {average}."),
    };

    private static IEnumerable<Metric> Ratios(Func<MetricAverage, Metric> of) =>
        Enum.GetValues<MetricAverage>().Select(of);

    private static IEnumerable<Metric> Areas(Func<MetricAverage, Metric> of) =>
        new[] { MetricAverage.Macro, MetricAverage.Weighted, MetricAverage.Micro }.Select(of);
}
