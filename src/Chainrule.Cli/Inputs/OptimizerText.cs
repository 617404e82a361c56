namespace Chainrule.Cli.Inputs;

/// <summary>Optimizers by the names that the command line knows.</summary>
internal static class OptimizerText
{
    public static Optimizer Create(string name, double? rate)
    {
        Optimizer optimizer = name.ToLowerInvariant() switch
        {
            "momentum" => new Sgd(momentum: 0.9),
            "nesterov" => new Sgd(momentum: 0.9, nesterov: true),
            string other => Optimizer.Create(other),
        };
        if (rate is { } given) optimizer.LearningRate = given;
        return optimizer;
    }
}
