namespace Chainrule;

/// <summary>Walks over the graph below some nodes.</summary>
internal static class Traversal
{
    /// <summary>The nodes that the target depends on and the target itself, inputs before what uses them.</summary>
    public static List<Node> Below(Node target) => Below([target]);

    /// <summary>
    /// The nodes that the targets depend on and the targets themselves, inputs before what uses them. The walk goes on
    /// below a node only where <paramref name="enter"/> says so.
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
