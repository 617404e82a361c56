using System.Collections.Immutable;

namespace Chainrule.Language;

/// <summary>A parsed file.</summary>
internal sealed record ProgramSyntax(SourceText Source, ImmutableArray<Statement> Statements, Trivia End)
{
    /// <summary>The names on lines that could not be read: nobody knows whether these lines define them.</summary>
    public ImmutableHashSet<string> Unread { get; init; } = [];

    /// <summary>Names for its claims that stand in no line of the file: those of its derivation.</summary>
    public ImmutableArray<DerivedName> Derived { get; init; } = [];

    /// <summary>Lines of a backward pass whose names say nothing, as they stand inside the claims.</summary>
    public ImmutableArray<UnnamedLine> Unnamed { get; init; } = [];

    /// <summary>The file as it stands, where this is its expansion; else null.</summary>
    public ProgramSyntax? Written { get; init; }

    /// <summary>What was understood where a name gets several values; else empty.</summary>
    public string Summary { get; init; } = "";

    /// <summary>Names that loops and elements took a number from.</summary>
    public IReadOnlySet<string> Numbers { get; init; } = ImmutableHashSet<string>.Empty;

    /// <summary>Of several costs the one that is meant; all of them where it is null.</summary>
    public string? Cost { get; init; }

    /// <summary>The file without its claims and the comments above them.</summary>
    public ProgramSyntax WithoutClaims()
    {
        ProgramSyntax written = Written ?? this;
        return written with { Statements = Without(written.Statements), Written = null };

        static ImmutableArray<Statement> Without(ImmutableArray<Statement> statements) => [.. statements
            .Where(one => one is not (ClaimStatement or BlankStatement))
            .Select(one => one is ForStatement loop ? loop with { Body = Without(loop.Body) } : one)
            .Where(one => one is not ForStatement { Body.IsEmpty: true })];
    }
}

/// <summary>
/// What a reader sees around a statement: comments and blank lines (null) above it, and a comment at its end.
/// </summary>
internal readonly record struct Trivia(ImmutableArray<string?> Above, string? After);

internal abstract record Statement(TextSpan Span)
{
    public Trivia Trivia { get; init; }

    /// <summary>In an expanded loop the iteration, such as <c>t = 2</c>; else null.</summary>
    public string? Iteration { get; init; }
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

/// <summary><c>z = X @ W</c>, <c>h[t] = …</c>, <c>z += b</c>, or <c>d, mask = dropout(h, 0.5)</c>.</summary>
internal sealed record AssignmentStatement(Identifier Name, Expression Value, TextSpan Span) : Statement(Span)
{
    /// <summary>The name of what dropout multiplies by; null where the file gives none.</summary>
    public Identifier? Mask { get; init; }

    /// <summary>Which element of a sequence gets the value; empty where the name itself does.</summary>
    public ImmutableArray<Expression> Index { get; init; } = [];

    /// <summary>What joins the value to the one that the name has, as in <c>+=</c>; else null.</summary>
    public BinaryOperator? Compound { get; init; }
}

/// <summary><c>for t in 0:T { … }</c>, the end excluded.</summary>
internal sealed record ForStatement(
    Identifier Variable, Expression From, Expression To, ImmutableArray<Statement> Body, TextSpan Span)
    : Statement(Span)
{
    /// <summary>The comments below the last statement inside.</summary>
    public Trivia End { get; init; }
}

/// <summary><c>T = 3</c> where T is a dimension: its size.</summary>
internal sealed record DimensionStatement(Identifier Name, int Size, TextSpan Span) : Statement(Span);

/// <summary><c>def f(x) = x^3</c>.</summary>
internal sealed record FunctionStatement(
    Identifier Name, ImmutableArray<Identifier> Parameters, Expression Body, TextSpan Span) : Statement(Span);

/// <summary><c>minimize S</c>; expanded, with the name of the value that S has there.</summary>
internal sealed record MinimizeStatement(Identifier Cost, TextSpan Span) : Statement(Span);

/// <summary><c>output</c> with names and formulas; expanded, with names only.</summary>
internal sealed record OutputStatement(ImmutableArray<Expression> Values, TextSpan Span) : Statement(Span);

/// <summary><c>claim dS/dz2 = …</c>: a formula to be graded.</summary>
internal sealed record ClaimStatement(DerivativeExpression Derivative, Expression Value, TextSpan Span)
    : Statement(Span)
{
    /// <summary>
    /// The formula with the axes that a sign such as Σ_columns sums over kept with length 1, which derivations do not
    /// write; null where there is no such sign.
    /// </summary>
    public Expression? WithKeptAxes { get; init; }

    /// <summary>
    /// The labels of the rows that the line of a program changes, where it counts a row that they pick twice only once;
    /// else null.
    /// </summary>
    public string? CountsOnce { get; init; }
}

/// <summary><c>claim dS/dz2 = ?</c>: a formula that is still to be found.</summary>
internal sealed record BlankStatement(DerivativeExpression Derivative, TextSpan Span) : Statement(Span);
