using Chainrule.Cli.Inputs;

namespace Chainrule.Cli.Chains;

/// <summary>The metrics of a program on samples, by name.</summary>
internal static class ChainMetrics
{
    /// <summary>
    /// Accuracy, or squared error and R² of values, where there is one, then the cost, each with a prefix before its
    /// name.
    /// </summary>
    public static List<(string Name, double Value)> Of(ChainModel model, string prefix)
    {
        EvaluationReport result = model.Evaluate();
        List<(string Name, double Value)> metrics = [];
        if (result.Predictions is { Kind: TargetKind.Values } values)
            foreach (Metric metric in DataSource.MetricsOfValues(values.OutputCount))
                metrics.Add((prefix + metric.Name, metric.Of(values)));
        else if (!double.IsNaN(result.Value))
            metrics.Add((prefix + result.Metric, result.Value));
        if (model.Cost is not null) metrics.Add((prefix + "cost", result.Loss));
        return metrics;
    }
}
