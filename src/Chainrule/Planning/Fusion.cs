using Chainrule.Operators;

namespace Chainrule.Planning;

/// <summary>
/// The values that one kernel computes: those of a single operator, or of a chain of elementwise ones of one shape.
/// </summary>
internal sealed class FusionGroup(PlanNode first)
{
    public List<PlanNode> Members { get; } = [first];

    public Shape Shape { get; } = first.Shape;

    public bool IsElementwise { get; } = first.Operator is ElementwiseOperator;
}

/// <summary>
/// Fuses elementwise operators into groups, as long as no group comes to depend on itself, and sorts the groups.
/// </summary>
internal sealed class Fusion
{
    // Larger groups gain nothing, and their tiles would no longer fit in the L1 cache.
    public const int MaxMembers = 24;

    private readonly Dictionary<PlanNode, FusionGroup> groupOf = [];

    private Fusion() { }

    /// <summary>The groups in topological order: each comes after those it reads from.</summary>
    public static List<FusionGroup> Order(IReadOnlyList<PlanNode> nodes)
    {
        var fusion = new Fusion();
        var groups = new List<FusionGroup>();
        foreach (PlanNode node in nodes)
        {
            if (node.Operator is Leaf || node.IsView) continue;
            FusionGroup? group = node.Operator is ElementwiseOperator ? fusion.GroupToJoin(node) : null;
            if (group is null) groups.Add(group = new FusionGroup(node));
            else group.Members.Add(node);
            fusion.groupOf[node] = group;
        }
        List<FusionGroup> sorted = fusion.Sorted(groups);
        Postponement.Apply(nodes, sorted);
        return sorted;
    }

    private FusionGroup? GroupToJoin(PlanNode node)
    {
        foreach (FusionGroup group in node.Inputs.Select(GroupOf).OfType<FusionGroup>().Distinct().Reverse())
        {
            if (group.IsElementwise && group.Shape == node.Shape && group.Members[0].DType == node.DType
                && group.Members.Count < MaxMembers
                && node.Inputs.All(
                    input => GroupOf(input) is not { } other || other == group || !Reaches(other, group)))
            {
                return group;
            }
        }
        return null;
    }

    // A reshape belongs to no group itself: it reads the memory of its root, so it depends on the root's group.
    private FusionGroup? GroupOf(PlanNode node) => groupOf.GetValueOrDefault(node.Root);

    private IEnumerable<FusionGroup> Feeding(FusionGroup group) =>
        group.Members.SelectMany(member => member.Inputs).Select(GroupOf).OfType<FusionGroup>()
            .Where(other => other != group);

    private bool Reaches(FusionGroup from, FusionGroup target)
    {
        var seen = new HashSet<FusionGroup>();
        var pending = new Stack<FusionGroup>([from]);
        while (pending.TryPop(out FusionGroup? group))
        {
            if (group == target) return true;
            if (!seen.Add(group)) continue;
            foreach (FusionGroup other in Feeding(group)) pending.Push(other);
        }
        return false;
    }

    private List<FusionGroup> Sorted(List<FusionGroup> groups)
    {
        var sorted = new List<FusionGroup>(groups.Count);
        var placed = new HashSet<FusionGroup>();
        foreach (FusionGroup group in groups) Place(group);
        return sorted;

        void Place(FusionGroup group)
        {
            if (!placed.Add(group)) return;
            foreach (FusionGroup other in Feeding(group)) Place(other);
            sorted.Add(group);
        }
    }
}
