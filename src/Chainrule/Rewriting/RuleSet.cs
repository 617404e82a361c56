using System.Collections.Concurrent;

namespace Chainrule.Rewriting;

/// <summary>Rules, tried in order on each node, and how the walk that applies them treats the nodes.</summary>
internal sealed class RuleSet(params IEnumerable<Rule> rules)
{
    private readonly Rule[] rules = [.. rules];
    private readonly ConcurrentDictionary<Type, Rule[]> byOperator = new();

    public IReadOnlyList<Rule> Rules => rules;

    /// <summary>
    /// Whether rules look into values that have a name. Where they do not, such a value stays one: it keeps a node of
    /// its own, and nothing is rewritten across it.
    /// </summary>
    public bool LooksThroughNames { get; init; }

    /// <summary>What the rules are tried on; null for everything.</summary>
    public Func<Application, bool>? AppliesTo { get; init; }

    /// <summary>Whether computed nodes are made anew even where nothing changes.</summary>
    public bool MakesAllAnew { get; init; }

    /// <summary>
    /// The nodes that are rewritten and entered; others stay as they are, with all below them. Null where it is all.
    /// </summary>
    public Func<Node, bool>? Enters { get; init; }

    /// <summary>The name that a value has afterwards.</summary>
    public Func<Node, string?> NameOf { get; init; } = node => node.Name;

    /// <summary>The rules that are tried on an operator.</summary>
    public Rule[] For(Operator @operator) => byOperator.TryGetValue(@operator.GetType(), out Rule[]? known)
        ? known : byOperator[@operator.GetType()] = Array.FindAll(rules, rule => rule.IsFor(@operator));
}
