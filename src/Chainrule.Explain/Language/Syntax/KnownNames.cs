using Chainrule.Catalog;

namespace Chainrule.Language;

/// <summary>What the names mean that a program has used so far, as far as reading the next lines needs it.</summary>
internal sealed class KnownNames
{
    // Signs that stand for a function wherever they are called and the program gives them no other meaning.
    private static readonly Dictionary<string, FunctionEntry> Signs = new() { ["σ"] = Operators.Sigmoid.Entry };

    /// <summary>The functions that the program has defined.</summary>
    public HashSet<string> Functions { get; } = [];

    /// <summary>The sequences, which are filled element by element: <c>h[t] = …</c>.</summary>
    public HashSet<string> Sequences { get; } = [];

    /// <summary>The names that have a value.</summary>
    public HashSet<string> Values { get; } = [];

    /// <summary>The function that is meant where a name is called.</summary>
    public Identifier Called(Identifier name) =>
        Signs.TryGetValue(name.Name, out FunctionEntry? function) && !Functions.Contains(name.Name)
            && !Values.Contains(name.Name) ? name with { Name = function.Name } : name;
}
