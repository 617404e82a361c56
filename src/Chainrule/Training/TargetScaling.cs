using System.Numerics.Tensors;
using System.Text.Json.Nodes;

namespace Chainrule;

/// <summary>
/// Scales targets to mean 0 and standard deviation 1 for training only: the network learns (target − mean)/σ, and the
/// model predicts output·σ + mean. Losses, metrics and predictions stay in the units of the targets.
/// </summary>
public sealed class TargetScaling
{
    private double[] means = [], deviations = [];

    /// <summary>Creates a scaling that the next training fits to its targets.</summary>
    public TargetScaling() { }

    internal TargetScaling(double[] means, double[] deviations) => (this.means, this.deviations) = (means, deviations);

    /// <summary>Whether the scaling has been fitted.</summary>
    public bool IsFitted => means.Length > 0;

    /// <summary>The mean of each output's targets.</summary>
    public IReadOnlyList<double> Means => means;

    /// <summary>The standard deviation of each output's targets; 1 if they are constant.</summary>
    public IReadOnlyList<double> StandardDeviations => deviations;

    /// <summary>Computes the mean and standard deviation of each column of the targets (m, …).</summary>
    /// <returns>This scaling.</returns>
    public TargetScaling Fit(Tensor targets) => Fit([targets]);

    /// <summary>The same of targets that come in parts, which are read twice.</summary>
    internal TargetScaling Fit(IEnumerable<Tensor> parts)
    {
        long count = 0;
        double[] sums = [];
        foreach (Tensor part in parts)
        {
            if (part.Shape[0] == 0) continue;
            double[] values = Values(part, out int width);
            if (count == 0) sums = new double[width];
            for (int i = 0; i < values.Length; i += width) TensorPrimitives.Add(sums, values.AsSpan(i, width), sums);
            count += part.Shape[0];
        }
        TensorPrimitives.Divide(sums, count, sums);
        means = sums;
        deviations = new double[means.Length];
        foreach (Tensor part in parts)
        {
            double[] values = Values(part, out int width);
            for (int i = 0; i < values.Length; i++)
                deviations[i % width] += Math.Pow(values[i] - means[i % width], 2) / count;
        }
        for (int j = 0; j < means.Length; j++) deviations[j] = deviations[j] > 0 ? Math.Sqrt(deviations[j]) : 1;
        return this;

        static double[] Values(Tensor part, out int width)
        {
            width = part.Length / Math.Max(1, part.Shape[0]);
            return part.Cast(DType.Float64).ToArray<double>();
        }
    }

    /// <summary>Converts targets (m, …) to the scale that the network learns.</summary>
    internal Tensor Scale(Tensor targets) => (targets - Row(means, targets)) / Row(deviations, targets);

    /// <summary>Converts the network's outputs (m, …) back to the units of the targets.</summary>
    internal Tensor Restore(Tensor outputs) => (outputs * Row(deviations, outputs)) + Row(means, outputs);

    internal JsonObject Describe() => new()
    {
        ["mean"] = TransformDescription.Write(means),
        ["standard_deviation"] = TransformDescription.Write(deviations),
    };

    internal static TargetScaling FromDescription(JsonNode? node, int? outputs = null)
    {
        var description = node as JsonObject;
        double[] means = TransformDescription.Numbers(description?["mean"], "target_scaling", "mean");
        double[] deviations = TransformDescription.Numbers(
            description?["standard_deviation"], "target_scaling", "standard_deviation");
        int width = outputs ?? Math.Max(1, means.Length);
        if (means.Length != width || deviations.Length != width || Array.Exists(deviations, one => one <= 0))
            throw new DataException($"its \"target_scaling\" is not that of {width} outputs");
        return new(means, deviations);
    }

    private static Tensor Row(double[] values, Tensor like) =>
        Tensor.FromArray(values, like.Shape.Without(0)).Cast(like.DType);
}
