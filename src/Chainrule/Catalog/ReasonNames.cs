namespace Chainrule.Catalog;

/// <summary>How a derivation writes what its reasons are about.</summary>
/// <param name="Value">The value whose gradient is explained, where its way to the cost begins.</param>
/// <param name="Result">What the operator makes of it.</param>
/// <param name="Operands">All that the operator reads.</param>
internal sealed record ReasonNames(string Value, string Result, string[] Operands);
