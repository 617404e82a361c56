namespace Chainrule;

/// <summary>Walks the graph below some nodes.</summary>
internal static class Traversal
{
    /// <summary>The target and the nodes it depends on; inputs come before the nodes that use them.</summary>
    public static List<Node> Below(Node target) => Below([target]);

    /// <summary>
    /// The targets and the nodes they depend on; inputs come before the nodes that use them. The walk continues below a
    /// node only if <paramref name="enter"/> returns true.
    /// </summary>
    public static List<Node> Below(IEnumerable<Node> targets, Func<Node, bool>? enter = null)
    {
        var found = new HashSet<Node>();
        var pending = new Stack<Node>();
        foreach (Node target in targets)
            if (found.Add(target)) pending.Push(target);
        while (pending.TryPop(out Node? node))
        {
            if (enter is not null && !enter(node)) continue;
            foreach (Node input in node.Inputs)
                if (found.Add(input)) pending.Push(input);
        }
        List<Node> nodes = [.. found];
        nodes.Sort((a, b) => a.Id.CompareTo(b.Id));
        return nodes;
    }
}
