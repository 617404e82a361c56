namespace Chainrule.Catalog;

/// <summary>How a language computes a function.</summary>
/// <param name="Call">The function to call with the arguments.</param>
internal sealed record SourceForm(string Call)
{
    /// <summary>A definition, if the language has no such function or none that is accurate enough.</summary>
    public string? Definition { get; init; }

    /// <summary>The functions that its definition calls.</summary>
    public FunctionEntry[] Needs { get; init; } = [];

    /// <summary>Writes it, where that is not a call with the operands and numbers.</summary>
    public Func<SourceCall, Notation>? Write { get; init; }

    /// <summary>A function that takes the shape of the result after its operand.</summary>
    public static SourceForm OfShape(string call) =>
        new(call) { Write = node => node.Call(node[0], node.Shape(node.Node.Shape)) };

    /// <summary>A function that is built into the language.</summary>
    public static implicit operator SourceForm(string call) => new(call);
}
