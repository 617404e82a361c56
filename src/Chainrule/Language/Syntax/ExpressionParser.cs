using System.Collections.Immutable;

namespace Chainrule.Language;

/// <content>
/// Expressions, loosest first: comparison; + and -; *, / and @ from left to right; unary -; ^ from right to left;
/// postfix '.
/// </content>
internal sealed partial class Parser
{
    private const int DeepestNesting = 200;
    private const int DeepestTree = 1_000;

    private string? claimedCost;
    private bool keepsAxes;
    private int nesting;

    private Expression ReadExpression()
    {
        if (++nesting > DeepestNesting) throw TooDeep(Current.Span);
        Expression left = ReadSum();
        bool isEquality = claimedCost is not null && nesting > 1 && Current.Kind == TokenKind.Equals;
        if ((isEquality ? BinaryOperator.Equal : Comparison(Current.Kind)) is { } op)
        {
            Token sign = Current;
            position++;
            left = Binary(op, left, ReadSum(), sign);
            if (Comparison(Current.Kind) is not null)
                throw Fail(Current.Span, "comparisons do not chain", "put one of them in brackets");
        }
        nesting--;
        return left;
    }

    private Expression ReadSum()
    {
        Expression left = ReadProduct();
        while (Current.Kind is TokenKind.Plus or TokenKind.Minus)
        {
            Token sign = Current;
            position++;
            left = Binary(
                sign.Kind == TokenKind.Plus ? BinaryOperator.Add : BinaryOperator.Subtract, left, ReadProduct(), sign);
        }
        return left;
    }

    private Expression ReadProduct()
    {
        Expression left = ReadUnary();
        while (Current.Kind is TokenKind.Star or TokenKind.Slash or TokenKind.At)
        {
            Token sign = Current;
            position++;
            BinaryOperator op = sign.Kind switch
            {
                TokenKind.Star => BinaryOperator.Multiply,
                TokenKind.Slash => BinaryOperator.Divide,
                _ => BinaryOperator.MatrixProduct,
            };
            left = Binary(op, left, ReadUnary(), sign);
        }
        return left;
    }

    // A sign or a power may follow an operator directly, as in a * -b and x^-1, so both come through here.
    private Expression ReadUnary(bool isExponent = false)
    {
        Token sign = Current;
        if (sign.Kind is not (TokenKind.Minus or TokenKind.SumSign) || (sign.Kind == TokenKind.SumSign && BeginsCall()))
            return claimedCost is null || isExponent ? ReadPower() : ReadScaled();
        if (++nesting > DeepestNesting) throw TooDeep(sign.Span);
        position++;
        Expression operand = ReadUnary(isExponent);
        nesting--;
        TextSpan span = sign.Span.To(operand.Span);
        return Checked(sign.Kind == TokenKind.Minus ? new NegationExpression(operand, span) : Sum(sign, operand, span));
    }

    private bool BeginsCall() => Current.Text.Length == 0 && Next.Kind == TokenKind.OpenParenthesis && !IsApart;

    // In claims, where derivations write Σ (X − Y)² and m (p − y).
    private bool IsApart => claimedCost is not null && Next.Span.Start > Current.Span.End;

    // Side by side, as derivations write what a number scales: 2 A, 2m.
    private Expression ReadScaled()
    {
        Expression left = ReadPower();
        while (Current.Kind is TokenKind.Number or TokenKind.Identifier or TokenKind.OpenParenthesis
            or TokenKind.SumSign)
        {
            Token second = Current;
            Expression right = second.Kind == TokenKind.SumSign ? ReadUnary() : ReadPower();
            left = Checked(new BinaryExpression(BinaryOperator.Multiply, left, right, second.Span)
            {
                IsScaling = true,
            });
        }
        return left;
    }

    private CallExpression Sum(Token sign, Expression operand, TextSpan span)
    {
        ImmutableArray<Argument> arguments = [new(null, operand, operand.Span)];
        if (sign.Text.Length > 0)
        {
            var axis = new NumberExpression(sign.Text == "rows" ? 0 : 1, sign.Span);
            arguments = arguments.Add(new("axis", axis, sign.Span));
            if (keepsAxes)
                arguments = arguments.Add(new("keepdims", new BooleanExpression(true, sign.Span), sign.Span));
        }
        return new(new("sum", sign.Span), arguments, span);
    }

    private Expression ReadPower()
    {
        Expression left = ReadPostfix();
        if (Current.Kind != TokenKind.Power) return left;
        Token sign = Current;
        position++;
        if (++nesting > DeepestNesting) throw TooDeep(sign.Span);
        Expression exponent = ReadUnary(isExponent: true);
        nesting--;
        return Binary(BinaryOperator.Power, left, exponent, sign);
    }

    private Expression ReadPostfix()
    {
        Expression operand = ReadPrimary();
        while (Current.Kind == TokenKind.Transpose
            || (claimedCost is not null && Current.Kind == TokenKind.OpenBracket))
        {
            if (Current.Kind == TokenKind.OpenBracket)
            {
                operand = ReadSlice(operand);
                continue;
            }
            operand = Checked(new TransposeExpression(operand, operand.Span.To(Current.Span)));
            position++;
        }
        return operand;
    }

    private Expression ReadSlice(Expression operand)
    {
        ImmutableArray<(Expression?, Expression?)>.Builder ranges =
            ImmutableArray.CreateBuilder<(Expression?, Expression?)>();
        position++;
        do
        {
            Expression? start = Current.Kind == TokenKind.Colon ? null : ReadExpression();
            Expect(TokenKind.Colon, "`:` in the range", "h[:, a:b]");
            ranges.Add((start, Current.Kind is TokenKind.Comma or TokenKind.CloseBracket ? null : ReadExpression()));
        }
        while (Accept(TokenKind.Comma));
        Expect(TokenKind.CloseBracket, "`]` after the ranges", "h[:, a:b]");
        return Checked(new SliceExpression(operand, ranges.ToImmutable(), operand.Span.To(Previous.Span)));
    }

    private Expression ReadPrimary()
    {
        Token token = Current;
        switch (token.Kind)
        {
            case TokenKind.Number:
                position++;
                return new NumberExpression(token.Value, token.Span);
            case TokenKind.Keyword when token.Text is "true" or "false":
                position++;
                return new BooleanExpression(token.Text == "true", token.Span);
            case TokenKind.SumSign:
                return ReadCall(new("sum", token.Span));
            case TokenKind.Identifier when Next.Kind == TokenKind.OpenParenthesis
                && !(IsApart && !defined.Contains(token.Text) && FunctionCatalog.Find(token.Text) is null):
                return ReadCall(new(token.Text, token.Span));
            case TokenKind.Identifier when Next.Kind == TokenKind.Transpose
                && tokens[position + 2].Kind == TokenKind.OpenParenthesis:
                return ReadSlope(new(token.Text, token.Span));
            case TokenKind.Identifier:
                if (TryReadDerivative() is { } derivative) return derivative;
                position++;
                return new NameExpression(token.Text, token.Span);
            case TokenKind.OpenParenthesis:
                return ReadParenthesis();
            case TokenKind.OpenBracket:
                position++;
                return ReadList(token, [], TokenKind.CloseBracket);
            default:
                throw NotAnOperand(token);
        }
    }

    /// <summary>Inside a claim about dS/d…, the words dS/dNAME; elsewhere and otherwise null.</summary>
    private DerivativeExpression? TryReadDerivative()
    {
        if (claimedCost is null || Next.Kind != TokenKind.Slash || position + 2 >= tokens.Count) return null;
        Token above = Current, below = tokens[position + 2];
        bool is_derivative = above.Text.Length == claimedCost.Length + 1 && above.Text[0] == 'd'
            && above.Text.AsSpan(1).SequenceEqual(claimedCost)
            && below.Kind == TokenKind.Identifier && below.Text.Length > 1 && below.Text[0] == 'd';
        if (!is_derivative) return null;
        position += 3;
        return new(new(claimedCost, above.Span), new(below.Text[1..], below.Span), above.Span.To(below.Span));
    }

    private Expression ReadParenthesis()
    {
        Token open = Current;
        position++;
        if (Current.Kind == TokenKind.CloseParenthesis)
            throw Fail(open.Span.To(Current.Span), "the brackets are empty", "write a value between them");
        Expression inner = ReadExpression();
        if (Accept(TokenKind.Comma)) inner = ReadList(open, [inner], TokenKind.CloseParenthesis);
        else Expect(TokenKind.CloseParenthesis, "`)`", null);
        return inner with { Span = open.Span.To(Previous.Span) };
    }

    private ListExpression ReadList(Token open, ImmutableArray<Expression> first, TokenKind close)
    {
        ImmutableArray<Expression>.Builder items = first.ToBuilder();
        while (Current.Kind != close)
        {
            items.Add(ReadExpression());
            if (!Accept(TokenKind.Comma)) break;
        }
        Expect(close, close == TokenKind.CloseBracket ? "`]`" : "`)`", null);
        return (ListExpression)Checked(new ListExpression(items.ToImmutable(), open.Span.To(Previous.Span)));
    }

    private CallExpression ReadCall(Identifier function)
    {
        position++;
        if (Next.Kind == TokenKind.CloseParenthesis)
            throw Fail(function.Span.To(Next.Span), $"`{function.Name}` is called with nothing",
                $"write `{function.Name}(x)`");
        ImmutableArray<Argument> arguments = ReadArguments();
        return (CallExpression)Checked(new CallExpression(function, arguments, function.Span.To(Previous.Span)));
    }

    private SlopeExpression ReadSlope(Identifier function)
    {
        position += 3;
        Expression argument = ReadExpression();
        if (Current.Kind == TokenKind.Comma)
            throw Fail(Current.Span, $"the slope `{function.Name}'` is taken at one value",
                $"write `{function.Name}'(x)`");
        Expect(TokenKind.CloseParenthesis, $"`)` after the value", null);
        return (SlopeExpression)Checked(new SlopeExpression(function, argument, function.Span.To(Previous.Span)));
    }

    private ImmutableArray<Argument> ReadArguments()
    {
        ImmutableArray<Argument>.Builder arguments = ImmutableArray.CreateBuilder<Argument>();
        position++;
        do
        {
            Token start = Current;
            string? name = null;
            if (start.Kind == TokenKind.Identifier && Next.Kind == TokenKind.Equals
                && (claimedCost is null || FunctionCatalog.HasOption(start.Text)))
            {
                name = start.Text;
                position += 2;
            }
            Expression value = ReadExpression();
            if (name is null && arguments.FirstOrDefault(a => a.Name is not null) is { } option)
            {
                if (!FunctionCatalog.HasOption(option.Name!) && !Vocabulary.InitializerOptions.Contains(option.Name!))
                    throw Fail(option.Span, $"`=` gives an option, and there is none named `{option.Name}`",
                        "write == to compare");
                throw Fail(value.Span, "a value by position cannot follow one by name", "write it before `axis=…`");
            }
            if (name is not null && arguments.Any(a => a.Name == name))
                throw Fail(start.Span, $"`{name}=` is there twice", "take one out");
            arguments.Add(new(name, value, start.Span.To(value.Span)));
        }
        while (Accept(TokenKind.Comma));
        Expect(TokenKind.CloseParenthesis, "`)` after the arguments", null);
        return arguments.ToImmutable();
    }

    private static BinaryOperator? Comparison(TokenKind kind) => kind switch
    {
        TokenKind.Less => BinaryOperator.Less,
        TokenKind.LessOrEqual => BinaryOperator.LessOrEqual,
        TokenKind.Greater => BinaryOperator.Greater,
        TokenKind.GreaterOrEqual => BinaryOperator.GreaterOrEqual,
        TokenKind.EqualsEquals => BinaryOperator.Equal,
        TokenKind.NotEqual => BinaryOperator.NotEqual,
        _ => null,
    };

    private Expression Binary(BinaryOperator op, Expression left, Expression right, Token sign) =>
        Checked(new BinaryExpression(op, left, right, sign.Span));

    private Expression Checked(Expression expression) =>
        expression.Depth <= DeepestTree ? expression : throw TooDeep(expression.Span);

    private SyntaxError TooDeep(TextSpan place) =>
        Fail(new(place.Start, 1), "the expression is nested too deeply", "name its parts on lines of their own");
}
