using Chainrule.Language;

namespace Chainrule.Cli.Chains;

/// <summary>How well a trained program does, in the measures that its inputs and outputs allow.</summary>
internal static class ChainMetrics
{
    /// <summary>The cost on all samples, and on held-out ones also accuracy or squared error.</summary>
    public static List<(string Name, double Value)> Of(ChainTrainer trainer, ChainData data)
    {
        List<(string Name, double Value)> metrics = [];
        if (data.Test is { } test && CanApply(trainer.Model.Program, test, data.Train))
        {
            ChainModel model = trainer.Apply(test);
            if (Measure(model) is { } measure) metrics.Add(measure);
            metrics.Add(("test_cost", model.Cost!.Item()));
        }
        else if (data.Test is null)
        {
            ChainModel model = trainer.Apply(data.Train);
            metrics.Add(("cost", model.Cost!.Item()));
        }
        return metrics;
    }

    // Parameters with a row for each training sample have none for others.
    private static bool CanApply(ChainProgram program, ChainRows test, ChainRows train)
    {
        try
        {
            if (test.Count != train.Count) train.RequireBatches(program);
            return true;
        }
        catch (ChainruleException)
        {
            return false;
        }
    }

    private static (string Name, double Value)? Measure(ChainModel model)
    {
        if (model.Outputs is not [Tensor output, ..]) return null;
        Tensor? labels = model.Inputs.FirstOrDefault(input => input.DType == DType.Int32);
        if (labels is not null && output.Rank == 2 && labels.Rank == 1)
            return ("test_accuracy", Functions.Mean(Functions.Equal(Functions.ArgMax(output, axis: 1), labels).Cast(DType.Float64)).Item());
        // Targets are compared with; without them the output reproduces the input.
        Tensor? truth = model.Inputs.LastOrDefault(input => input.DType.IsFloating() && input.Shape == output.Shape);
        return truth is null ? null : ("test_mse", Functions.Mean(Functions.Pow(output - truth, 2)).Item());
    }
}
