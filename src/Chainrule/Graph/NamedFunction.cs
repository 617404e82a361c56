namespace Chainrule;

/// <summary>
/// A function of one element that a person has given a name, as in f(x) = x³: its formula over a scalar variable.
/// </summary>
internal sealed class NamedFunction(string name, Node variable, Node body)
{
    public string Name => name;

    public Node Variable => variable;

    public Node Body => body;

    /// <summary>The derivative, once somebody has asked for it; it is found from the formula and never given.</summary>
    public NamedFunction? Slope { get; set; }
}

/// <summary>
/// Says of a node that it is the value of a named function. What computes takes no notice of it, so that a call costs
/// nothing; a derivation writes f(A) instead of the formula.
/// </summary>
internal sealed record FunctionCall(NamedFunction Function, Node Argument);
