using System.Collections.Immutable;
using Chainrule.Dimensions;

namespace Chainrule.Language;

internal enum SymbolKind
{
    Input,
    Parameter,
    Intermediate,

    /// <summary>What a dropout multiplies by.</summary>
    Mask,

    /// <summary>What the derivation gives a name to, for claims.</summary>
    Derived,
}

/// <summary>A named value of the program.</summary>
internal sealed record Symbol(string Name, SymbolKind Kind, TextSpan Span, int Line)
{
    /// <summary>How it was declared, for an input or a parameter.</summary>
    public Declarator? Declarator { get; init; }

    /// <summary>What it is computed by, for an intermediate value.</summary>
    public Expression? Value { get; init; }

    /// <summary>What is known of it; its shape is null when an error stands in the way.</summary>
    public Inferred Inferred { get; init; }

    public bool IsUsed { get; set; }
}

/// <summary>A function of the program: its formula, and what it can see.</summary>
internal sealed record FunctionSymbol(FunctionStatement Statement, int Line, int Order)
{
    /// <summary>Whether it acts on each element of its one value alone, so that it has a slope.</summary>
    public bool ActsOnElements { get; init; }

    public bool IsUsed { get; set; }
}

/// <summary>A formula to be graded.</summary>
/// <param name="Statement">The claim as written.</param>
/// <param name="Variable">What the derivative is by; null when there is no such name.</param>
/// <param name="Shape">The shape of the claimed formula; null when its parts do not fit together.</param>
/// <param name="Problem">Where the shapes do not fit, judged by the names of the dimensions; null when they do.</param>
internal sealed record ClaimAnalysis(
    ClaimStatement Statement, Symbol? Variable, SymbolicShape? Shape, LanguageError? Problem);

/// <summary>What a program means before any number is known.</summary>
internal sealed record ProgramAnalysis(
    ProgramSyntax Syntax,
    DimensionSolver Dimensions,
    ImmutableArray<Symbol> Symbols,
    ImmutableDictionary<string, FunctionSymbol> Functions,
    ImmutableArray<Symbol> Costs,
    ImmutableArray<Symbol> Outputs,
    ImmutableArray<ClaimAnalysis> Claims,
    ImmutableArray<LanguageError> Warnings)
{
    private Dictionary<string, Symbol>? byName;

    /// <summary>What a name stands for; null where the file does not have it.</summary>
    public Symbol? Find(string name) =>
        (byName ??= Symbols.ToDictionary(symbol => symbol.Name)).GetValueOrDefault(name);

    /// <summary>The cost, of several the first; null where the file names none.</summary>
    public Symbol? Cost => Costs.FirstOrDefault();

    /// <summary>Claims about the Jacobian of a value that is no cost.</summary>
    public ImmutableArray<ClaimAnalysis> Jacobians { get; init; } = [];

    /// <summary>What each dropout multiplies by, in the order of the forward pass.</summary>
    public ImmutableArray<string> Masks { get; init; } = [];

    /// <summary>The dimensions whose size is the number of classes of an input, as its labels have it.</summary>
    public ImmutableArray<ClassCount> Classes { get; init; } = [];
}

/// <summary>
/// Sizes that are given from outside: <c>--dim k=32</c>, or arrays by the names of inputs and parameters.
/// </summary>
internal sealed record Sizes(
    ImmutableDictionary<string, int> Dimensions, ImmutableDictionary<string, ImmutableArray<int>> Arrays)
{
    /// <summary>
    /// The set of primes that dimensions get which stay unknown, see <see cref="DimensionSolver.Fill"/>; none when
    /// null.
    /// </summary>
    public int? Fill { get; init; }

    /// <summary>The number of classes that the labels of an input come from, by its name.</summary>
    public IReadOnlyDictionary<string, int> Classes { get; init; } = ImmutableDictionary<string, int>.Empty;

    public static Sizes None { get; } = new(
        ImmutableDictionary<string, int>.Empty, ImmutableDictionary<string, ImmutableArray<int>>.Empty);
}
