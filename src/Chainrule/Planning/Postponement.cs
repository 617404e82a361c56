using Chainrule.Operators;

namespace Chainrule.Planning;

/// <summary>
/// Moves elementwise values into the one later group that reads them, if everything they are computed from is in memory
/// anyway. The slope 1 − y² of a tanh is then recomputed from y in the backward pass instead of being written in the
/// forward pass and read back.
/// </summary>
internal sealed class Postponement
{
    private readonly Dictionary<PlanNode, List<PlanNode>> readers = [];
    private readonly Dictionary<PlanNode, FusionGroup> groupOf = [];
    private readonly Dictionary<PlanNode, FusionGroup> movedTo = [];

    private Postponement(IEnumerable<PlanNode> nodes, List<FusionGroup> groups)
    {
        foreach (PlanNode node in nodes)
            foreach (PlanNode input in node.Inputs.Distinct())
            {
                if (!readers.TryGetValue(input, out List<PlanNode>? list)) readers.Add(input, list = []);
                list.Add(node);
            }
        foreach (FusionGroup group in groups)
            foreach (PlanNode member in group.Members) groupOf[member] = group;
    }

    /// <summary>Moves every value that gains by it; the groups stay in topological order.</summary>
    public static void Apply(IEnumerable<PlanNode> nodes, List<FusionGroup> groups)
    {
        var postponement = new Postponement(nodes, groups);
        foreach (FusionGroup group in groups.Where(group => group.IsElementwise)) postponement.Empty(group);
        groups.RemoveAll(group => group.Members.Count == 0);
    }

    private void Empty(FusionGroup group)
    {
        for (int i = group.Members.Count - 1; i >= 0; i--)
            if (OnlyReader(group.Members[i]) is { } later && CanTake(later, group.Members[i]))
                movedTo[group.Members[i]] = later;
        // A value that has to stay may force others to stay: those it reads and those that read it.
        while (group.Members.Find(member => movedTo.ContainsKey(member) && !CanMove(member, group)) is { } staying)
            movedTo.Remove(staying);
        foreach (IGrouping<FusionGroup, PlanNode> moved in group.Members.Where(movedTo.ContainsKey)
            .GroupBy(member => movedTo[member]).ToList())
        {
            if (moved.Key.Members.Count + moved.Count() > Fusion.MaxMembers) continue;
            group.Members.RemoveAll(moved.Contains);
            moved.Key.Members.InsertRange(0, moved);
            foreach (PlanNode member in moved) groupOf[member] = moved.Key;
        }
    }

    private bool CanMove(PlanNode member, FusionGroup group) => OnlyReader(member) == movedTo[member]
        && Array.TrueForAll(member.Inputs, input => IsThere(input, member, group));

    // The group that contains, or will contain, all readers; null if there is no single one. A reshape is in no group.
    private FusionGroup? OnlyReader(PlanNode node)
    {
        if (!readers.TryGetValue(node, out List<PlanNode>? list)) return null;
        FusionGroup?[] homes = [.. list.Select(Home).Distinct()];
        return homes.Length == 1 && homes[0] != groupOf[node] ? homes[0] : null;
    }

    private FusionGroup? Home(PlanNode node) => movedTo.GetValueOrDefault(node) ?? groupOf.GetValueOrDefault(node);

    private static bool CanTake(FusionGroup group, PlanNode node) =>
        group.IsElementwise && group.Shape == node.Shape && group.Members[0].DType == node.DType;

    // Whether an input of a moved value is available in the later group: because it moves along, or because something
    // else keeps it in memory.
    private bool IsThere(PlanNode input, PlanNode reader, FusionGroup group) =>
        groupOf.GetValueOrDefault(input) != group
        || movedTo.GetValueOrDefault(input) == movedTo.GetValueOrDefault(reader)
        || readers[input].Exists(other => groupOf.GetValueOrDefault(other) != group);
}
