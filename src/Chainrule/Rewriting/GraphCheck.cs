namespace Chainrule.Rewriting;

/// <summary>
/// Verifies a graph: the shape and type of every node are those its operator infers, or a leaf's value has; and inputs
/// were created before the nodes that use them, so there is no cycle.
/// </summary>
internal static class GraphCheck
{
    /// <summary>Checks all nodes below the outputs.</summary>
    /// <param name="outputs">The graph's results.</param>
    /// <param name="correct">Nodes that were checked before; valid ones are added.</param>
    /// <exception cref="InvalidOperationException">A node is invalid; the message says which and why.</exception>
    public static void Run(IEnumerable<Node> outputs, HashSet<Node>? correct = null)
    {
        correct ??= [];
        foreach (Node node in Traversal.Below(outputs, node => !correct.Contains(node)))
        {
            if (!correct.Add(node)) continue;
            if (ProblemOf(node) is { } problem)
                throw new InvalidOperationException(
                    $"{node.Operator.Name} ({node.Name ?? "without a name"}, node {node.Id}): {problem}.");
        }
    }

    private static string? ProblemOf(Node node)
    {
        if (node.Operator is Leaf leaf)
        {
            if (node.Inputs.Length > 0) return $"a leaf with {node.Inputs.Length} inputs";
            if (leaf.Value.Shape != node.Shape || leaf.Value.DType != node.DType)
                return $"a {node.DType.Name()} of shape {node.Shape} that holds {leaf.Value.DType.Name()} of shape " +
                    $"{leaf.Value.Shape}";
            return null;
        }
        foreach (Node input in node.Inputs)
            if (input.Id >= node.Id) return $"its input {input.Operator.Name} (node {input.Id}) was made after it";
        Shape shape;
        try
        {
            shape = node.Operator.InferShape(node.Inputs);
        }
        catch (ShapeException error)
        {
            return $"the inputs do not fit: {error.Message}";
        }
        DType dtype = node.Operator.InferDType(node.Inputs);
        return shape == node.Shape && dtype == node.DType ? null
            : $"{node.DType.Name()} of shape {node.Shape}, and its inputs make {dtype.Name()} of shape {shape}";
    }
}
