namespace Chainrule.Cli.Chains;

/// <summary>How well a program does on samples, in the measures that its inputs and outputs allow.</summary>
internal static class ChainMetrics
{
    /// <summary>Accuracy or squared error where there is one, then the cost, each with a prefix before its name.</summary>
    public static List<(string Name, double Value)> Of(ChainModel model, string prefix)
    {
        List<(string Name, double Value)> metrics = [];
        if (Measure(model) is { } measure) metrics.Add((prefix + measure.Name, measure.Value));
        if (model.Cost is { } cost) metrics.Add((prefix + "cost", cost.Item()));
        return metrics;
    }

    private static (string Name, double Value)? Measure(ChainModel model)
    {
        if (model.Outputs is not [Tensor output, ..]) return null;
        Tensor? labels = model.Inputs.FirstOrDefault(input => input.DType == DType.Int32);
        if (labels is not null && output.Rank == 2 && labels.Rank == 1)
            return ("accuracy", Functions.Mean(Functions.Equal(Functions.ArgMax(output, axis: 1), labels).Cast(DType.Float64)).Item());
        // Targets are compared with; without them the output reproduces the input.
        Tensor? truth = model.Inputs.LastOrDefault(input => input.DType.IsFloating() && input.Shape == output.Shape);
        return truth is null ? null : ("mse", Functions.Mean(Functions.Pow(output - truth, 2)).Item());
    }
}
