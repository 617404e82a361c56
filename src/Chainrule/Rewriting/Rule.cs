namespace Chainrule.Rewriting;

/// <summary>One rule of rewriting: a pattern and what stands in its place.</summary>
/// <param name="name">The rule in a few words or as a formula, such as <c>(Aᵀ)ᵀ = A</c>.</param>
/// <param name="matches">The operators that the rule is tried on.</param>
/// <param name="becomes">What the application becomes, or null where the rule does not hold.</param>
internal sealed class Rule(
    string name, Func<Operator, bool> matches, Func<Application, Rewriter, Node?> becomes)
{
    public string Name => name;

    /// <summary>A rule for an operator and those derived from it.</summary>
    public static Rule For<TOperator>(string name, Func<TOperator, Application, Rewriter, Node?> becomes)
        where TOperator : Operator =>
        new(name, @operator => @operator is TOperator, (node, graph) => becomes((TOperator)node.Operator, node, graph));

    /// <inheritdoc cref="For{TOperator}(string, Func{TOperator, Application, Rewriter, Node})"/>
    public static Rule For<TOperator>(string name, Func<Application, Rewriter, Node?> becomes)
        where TOperator : Operator => new(name, @operator => @operator is TOperator, becomes);

    /// <summary>Whether the rule is tried on an operator; this depends on its class alone.</summary>
    public bool IsFor(Operator @operator) => matches(@operator);

    /// <summary>What the application becomes, or null where the rule does not hold.</summary>
    public Node? Apply(Application application, Rewriter graph) => becomes(application, graph);

    /// <summary>The same rule, which tells when it was applied.</summary>
    public Rule Observed(Action<Rule> applied) => new(name, matches, (node, graph) =>
    {
        Node? result = becomes(node, graph);
        if (result is not null) applied(this);
        return result;
    });
}
