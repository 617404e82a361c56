using System.Collections.Immutable;

namespace Chainrule.Language;

/// <summary>A parsed file.</summary>
internal sealed record ProgramSyntax(SourceText Source, ImmutableArray<Statement> Statements, Trivia End)
{
    /// <summary>The names on lines that could not be read: nobody knows whether these lines define them.</summary>
    public ImmutableHashSet<string> Unread { get; init; } = [];

    /// <summary>Names for its claims that stand in no line of the file: those of its derivation.</summary>
    public ImmutableArray<DerivedName> Derived { get; init; } = [];
}

/// <summary>
/// What a reader sees around a statement: comments and blank lines (null) above it, and a comment at its end.
/// </summary>
internal readonly record struct Trivia(ImmutableArray<string?> Above, string? After);

internal abstract record Statement(TextSpan Span)
{
    public Trivia Trivia { get; init; }
}

/// <summary>One axis of a declaration: a name, or a number.</summary>
internal readonly record struct DimensionSyntax(string? Name, int Size, TextSpan Span)
{
    public override string ToString() => Name ?? Size.ToString();
}

/// <summary>How a parameter gets its first values: <c>~ uniform(0, 1)</c>.</summary>
internal sealed record InitializerSyntax(Identifier Name, ImmutableArray<Argument> Arguments, TextSpan Span);

/// <summary>One declared name, such as <c>W1[n, k] ~ uniform(0, 1)</c> or <c>y[m] : labels</c>.</summary>
internal sealed record Declarator(
    Identifier Name,
    ImmutableArray<DimensionSyntax> Dimensions,
    Identifier? Role,
    InitializerSyntax? Initializer,
    TextSpan Span);

/// <summary><c>input …</c> or <c>param …</c>.</summary>
internal sealed record DeclarationStatement(bool IsParameter, ImmutableArray<Declarator> Declarators, TextSpan Span)
    : Statement(Span);

/// <summary><c>z = X @ W</c>, or <c>d, mask = dropout(h, 0.5)</c>.</summary>
internal sealed record AssignmentStatement(Identifier Name, Expression Value, TextSpan Span) : Statement(Span)
{
    /// <summary>The name of what dropout multiplies by; null where the file gives none.</summary>
    public Identifier? Mask { get; init; }
}

/// <summary><c>def f(x) = x^3</c>.</summary>
internal sealed record FunctionStatement(
    Identifier Name, ImmutableArray<Identifier> Parameters, Expression Body, TextSpan Span) : Statement(Span);

internal sealed record MinimizeStatement(Identifier Cost, TextSpan Span) : Statement(Span);

internal sealed record OutputStatement(ImmutableArray<Identifier> Names, TextSpan Span) : Statement(Span);

/// <summary><c>claim dS/dz2 = …</c>: a formula to be graded.</summary>
internal sealed record ClaimStatement(DerivativeExpression Derivative, Expression Value, TextSpan Span)
    : Statement(Span)
{
    /// <summary>
    /// The formula with the axes that a sign such as Σ_columns sums over kept with length 1, which derivations do not
    /// write; null where there is no such sign.
    /// </summary>
    public Expression? WithKeptAxes { get; init; }
}
