namespace Chainrule.Rewriting;

/// <summary>A rewriting rule: a pattern and its replacement.</summary>
/// <param name="name">The rule in a few words or as a formula, such as <c>(Aᵀ)ᵀ = A</c>.</param>
/// <param name="matches">The operators to try the rule on.</param>
/// <param name="becomes">Returns the replacement, or null if the rule does not apply.</param>
internal sealed class Rule(
    string name, Func<Operator, bool> matches, Func<Application, Rewriter, Node?> becomes)
{
    public string Name => name;

    /// <summary>A rule for an operator and its derived classes.</summary>
    public static Rule For<TOperator>(string name, Func<TOperator, Application, Rewriter, Node?> becomes)
        where TOperator : Operator =>
        new(name, @operator => @operator is TOperator, (node, graph) => becomes((TOperator)node.Operator, node, graph));

    /// <inheritdoc cref="For{TOperator}(string, Func{TOperator, Application, Rewriter, Node})"/>
    public static Rule For<TOperator>(string name, Func<Application, Rewriter, Node?> becomes)
        where TOperator : Operator => new(name, @operator => @operator is TOperator, becomes);

    /// <summary>Whether to try the rule on an operator; this depends on its class alone.</summary>
    public bool IsFor(Operator @operator) => matches(@operator);

    /// <summary>The replacement, or null if the rule does not apply.</summary>
    public Node? Apply(Application application, Rewriter graph) => becomes(application, graph);

    /// <summary>The same rule, reporting when it is applied.</summary>
    public Rule Observed(Action<Rule> applied) => new(name, matches, (node, graph) =>
    {
        Node? result = becomes(node, graph);
        if (result is not null) applied(this);
        return result;
    });
}
