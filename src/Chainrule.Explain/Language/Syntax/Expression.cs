using System.Collections.Immutable;

namespace Chainrule.Language;

/// <summary>A name where it stands in the text.</summary>
internal readonly record struct Identifier(string Name, TextSpan Span);

/// <summary>A mathematical expression as written, with its place in the text.</summary>
internal abstract record Expression(TextSpan Span)
{
    /// <summary>The height of the tree below, itself included. The parser bounds it, so walks may recurse.</summary>
    public int Depth { get; protected init; } = 1;

    /// <summary>The subscripts that it was written with; null for all but einsum.</summary>
    public Subscripts? Subscripts { get; init; }
}

internal sealed record NumberExpression(double Value, TextSpan Span) : Expression(Span);

internal sealed record BooleanExpression(bool Value, TextSpan Span) : Expression(Span);

/// <summary>A variable, or the name of a dimension used as a number.</summary>
internal sealed record NameExpression(string Name, TextSpan Span) : Expression(Span);

/// <summary><c>dS/dz2</c> inside a claim.</summary>
internal sealed record DerivativeExpression(Identifier Cost, Identifier Variable, TextSpan Span) : Expression(Span)
{
    /// <summary>Of a sequence, whose element the derivative is by: <c>dS/dh[2]</c>; else empty.</summary>
    public ImmutableArray<Expression> Index { get; init; } = [];
}

/// <summary><c>h[t-1]</c>: an element of a sequence, which the program fills one by one.</summary>
internal sealed record ElementExpression : Expression
{
    public ElementExpression(Identifier sequence, ImmutableArray<Expression> index, TextSpan span) : base(span)
    {
        Sequence = sequence;
        Index = index;
        foreach (Expression number in index) Depth = Math.Max(Depth, number.Depth + 1);
    }

    public Identifier Sequence { get; }

    public ImmutableArray<Expression> Index { get; }
}

internal sealed record NegationExpression : Expression
{
    public NegationExpression(Expression operand, TextSpan span) : base(span)
    {
        Operand = operand;
        Depth = operand.Depth + 1;
    }

    public Expression Operand { get; }
}

internal sealed record TransposeExpression : Expression
{
    public TransposeExpression(Expression operand, TextSpan span) : base(span)
    {
        Operand = operand;
        Depth = operand.Depth + 1;
    }

    public Expression Operand { get; }
}

internal enum BinaryOperator
{
    Add,
    Subtract,
    Multiply,
    Divide,
    MatrixProduct,
    Power,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Equal,
    NotEqual,
}

internal sealed record BinaryExpression : Expression
{
    public BinaryExpression(BinaryOperator op, Expression left, Expression right, TextSpan operatorSpan)
        : base(left.Span.To(right.Span))
    {
        Operator = op;
        Left = left;
        Right = right;
        OperatorSpan = operatorSpan;
        Depth = Math.Max(left.Depth, right.Depth) + 1;
    }

    public BinaryOperator Operator { get; }

    public Expression Left { get; }

    public Expression Right { get; }

    public TextSpan OperatorSpan { get; }

    /// <summary>Whether no sign stands between a number and what it scales, as derivations write it: <c>2 A</c>.
    /// </summary>
    public bool IsScaling { get; init; }
}

/// <summary>An argument of a call: by position, or by name as in <c>axis=0</c>.</summary>
internal sealed record Argument(string? Name, Expression Value, TextSpan Span);

internal sealed record CallExpression : Expression
{
    public CallExpression(Identifier function, ImmutableArray<Argument> arguments, TextSpan span) : base(span)
    {
        Function = function;
        Arguments = arguments;
        foreach (Argument argument in arguments) Depth = Math.Max(Depth, argument.Value.Depth + 1);
    }

    public Identifier Function { get; }

    public ImmutableArray<Argument> Arguments { get; }
}

/// <summary><c>f'(z)</c>: the slope of a function of one element at a value.</summary>
internal sealed record SlopeExpression : Expression
{
    public SlopeExpression(Identifier function, Expression argument, TextSpan span) : base(span)
    {
        Function = function;
        Argument = argument;
        Depth = argument.Depth + 1;
    }

    public Identifier Function { get; }

    public Expression Argument { get; }
}

/// <summary>What an axis is indexed by: an element, or a range whose ends may be left out.</summary>
/// <param name="Element">The element or the labels; null for a range.</param>
/// <param name="Start">Where a range begins; null for the beginning of the axis.</param>
/// <param name="End">The first place after a range; null for the end of the axis.</param>
internal readonly record struct AxisIndex(Expression? Element, Expression? Start, Expression? End)
{
    /// <summary>All elements of the axis.</summary>
    public static AxisIndex Whole => default;

    public IEnumerable<Expression> Expressions => new[] { Element, Start, End }.OfType<Expression>();
}

/// <summary><c>x[2]</c>, <c>h[:, a:]</c>, <c>E[idx]</c>: a part of a value, by an index for each axis.</summary>
internal sealed record SliceExpression : Expression
{
    public SliceExpression(Expression operand, ImmutableArray<AxisIndex> indices, TextSpan span) : base(span)
    {
        Operand = operand;
        Indices = indices;
        Depth = operand.Depth + 1;
        foreach (Expression place in indices.SelectMany(index => index.Expressions))
            Depth = Math.Max(Depth, place.Depth + 1);
    }

    public Expression Operand { get; }

    public ImmutableArray<AxisIndex> Indices { get; }
}

/// <summary>Several values in brackets, as an argument: <c>reshape(x, [m, 4])</c>, <c>axis=[0, 1]</c>.</summary>
internal sealed record ListExpression : Expression
{
    public ListExpression(ImmutableArray<Expression> items, TextSpan span) : base(span)
    {
        Items = items;
        foreach (Expression item in items) Depth = Math.Max(Depth, item.Depth + 1);
    }

    public ImmutableArray<Expression> Items { get; }
}
