namespace Chainrule;

/// <summary>
/// The sentences about shapes that do not fit, which name the operands and the dimension that disagrees.
/// </summary>
internal static class ShapeMessages
{
    public static string CannotBroadcast(string operation, Node a, Node b)
    {
        int rank = Math.Min(a.Shape.Rank, b.Shape.Rank);
        for (int i = 1; i <= rank; i++)
        {
            int x = a.Shape[^i], y = b.Shape[^i];
            if (x == y || x == 1 || y == 1) continue;
            return $"{operation}: {Describe(a)} and {Describe(b)} do not broadcast: " +
                $"{Dimension(a, a.Shape.Rank - i)} != {Dimension(b, b.Shape.Rank - i)}; " +
                "axes are compared from the last, and must be equal or 1.";
        }
        return $"{operation}: {Describe(a)} and {Describe(b)} do not broadcast.";
    }

    /// <summary>As NumPy says it: shapes (3,4) and (2,3) not aligned: 4 (dim 1) != 2 (dim 0).</summary>
    public static string NotAligned(Node a, int axisOfA, Node b, int axisOfB)
    {
        string? left = Written(a), right = Written(b);
        string names = left is null && right is null ? "" : $"{left ?? "left"} @ {right ?? "right"}: ";
        return $"{names}shapes {a.Shape} and {b.Shape} not aligned: {Dimension(a, axisOfA)} != {Dimension(b, axisOfB)}";
    }

    private static string Describe(Node node) =>
        Written(node) is { } name ? $"{name} of shape {node.Shape}" : $"shape {node.Shape}";

    // The name, or what a value without one is made of where that has names: W1', relu(z1).
    private static string? Written(Node node)
    {
        if (node.Name is not null) return node.Name;
        if (node.Inputs.Length == 0 || Array.Exists(node.Inputs, input => input.Name is null)) return null;
        Notation[] inputs = Array.ConvertAll(node.Inputs, input => Notation.Atom(input.Name!));
        return node.Operator.Write(inputs, node).In(Binding.Negation);
    }

    private static string Dimension(Node node, int axis) => node.Shape.AxisName(axis) is { } name
        ? $"{node.Shape[axis]} ({name}, dim {axis})"
        : $"{node.Shape[axis]} (dim {axis})";
}
