using System.Collections.Concurrent;

namespace Chainrule.Rewriting;

/// <summary>Rules, tried in order on each node, and options for the traversal that applies them.</summary>
internal sealed class RuleSet(params IEnumerable<Rule> rules)
{
    private readonly Rule[] rules = [.. rules];
    private readonly ConcurrentDictionary<Type, Rule[]> byOperator = new();

    public IReadOnlyList<Rule> Rules => rules;

    /// <summary>
    /// Whether rules look into named values. If not, a named value keeps a node of its own, and nothing is rewritten
    /// across it.
    /// </summary>
    public bool LooksThroughNames { get; init; }

    /// <summary>Which applications to try the rules on; null for all.</summary>
    public Func<Application, bool>? AppliesTo { get; init; }

    /// <summary>Whether to recreate computed nodes even if nothing changes.</summary>
    public bool MakesAllAnew { get; init; }

    /// <summary>
    /// Which nodes to rewrite and enter; others stay as they are, with everything below them. Null for all.
    /// </summary>
    public Func<Node, bool>? Enters { get; init; }

    /// <summary>The name that a value has afterwards.</summary>
    public Func<Node, string?> NameOf { get; init; } = node => node.Name;

    /// <summary>The rules to try on an operator.</summary>
    public Rule[] For(Operator @operator) => byOperator.TryGetValue(@operator.GetType(), out Rule[]? known)
        ? known : byOperator[@operator.GetType()] = Array.FindAll(rules, rule => rule.IsFor(@operator));
}
