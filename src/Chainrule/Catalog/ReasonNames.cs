namespace Chainrule.Catalog;

/// <summary>How a derivation writes what its reasons are about.</summary>
/// <param name="Value">The value whose gradient is explained, where its way to the cost begins.</param>
/// <param name="Result">What the operator makes of it.</param>
/// <param name="Operands">All that the operator reads.</param>
/// <param name="Index">Which operand the value is.</param>
internal sealed record ReasonNames(string Value, string Result, string[] Operands, int Index)
{
    /// <summary>The language in use.</summary>
    public required Speech Speech { get; init; }

    /// <summary>Says a sentence, in which {0} stands for the first name, in the language in use.</summary>
    public string Say(string english, params string[] names) => Speech.Say(english, names);

    /// <summary>Whether the value is a vector.</summary>
    public bool IsVector { get; init; }
}
