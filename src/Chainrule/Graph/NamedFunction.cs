namespace Chainrule;

/// <summary>A named function of one element, such as f(x) = x³: its formula over a scalar variable.</summary>
internal sealed class NamedFunction(string name, Node variable, Node body)
{
    public string Name => name;

    public Node Variable => variable;

    public Node Body => body;

    /// <summary>The derivative, found from the formula when first needed.</summary>
    public NamedFunction? Slope { get; set; }
}

/// <summary>
/// Marks a node as the value of a named function. Computation ignores it, so a call costs nothing; a derivation writes
/// f(A) instead of the formula.
/// </summary>
internal sealed record FunctionCall(NamedFunction Function, Node Argument);
