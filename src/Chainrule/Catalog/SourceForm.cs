namespace Chainrule.Catalog;

/// <summary>How a language computes a function.</summary>
/// <param name="Call">What is called with the written arguments.</param>
internal sealed record SourceForm(string Call)
{
    /// <summary>What defines it, where the language has no such function or not one that is exact enough.</summary>
    public string? Definition { get; init; }

    /// <summary>The functions that its definition calls.</summary>
    public FunctionEntry[] Needs { get; init; } = [];

    /// <summary>A function that the language has.</summary>
    public static implicit operator SourceForm(string call) => new(call);
}
