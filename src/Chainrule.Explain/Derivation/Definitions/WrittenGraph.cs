using Chainrule.Operators;
using Chainrule.Rewriting;

namespace Chainrule;

/// <summary>
/// A graph as its author wrote it: with computed nodes of its own, in which a call of a named function is one node.
/// Leaves are shared, so the values stay in step.
/// </summary>
internal static class WrittenGraph
{
    private static readonly Rule Calls = Rule.For<Operator>("a call is one node", (node, graph) =>
        node.Source!.Call is { } call
            ? graph.Make(new DefinedFunction(call.Function), graph.Of(call.Argument)) : null);

    /// <summary>Begins a copy of what lies below some values.</summary>
    public static Rewriter Copy(params IEnumerable<Node> of)
    {
        HashSet<string?> taken = [.. Traversal.Below(of).Select(node => node.Name)];
        var masks = new Dictionary<Node, string>();
        return new(new RuleSet(Calls)
        {
            MakesAllAnew = true,
            NameOf = node => node.Name is null && node.Operator is DropoutMask ? NameOfMask(node) : node.Name,
        });

        // A mask is drawn anew in each run: a derivation and its programs take it as a value with a name.
        string NameOfMask(Node mask)
        {
            if (masks.TryGetValue(mask, out string? name)) return name;
            int number = 1;
            while (!taken.Add(name = $"mask{number}")) number++;
            masks.Add(mask, name);
            return name;
        }
    }
}
