namespace Chainrule.Cli.Inputs;

/// <summary>
/// The values of a table's label brought to mean 0 and deviation 1 while a network learns them, whatever their unit; afterwards the last
/// layer takes the scale over, and the model gives values in the label's own unit.
/// </summary>
internal sealed class TargetScale
{
    private readonly double mean, deviation;

    private TargetScale(double mean, double deviation) => (this.mean, this.deviation) = (mean, deviation);

    /// <summary>The scale of the targets; null where the network's end or its loss could not take it over.</summary>
    public static TargetScale? For(Dataset train, Model model)
    {
        bool isTaken = model.Loss is null or MeanSquaredError && Last(model.Network) is Dense { Activation: null, HasBias: true };
        if (train.IsClassification || train.OutputCount != 1 || !isTaken) return null;
        double[] targets = train.Targets.Cast(DType.Float64).ToArray<double>();
        double mean = targets.Average(), deviation = Math.Sqrt(targets.Average(target => (target - mean) * (target - mean)));
        return deviation > 0 && double.IsFinite(deviation) ? new(mean, deviation) : null;
    }

    public Dataset Apply(Dataset data) => data with
    {
        Targets = Tensor.FromArray(((data.Targets.Cast(DType.Float64) - mean) / deviation).ToArray<double>(), data.Targets.Shape)
            .Cast(data.Targets.DType),
    };

    /// <summary>An epoch's squared errors in the label's own unit.</summary>
    public EpochReport Restore(EpochReport epoch)
    {
        double square = deviation * deviation;
        return epoch with
        {
            Loss = epoch.Loss * square,
            Value = epoch.Value * square,
            Validation = Restore(epoch.Validation, square),
        };
    }

    public TrainingHistory Restore(TrainingHistory history) => history with
    {
        Epochs = [.. history.Epochs.Select(Restore)],
        StepLosses = [.. history.StepLosses.Select(loss => loss * deviation * deviation)],
    };

    private EvaluationReport? Restore(EvaluationReport? result, double square) => result is null ? null : result with
    {
        Loss = result.Loss * square,
        MeanSquaredError = result.MeanSquaredError * square,
        MeanAbsoluteError = result.MeanAbsoluteError * deviation,
    };

    /// <summary>Lets the last layer, x·W + b, give σ·(x·W + b) + μ.</summary>
    public void GiveTo(Model model)
    {
        (Tensor weight, Tensor bias) = (model.Parameters[^2].Value, model.Parameters[^1].Value);
        weight.Assign(Tensor.FromArray((weight.Cast(DType.Float64) * deviation).ToArray<double>(), weight.Shape));
        bias.Assign(Tensor.FromArray(((bias.Cast(DType.Float64) * deviation) + mean).ToArray<double>(), bias.Shape));
        if (model.Training is { } record)
            model.Training = record with { Loss = record.Loss * deviation * deviation, Value = record.Value * deviation * deviation };
    }

    private static Layer Last(Layer network) => network is Sequential sequence ? sequence[sequence.Count - 1] : network;
}
