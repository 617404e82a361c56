using Chainrule.Operators;

namespace Chainrule;

/// <summary>
/// Finds what a trained network does not use: units whose value is the same for all samples, and outputs that do not
/// depend on the samples.
/// </summary>
internal static class IdleUnits
{
    // Beyond this share the training itself went wrong.
    private const double ManyUnits = 0.25;

    /// <summary>Findings about a model, one sentence each.</summary>
    /// <param name="model">The model.</param>
    /// <param name="source">The samples to try, with their targets.</param>
    public static IReadOnlyList<string> Find(Model model, SampleSource source)
    {
        (BatchGraph graph, IReadOnlyList<(Layer Layer, Tensor Output)> applied, int[] rows) =
            LayerOutputs.Of(model, source);
        int[]? labels = source.Labels is null ? null
            : Array.ConvertAll(rows, row => source.Labels.Span<int>()[row]);
        return Find(graph.Output!, source.Count, labels, model.ClassNames, tensor => applied.FirstOrDefault(
            one => ReferenceEquals(one.Output, tensor)).Layer is { } layer
                ? $"layer {NonFiniteLayer.Name(model.Network, layer)}" : null);
    }

    /// <summary>Findings about the graph of some samples.</summary>
    /// <param name="output">What is predicted, (m, …).</param>
    /// <param name="count">The number of samples, m.</param>
    /// <param name="labels">The true classes, or null.</param>
    /// <param name="classes">Their names.</param>
    /// <param name="nameOf">What a value is called; null where it has no name.</param>
    public static IReadOnlyList<string> Find(
        Tensor output, int count, int[]? labels, IReadOnlyList<string> classes, Func<Tensor, string?> nameOf)
    {
        List<string> found = [];
        if (count < 2) return found;
        int number = 0;
        foreach (Node node in Traversal.Below(Node.Of(output)))
        {
            if (node.Operator.CatalogEntry is not { ActsOnElements: true } || node.Operator is Cast
                || node.Tensor.Rank < 2 || node.Tensor.Shape[0] != count) continue;
            number++;
            if (ReferenceEquals(node.Tensor, output)) continue;
            (int constant, int zero, int units) = Count(node.Tensor, count);
            if (constant == 0) continue;
            string what = nameOf(node.Tensor) ?? $"{node.Operator.Name} {number}";
            string how = zero == constant ? "0" : "the same";
            string remedy = constant < ManyUnits * units ? "" : zero == constant
                ? ": lower the learning rate, or use leaky_relu" : ": lower the learning rate, or scale the features";
            found.Add($"{what}: {constant} of {units} units are {how} for all of {count} samples{remedy}");
            break;   // those behind it may be idle because of it
        }
        if (Count(output, count) is var (same, _, all) && same == all)
            found.Add(
                $"the output is the same for all of {count} samples: lower the learning rate, or scale the features");
        else if (labels is not null && labels.Distinct().Skip(1).Any() && OnlyClass(output, count) is { } only)
            found.Add(
                $"all of {count} samples are taken for {(only < classes.Count ? classes[only] : $"class {only}")}, " +
                "whatever they are: train longer, or lower the learning rate");
        return found;
    }

    private static (int Constant, int Zero, int Units) Count(Tensor tensor, int count)
    {
        double[] values = tensor.Cast(DType.Float64).ToArray<double>();
        int units = values.Length / count, constant = 0, zero = 0;
        for (int unit = 0; unit < units; unit++)
        {
            int row = 1;
            while (row < count && values[(row * units) + unit] == values[unit]) row++;
            if (row < count) continue;
            constant++;
            if (values[unit] == 0) zero++;
        }
        return (constant, zero, units);
    }

    private static int? OnlyClass(Tensor output, int count)
    {
        double[] values = output.Cast(DType.Float64).ToArray<double>();
        int width = values.Length / count;
        int first = Predictions.ClassOf<double>(values.AsSpan(0, width), 0.5);
        for (int i = 1; i < count; i++)
            if (Predictions.ClassOf<double>(values.AsSpan(i * width, width), 0.5) != first) return null;
        return first;
    }
}
