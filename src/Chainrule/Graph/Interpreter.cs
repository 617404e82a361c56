using Chainrule.Backends;

namespace Chainrule;

/// <summary>
/// Computes a node by running the kernels below it one after the other, each into memory of its own: how single values
/// are computed, and what every plan is tested against.
/// </summary>
internal static class Interpreter
{
    public static NDArray Evaluate(Node target)
    {
        var values = new Dictionary<Node, NDArray>();
        foreach (Node node in NodesToCompute(target))
        {
            NDArray[] inputs = Array.ConvertAll(
                node.Inputs, input => values.GetValueOrDefault(input) ?? input.ValueIfKnown()!);
            if (node.Operator is SelectedResult selected)
            {
                values[node] = inputs[0].Section(selected.OffsetIn(node.Inputs[0]), node.Shape, node.DType);
                continue;
            }
            values[node] = Backend.Default.Compute(node.Operator.KernelKey, inputs, node.Shape, node.DType);
        }
        return values[target];
    }

    /// <summary>When a variable below the node was last written.</summary>
    public static long LastWriteBelow(Node target)
    {
        long last = 0;
        foreach (Node node in Traversal.Below(target))
            if (node.Operator is Variable variable) last = Math.Max(last, variable.LastWrite);
        return last;
    }

    private static List<Node> NodesToCompute(Node target) =>
        Traversal.Below([target], node => node == target || node.ValueIfKnown() is null)
            .FindAll(node => node == target || node.ValueIfKnown() is null);
}
