using System.Numerics.Tensors;
using System.Text.Json.Nodes;

namespace Chainrule;

/// <summary>
/// Targets of any size, brought to mean 0 and standard deviation 1 for the gradients only: the network learns
/// (target − mean)/deviation, and the model predicts output·deviation + mean. Losses, metrics and predictions stay in
/// the targets' own units.
/// </summary>
public sealed class TargetScaling
{
    private double[] means = [], deviations = [];

    /// <summary>A scaling that the next training fits to its targets.</summary>
    public TargetScaling() { }

    internal TargetScaling(double[] means, double[] deviations) => (this.means, this.deviations) = (means, deviations);

    /// <summary>Whether the scaling knows its targets.</summary>
    public bool IsFitted => means.Length > 0;

    /// <summary>The mean of each output's targets.</summary>
    public IReadOnlyList<double> Means => means;

    /// <summary>The standard deviation of each output's targets; 1 where they never vary.</summary>
    public IReadOnlyList<double> StandardDeviations => deviations;

    /// <summary>Learns the mean and the standard deviation of each column of some targets (m, …).</summary>
    /// <returns>This scaling.</returns>
    public TargetScaling Fit(Tensor targets)
    {
        double[] values = targets.Cast(DType.Float64).ToArray<double>();
        int count = targets.Shape[0], width = count == 0 ? 0 : values.Length / count;
        means = new double[width];
        deviations = new double[width];
        for (int i = 0; i < count; i++) TensorPrimitives.Add(means, values.AsSpan(i * width, width), means);
        TensorPrimitives.Divide(means, count, means);
        for (int i = 0; i < values.Length; i++)
            deviations[i % width] += Math.Pow(values[i] - means[i % width], 2) / count;
        for (int j = 0; j < width; j++) deviations[j] = deviations[j] > 0 ? Math.Sqrt(deviations[j]) : 1;
        return this;
    }

    /// <summary>Targets (m, …) as the network learns them.</summary>
    internal Tensor Scale(Tensor targets) => (targets - Row(means, targets)) / Row(deviations, targets);

    /// <summary>The network's outputs (m, …) in the targets' units.</summary>
    internal Tensor Restore(Tensor outputs) => (outputs * Row(deviations, outputs)) + Row(means, outputs);

    internal JsonObject Describe() => new()
    {
        ["mean"] = TransformDescription.Write(means),
        ["standard_deviation"] = TransformDescription.Write(deviations),
    };

    internal static TargetScaling FromDescription(JsonNode? node, int outputs)
    {
        var description = node as JsonObject;
        double[] means = TransformDescription.Numbers(description?["mean"], "target_scaling", "mean");
        double[] deviations = TransformDescription.Numbers(
            description?["standard_deviation"], "target_scaling", "standard_deviation");
        if (means.Length != outputs || deviations.Length != outputs || Array.Exists(deviations, one => one <= 0))
            throw new DataException($"its \"target_scaling\" is not that of {outputs} outputs");
        return new(means, deviations);
    }

    private static Tensor Row(double[] values, Tensor like) =>
        Tensor.FromArray(values, like.Shape.Without(0)).Cast(like.DType);
}
