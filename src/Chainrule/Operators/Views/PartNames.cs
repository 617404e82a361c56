namespace Chainrule.Operators;

/// <summary>Where the parts of a concat begin, in the names of their lengths: n, n+k.</summary>
internal static class PartNames
{
    /// <summary>The lengths of the parts before one, added up; empty for the first.</summary>
    public static string Offset(Node concat, int axis, int part) => string.Join('+', concat.Inputs.Take(part).Select(
        input => input.Shape.AxisName(axis) ?? input.Shape[axis].ToString()));

    /// <summary>
    /// Where a slice begins and ends on an axis. One that a part of a concat receives begins and ends where the part
    /// does, by name; any other by number. Empty for the ends of the axis.
    /// </summary>
    public static (string Start, string End) Range(
        Slice slice, Node whole, Shape part, int axis, IEnumerable<Node> forward)
    {
        int start = slice.Starts[axis], end = start + part[axis];
        // Other axes may be shorter where they were only stretched.
        foreach (Node node in forward.OrderByDescending(node => node.Shape == whole.Shape))
        {
            if (node.Operator is not Concat concat || concat.Axis != axis
                || node.Shape.Rank != whole.Shape.Rank || node.Shape[axis] != whole.Shape[axis]) continue;
            for (int i = 0, at = 0; i < node.Inputs.Length; at += node.Inputs[i++].Shape[axis])
            {
                if (at != start || node.Inputs[i].Shape[axis] != part[axis]) continue;
                return (Offset(node, axis, i), i == node.Inputs.Length - 1 ? "" : Offset(node, axis, i + 1));
            }
        }
        return (start == 0 ? "" : start.ToString(), end == whole.Shape[axis] ? "" : end.ToString());
    }
}
