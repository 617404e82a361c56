using Chainrule.Kernels;

namespace Chainrule;

/// <summary>A new value for a variable, written at the end of a training step.</summary>
internal sealed record VariableUpdate(Tensor Variable, Tensor Value);

/// <summary>
/// What a training step does besides computing values: the variables that it updates, such as running means, and the
/// counters of the random operators. All of this is part of the graph, so whoever plans a training finds it.
/// </summary>
internal sealed class GraphEffects
{
    private readonly StepCounter[] counters;

    private GraphEffects(StepCounter[] counters, VariableUpdate[] updates)
    {
        this.counters = counters;
        Updates = updates;
    }

    /// <summary>One update for each variable that is updated.</summary>
    public IReadOnlyList<VariableUpdate> Updates { get; }

    /// <summary>The effects of computing these values.</summary>
    /// <exception cref="ChainruleException">A variable has two updates that do not build on each other.</exception>
    public static GraphEffects Of(params IEnumerable<Tensor> outputs)
    {
        List<Node> below = Traversal.Below(outputs.Select(Node.Of));
        VariableUpdate[] all = [.. below.SelectMany(node => node.Updates)];
        HashSet<Node> entered = [.. below];
        below.AddRange(Traversal.Below(all.Select(update => Node.Of(update.Value)), node => !entered.Contains(node)));
        StepCounter[] counters = [.. below.Select(node => node.Operator.Counter).OfType<StepCounter>().Distinct()];
        return new(counters, [.. all.GroupBy(update => Node.Of(update.Variable)).Select(Last)]);
    }

    /// <summary>Sets the step that the next run is for.</summary>
    public void Begin(long step)
    {
        foreach (StepCounter counter in counters) counter.Step = step;
    }

    // Updates of a variable build on each other, so the last one includes them all.
    private static VariableUpdate Last(IEnumerable<VariableUpdate> updates)
    {
        VariableUpdate[] ordered = [.. updates.OrderBy(update => Node.Of(update.Value).Id)];
        HashSet<Node> below = [.. Traversal.Below(Node.Of(ordered[^1].Value))];
        if (Array.TrueForAll(ordered, update => below.Contains(Node.Of(update.Value)))) return ordered[^1];
        throw new ChainruleException(
            $"{ordered[0].Variable.Name ?? "A variable"} has two updates in one graph, both from its old value: " +
            "apply the layers with one ForwardContext, and begin an update with ForwardContext.Latest.");
    }
}
