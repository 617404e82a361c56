using Chainrule.Rewriting;

namespace Chainrule.Planning;

/// <summary>The graph below some outputs, rewritten for running, with a number for every value.</summary>
internal sealed class PlanGraph
{
    private readonly Rewriter rewriter = new(PlanRules.All);
    private readonly Dictionary<Node, PlanNode> planned = [];

    public PlanGraph(IReadOnlyList<Node> outputs)
    {
        IReadOnlyList<Node> nodes = rewriter.Add(outputs);
        HashSet<Node> needed = Needed(outputs);
        foreach (Node node in nodes)
            if (rewriter.Of(node) is var result && needed.Contains(result)) Planned(result).Name ??= node.Name;
    }

    /// <summary>The values that the outputs need; inputs come before the values that use them.</summary>
    public List<PlanNode> Nodes { get; } = [];

    /// <summary>The value that a node of the graph became.</summary>
    public PlanNode this[Node node] => planned[rewriter.Of(node)];

    private HashSet<Node> Needed(IReadOnlyList<Node> outputs)
    {
        var found = new HashSet<Node>();
        var pending = new Stack<Node>(outputs.Select(rewriter.Of));
        while (pending.TryPop(out Node? node))
        {
            if (!found.Add(node)) continue;
            foreach (Node input in node.Inputs) pending.Push(input);
        }
        return found;
    }

    // Values keep the order of the graph; those that a rule adds come where the rule adds them.
    private PlanNode Planned(Node node)
    {
        if (planned.TryGetValue(node, out PlanNode? known)) return known;
        PlanNode[] inputs = Array.ConvertAll(node.Inputs, Planned);
        var made = new PlanNode(Nodes.Count, node.Operator, inputs, node.Shape, node.DType, null)
        {
            OffsetInInput = node.Operator is SelectedResult selected ? selected.OffsetIn(node.Inputs[0]) : 0,
        };
        Nodes.Add(made);
        return planned[node] = made;
    }
}
