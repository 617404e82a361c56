using System.Collections.Immutable;

namespace Chainrule.Language;

/// <summary>
/// Reads one expression, loosest first: comparison; + and -; *, / and @ from left to right; unary -; ^ from right to
/// left; postfix '.
/// </summary>
/// <param name="tokens">The text.</param>
/// <param name="known">What the names mean that the program has used so far.</param>
/// <param name="claimedCost">In a claim, the cost whose derivative it is about: claims are also read as derivations
/// write them.</param>
/// <param name="keepsAxes">Whether a sum over rows or columns keeps its axis.</param>
internal sealed class ExpressionParser(
    TokenCursor tokens, KnownNames known, string? claimedCost = null, bool keepsAxes = false)
{
    private const int DeepestNesting = 200;
    private const int DeepestTree = 1_000;
    private const string TransposeLetter = "T";

    private int nesting;

    public Expression ReadExpression()
    {
        if (++nesting > DeepestNesting) throw TooDeep(tokens.Current.Span);
        Expression left = ReadSum();
        bool isEquality = claimedCost is not null && nesting > 1 && tokens.Current.Kind == TokenKind.Equals;
        if ((isEquality ? BinaryOperator.Equal : Comparison(tokens.Current.Kind)) is { } op)
        {
            Token sign = tokens.Current;
            tokens.Advance();
            left = Binary(op, left, ReadSum(), sign);
            if (Comparison(tokens.Current.Kind) is not null)
                throw tokens.Fail(tokens.Current.Span, "comparisons do not chain", "put one of them in brackets");
        }
        nesting--;
        return left;
    }

    private Expression ReadSum()
    {
        Expression left = ReadProduct();
        while (tokens.Current.Kind is TokenKind.Plus or TokenKind.Minus)
        {
            Token sign = tokens.Current;
            tokens.Advance();
            left = Binary(
                sign.Kind == TokenKind.Plus ? BinaryOperator.Add : BinaryOperator.Subtract, left, ReadProduct(), sign);
        }
        return left;
    }

    private Expression ReadProduct()
    {
        Expression left = ReadUnary();
        while (tokens.Current.Kind is TokenKind.Star or TokenKind.Slash or TokenKind.At)
        {
            Token sign = tokens.Current;
            tokens.Advance();
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
        Token sign = tokens.Current;
        if (sign.Kind is not (TokenKind.Minus or TokenKind.SumSign) || (sign.Kind == TokenKind.SumSign && BeginsCall()))
            return claimedCost is null || isExponent ? ReadPower() : ReadScaled();
        if (++nesting > DeepestNesting) throw TooDeep(sign.Span);
        tokens.Advance();
        Expression operand = ReadUnary(isExponent);
        nesting--;
        TextSpan span = sign.Span.To(operand.Span);
        return Checked(sign.Kind == TokenKind.Minus ? new NegationExpression(operand, span) : Sum(sign, operand, span));
    }

    private bool BeginsCall() =>
        tokens.Current.Text.Length == 0 && tokens.Next.Kind == TokenKind.OpenParenthesis && !IsApart;

    // In claims, where derivations write Σ (X − Y)² and m (p − y).
    private bool IsApart => claimedCost is not null && tokens.Next.Span.Start > tokens.Current.Span.End;

    // Side by side, as derivations write what a number scales: 2 A, 2m.
    private Expression ReadScaled()
    {
        Expression left = ReadPower();
        while (tokens.Current.Kind is TokenKind.Number or TokenKind.Identifier or TokenKind.OpenParenthesis
            or TokenKind.SumSign)
        {
            Token second = tokens.Current;
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
            Expression axis = sign.Text switch
            {
                "rows" => new NumberExpression(0, sign.Span),
                "columns" => new NumberExpression(1, sign.Span),
                var length => new NameExpression(length, sign.Span),
            };
            arguments = arguments.Add(new("axis", axis, sign.Span));
            if (keepsAxes)
                arguments = arguments.Add(new("keepdims", new BooleanExpression(true, sign.Span), sign.Span));
        }
        return new(new("sum", sign.Span), arguments, span);
    }

    private Expression ReadPower()
    {
        Expression left = ReadPostfix();
        if (tokens.Current.Kind != TokenKind.Power) return left;
        Token sign = tokens.Current;
        if (sign.Span.Length == 1 && tokens.Next is { Kind: TokenKind.Identifier, Text: TransposeLetter } letter)
            return ReadLetterTransposed(left, letter);
        tokens.Advance();
        if (++nesting > DeepestNesting) throw TooDeep(sign.Span);
        Expression exponent = ReadUnary(isExponent: true);
        nesting--;
        return Binary(BinaryOperator.Power, left, exponent, sign);
    }

    // x^T, unless T is a name of the file.
    private Expression ReadLetterTransposed(Expression operand, Token letter)
    {
        if (tokens.HasOutsideExponents(TransposeLetter))
            throw tokens.Fail(letter.Span,
                $"`^{letter.Text}` can be read in two ways, since {letter.Text} is a name here",
                $"write ' (or .{letter.Text}) for the transpose, ^({letter.Text}) for the power");
        tokens.Advance(2);
        Expression transpose = Checked(new TransposeExpression(operand, operand.Span.To(letter.Span)));
        return tokens.Current.Kind == TokenKind.Power
            ? throw tokens.Fail(tokens.Current.Span, "a power follows a transpose", "put the transpose in brackets")
            : transpose;
    }

    private Expression ReadPostfix()
    {
        Expression operand = ReadPrimary();
        while (tokens.Current.Kind is TokenKind.Transpose or TokenKind.Point or TokenKind.OpenBracket)
        {
            if (tokens.Current.Kind == TokenKind.Point)
            {
                operand = Checked(ReadMethod(operand));
                continue;
            }
            if (tokens.Current.Kind == TokenKind.OpenBracket)
            {
                operand = ReadSlice(operand);
                continue;
            }
            operand = Checked(new TransposeExpression(operand, operand.Span.To(tokens.Current.Span)));
            tokens.Advance();
        }
        return operand;
    }

    private Expression ReadSlice(Expression operand)
    {
        const string Form = "x[:, 0:3]";
        ImmutableArray<AxisIndex>.Builder indices = ImmutableArray.CreateBuilder<AxisIndex>();
        tokens.Advance();
        if (tokens.Current.Kind == TokenKind.CloseBracket)
            throw tokens.Fail(tokens.Current.Span, "the brackets are empty", $"write `{Form}`");
        do
        {
            Expression? start = tokens.Current.Kind == TokenKind.Colon ? null : ReadExpression();
            if (!tokens.Accept(TokenKind.Colon))
            {
                indices.Add(new(start, null, null));
                continue;
            }
            bool isOpen = tokens.Current.Kind is TokenKind.Comma or TokenKind.CloseBracket;
            if (tokens.Current.Kind == TokenKind.Colon) throw Step();
            indices.Add(new(null, start, isOpen ? null : ReadExpression()));
            if (tokens.Current.Kind == TokenKind.Colon) throw Step();
        }
        while (tokens.Accept(TokenKind.Comma));
        tokens.Expect(TokenKind.CloseBracket, "`]` after the index", Form);
        return Checked(new SliceExpression(operand, indices.ToImmutable(), operand.Span.To(tokens.Previous.Span)));

        SyntaxError Step() => tokens.Fail(
            tokens.Current.Span, "a range has no step here: it takes every element", $"write `{Form}`");
    }

    private Expression ReadPrimary()
    {
        Token token = tokens.Current;
        switch (token.Kind)
        {
            case TokenKind.Number:
                tokens.Advance();
                return new NumberExpression(token.Value, token.Span);
            case TokenKind.Keyword when token.Text is "true" or "false":
                tokens.Advance();
                return new BooleanExpression(token.Text == "true", token.Span);
            case TokenKind.SumSign:
                return ReadCall(new("sum", token.Span));
            case TokenKind.Identifier when tokens.Next.Kind == TokenKind.Point && LibraryCalls.IsLibrary(token.Text):
                return ReadLibraryCall();
            case TokenKind.Identifier when tokens.Next.Kind == TokenKind.OpenBracket
                && known.Sequences.Contains(token.Text):
                tokens.Advance();
                ImmutableArray<Expression> index = ReadIndex();
                return Checked(new ElementExpression(
                    new(token.Text, token.Span), index, token.Span.To(tokens.Previous.Span)));
            case TokenKind.Identifier when tokens.Next.Kind == TokenKind.OpenParenthesis
                && !(IsApart && !known.Functions.Contains(token.Text) && FunctionCatalog.Find(token.Text) is null):
                return ReadCall(new(token.Text, token.Span));
            case TokenKind.Identifier when tokens.Next.Kind == TokenKind.Transpose
                && tokens.Ahead(2).Kind == TokenKind.OpenParenthesis:
                return ReadSlope(known.Called(new(token.Text, token.Span)));
            case TokenKind.Identifier:
                if (TryReadDerivative() is { } derivative) return derivative;
                tokens.Advance();
                return new NameExpression(token.Text, token.Span);
            case TokenKind.OpenParenthesis:
                return ReadParenthesis();
            case TokenKind.OpenBracket:
                tokens.Advance();
                return ReadList(token, [], TokenKind.CloseBracket);
            default:
                throw NotAnOperand(token);
        }
    }

    /// <summary>The numbers in brackets that tell an element of a sequence: <c>[t]</c>, <c>[l, t]</c>, <c>[l][t]</c>.
    /// </summary>
    public ImmutableArray<Expression> ReadIndex()
    {
        const string Form = "h[t] or h[l, t]";
        ImmutableArray<Expression>.Builder index = ImmutableArray.CreateBuilder<Expression>();
        while (tokens.Accept(TokenKind.OpenBracket))
        {
            do index.Add(ReadExpression());
            while (tokens.Accept(TokenKind.Comma));
            tokens.Expect(TokenKind.CloseBracket, "`]` after the number of the element", Form);
        }
        return index.ToImmutable();
    }

    private Expression ReadLibraryCall()
    {
        Token start = tokens.Current;
        Token name = start;
        while (tokens.Next.Kind == TokenKind.Point)
        {
            name = tokens.Ahead(2);
            tokens.Advance(2);
        }
        string path = tokens.Source.Slice(start.Span.To(name.Span));
        if (tokens.Next.Kind != TokenKind.OpenParenthesis)
        {
            if (name.Text != LibraryCalls.Pi)
                throw tokens.Fail(start.Span.To(name.Span), $"`{path}` is not part of the language",
                    $"write out what it stands for; functions are called, as in {start.Text}.exp(x)");
            tokens.Advance();
            return new NumberExpression(Math.PI, start.Span.To(name.Span));
        }
        tokens.Advance();
        if (name.Text == Subscripts.Function) return ReadSubscripts(start.Span);
        if (tokens.Next.Kind == TokenKind.CloseParenthesis)
            throw tokens.Fail(start.Span.To(tokens.Next.Span), $"`{path}` is called with nothing",
                "give it its values, as in np.exp(x)");
        return Checked(LibraryCalls.Translate(tokens, path, new(name.Text, start.Span.To(name.Span)), ReadArguments()));
    }

    // X.dot(W) is dot(X, W).
    private Expression ReadMethod(Expression operand)
    {
        Token name = tokens.Next;
        if (name.Kind != TokenKind.Identifier || tokens.Ahead(2).Kind != TokenKind.OpenParenthesis)
            throw tokens.Fail(tokens.Current.Span.To(name.Span), $"`.{name.Text}` is not part of the language",
                name.Text == "shape" ? "write the name of the dimension, such as m"
                    : "only .T and methods such as .sum(axis=0) follow a value");
        tokens.Advance(2);
        var owner = new Argument(null, operand, operand.Span);
        ImmutableArray<Argument> arguments = [owner];
        if (tokens.Next.Kind == TokenKind.CloseParenthesis) tokens.Advance(2);
        else arguments = arguments.AddRange(ReadArguments());
        TextSpan span = operand.Span.To(name.Span);
        return LibraryCalls.Translate(tokens, "." + name.Text, new(name.Text, span), arguments);
    }

    /// <summary>Inside a claim about dS/d…, the words dS/dNAME; elsewhere and otherwise null.</summary>
    public DerivativeExpression? TryReadDerivative()
    {
        if (claimedCost is null || tokens.Next.Kind != TokenKind.Slash) return null;
        Token above = tokens.Current, below = tokens.Ahead(2);
        bool isQuotient = above.Text.Length > 1 && above.Text[0] == 'd'
            && below is { Kind: TokenKind.Identifier, Text: ['d', _, ..] };
        if (!isQuotient) return null;
        string of = above.Text[1..];
        bool isOther = known.Values.Contains(of) && !known.Values.Contains(above.Text)
            && !known.Values.Contains(below.Text);
        if (of != claimedCost && !isOther) return null;
        tokens.Advance(3);
        var variable = new Identifier(below.Text[1..], below.Span);
        ImmutableArray<Expression> index = known.Sequences.Contains(variable.Name) ? ReadIndex() : [];
        return new(new(of, above.Span), variable, above.Span.To(tokens.Previous.Span)) { Index = index };
    }

    private Expression ReadParenthesis()
    {
        Token open = tokens.Current;
        tokens.Advance();
        if (tokens.Current.Kind == TokenKind.CloseParenthesis)
            throw tokens.Fail(
                open.Span.To(tokens.Current.Span), "the brackets are empty", "write a value between them");
        Expression inner = ReadExpression();
        if (tokens.Accept(TokenKind.Comma)) inner = ReadList(open, [inner], TokenKind.CloseParenthesis);
        else tokens.Expect(TokenKind.CloseParenthesis, "`)`", null);
        return inner with { Span = open.Span.To(tokens.Previous.Span) };
    }

    private ListExpression ReadList(Token open, ImmutableArray<Expression> first, TokenKind close)
    {
        ImmutableArray<Expression>.Builder items = first.ToBuilder();
        while (tokens.Current.Kind != close)
        {
            items.Add(ReadExpression());
            if (!tokens.Accept(TokenKind.Comma)) break;
        }
        tokens.Expect(close, close == TokenKind.CloseBracket ? "`]`" : "`)`", null);
        return (ListExpression)Checked(new ListExpression(items.ToImmutable(), open.Span.To(tokens.Previous.Span)));
    }

    // einsum('ij,jk->ik', A, B)
    private Expression ReadSubscripts(TextSpan start)
    {
        tokens.Advance();
        if (tokens.Current is not { Kind: TokenKind.Text, Text: var letters })
            throw tokens.Fail(tokens.Current.Span, $"{Subscripts.Function} begins with subscripts in quotes",
                $"write {Subscripts.Form}");
        tokens.Advance();
        var operands = new List<Expression>();
        while (tokens.Accept(TokenKind.Comma)) operands.Add(ReadExpression());
        tokens.Expect(TokenKind.CloseParenthesis, "`)` after the values", Subscripts.Form);
        TextSpan span = start.To(tokens.Previous.Span);
        (Expression? formula, string problem, string remedy) = Subscripts.Read(letters, operands, span);
        return Checked(formula ?? throw tokens.Fail(span, problem, remedy));
    }

    private Expression ReadCall(Identifier function)
    {
        tokens.Advance();
        if (function.Name == Subscripts.Function) return ReadSubscripts(function.Span);
        function = known.Called(function);
        if (tokens.Next.Kind == TokenKind.CloseParenthesis)
            throw tokens.Fail(function.Span.To(tokens.Next.Span), $"`{function.Name}` is called with nothing",
                $"write `{function.Name}(x)`");
        ImmutableArray<Argument> arguments = ReadArguments();
        return Checked(new CallExpression(function, arguments, function.Span.To(tokens.Previous.Span)));
    }

    private SlopeExpression ReadSlope(Identifier function)
    {
        tokens.Advance(3);
        Expression argument = ReadExpression();
        if (tokens.Current.Kind == TokenKind.Comma)
            throw tokens.Fail(tokens.Current.Span, $"the slope `{function.Name}'` is taken at one value",
                $"write `{function.Name}'(x)`");
        tokens.Expect(TokenKind.CloseParenthesis, $"`)` after the value", null);
        TextSpan span = function.Span.To(tokens.Previous.Span);
        return (SlopeExpression)Checked(new SlopeExpression(function, argument, span));
    }

    /// <summary>The values and options of a call, from its bracket on.</summary>
    public ImmutableArray<Argument> ReadArguments()
    {
        ImmutableArray<Argument>.Builder arguments = ImmutableArray.CreateBuilder<Argument>();
        tokens.Advance();
        do
        {
            Token start = tokens.Current;
            string? name = null;
            if (start.Kind == TokenKind.Identifier && tokens.Next.Kind == TokenKind.Equals
                && (claimedCost is null || FunctionCatalog.HasOption(start.Text)))
            {
                name = start.Text;
                tokens.Advance(2);
            }
            Expression value = ReadExpression();
            if (name is null && arguments.FirstOrDefault(a => a.Name is not null) is { } option)
            {
                if (!FunctionCatalog.HasOption(option.Name!) && !Vocabulary.InitializerOptions.Contains(option.Name!))
                    throw tokens.Fail(option.Span, $"`=` gives an option, and there is none named `{option.Name}`",
                        "write == to compare");
                throw tokens.Fail(
                    value.Span, "a value by position cannot follow one by name", "write it before `axis=…`");
            }
            if (name is not null && arguments.Any(a => a.Name == name))
                throw tokens.Fail(start.Span, $"`{name}=` is there twice", "take one out");
            arguments.Add(new(name, value, start.Span.To(value.Span)));
        }
        while (tokens.Accept(TokenKind.Comma));
        tokens.Expect(TokenKind.CloseParenthesis, "`)` after the arguments", null);
        return arguments.ToImmutable();
    }

    private SyntaxError NotAnOperand(Token token)
    {
        if (token.Kind == TokenKind.Keyword) return tokens.Reserved(token);
        if (token.Kind == TokenKind.Plus) return tokens.Fail(token.Span, "a sign + has no effect", "leave it out");
        if (token.Kind is TokenKind.NewLine or TokenKind.EndOfFile)
        {
            // The caret goes behind the operator that waits for its operand, not to the start of the next line.
            var end = new TextSpan(tokens.Previous.Span.End, 0);
            return tokens.Fail(end, $"a value is missing after {tokens.Describe(tokens.Previous)}",
                "complete the line; a line goes on only inside ( )");
        }
        bool afterOperator = tokens.Position > 0
            && tokens.Previous.Kind is TokenKind.Star or TokenKind.Slash or TokenKind.At or TokenKind.Plus
            or TokenKind.Minus or TokenKind.Power;
        return tokens.Fail(token.Span, $"a value is missing before {tokens.Describe(token)}",
            afterOperator ? "two operators stand side by side" : "write a name, a number or ( )");
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
        tokens.Fail(new(place.Start, 1), "the expression is nested too deeply", "name its parts on lines of their own");
}
