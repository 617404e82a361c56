namespace Chainrule.Language;

/// <summary>Leaves the statement that holds an error; the error itself is in the diagnostics.</summary>
internal sealed class SyntaxError : Exception;

/// <summary>How far a text has been read, and what is said when it does not go on as it must.</summary>
internal sealed class TokenCursor(SourceText source, List<Token> tokens, Diagnostics diagnostics)
{
    public SourceText Source => source;

    /// <summary>The number of tokens read.</summary>
    public int Position { get; private set; }

    public Token Current => tokens[Position];

    public Token Next => Ahead(1);

    public Token Previous => tokens[Position - 1];

    public bool AtLineEnd => Current.Kind is TokenKind.NewLine or TokenKind.EndOfFile;

    /// <summary>The token some places on, or the last one.</summary>
    public Token Ahead(int count) => tokens[Math.Min(Position + count, tokens.Count - 1)];

    /// <summary>Whether a name stands anywhere but in <c>^NAME</c>.</summary>
    public bool HasOutsideExponents(string name)
    {
        TokenKind before = TokenKind.NewLine;
        foreach (Token token in tokens)
        {
            if (token.Kind == TokenKind.Identifier && token.Text == name
                && before is not (TokenKind.Power or TokenKind.Point)) return true;
            before = token.Kind;
        }
        return false;
    }

    /// <summary>What has been read since a position.</summary>
    public IEnumerable<Token> Since(int start) => tokens[start..Position];

    public void Advance(int count = 1) => Position += count;

    /// <summary>Goes back to read something again.</summary>
    public void ReturnTo(int position) => Position = position;

    public bool Accept(TokenKind kind)
    {
        if (Current.Kind != kind) return false;
        Position++;
        return true;
    }

    public void Expect(TokenKind kind, string what, string? form)
    {
        if (Accept(kind)) return;
        if (form is null) throw Unexpected(what);
        throw Fail(Current.Span, $"{what} is missing before {Describe(Current)}", $"write `{form}`");
    }

    public Identifier ReadName(string after, string form)
    {
        Token token = Current;
        if (token.Kind == TokenKind.Identifier)
        {
            Position++;
            return new(token.Text, token.Span);
        }
        throw token.Kind == TokenKind.Keyword
            ? Reserved(token)
            : Fail(token.Span, $"a name is missing after {(after.StartsWith("the ") ? after : $"`{after}`")}",
                $"write `{form}`");
    }

    /// <summary>Reads a name that is given a meaning, which no function's may be.</summary>
    public Identifier ReadNewName(string after, string form)
    {
        Identifier name = ReadName(after, form);
        RefuseFunctionName(name);
        return name;
    }

    public void RefuseFunctionName(Identifier name)
    {
        if (FunctionCatalog.Find(name.Name) is not null)
            throw Fail(name.Span, $"`{name.Name}` is a function of the language",
                $"choose another name, such as `{name.Name}1`");
    }

    public SyntaxError Fail(TextSpan span, string problem, string remedy)
    {
        diagnostics.Error(span, problem, remedy);
        return new();
    }

    public SyntaxError Reserved(Token token) =>
        Fail(token.Span, $"`{token.Text}` is a word of the language", $"choose another name, such as `{token.Text}1`");

    /// <summary>Something stands where an operator or the end was due.</summary>
    public SyntaxError Unexpected(string due)
    {
        Token token = Current;
        if (Position > 0 && Previous is { Kind: TokenKind.Identifier, Text: "lambda" })
            return Fail(Previous.Span, "a function is defined on a line of its own", "write `def f(x) = x^2` above");
        if (token.Kind == TokenKind.OpenBrace && Position > 0
            && Previous is { Kind: TokenKind.Identifier, Text: [.., '_'] })
            return Fail(token.Span, "`{` does not begin a subscript", $"write `{Previous.Text.TrimEnd('_')}[…]`");
        if (token is { Kind: TokenKind.Identifier, Text: "if" })
            return Fail(token.Span, "`if` chooses no value here", "write `where(condition, a, b)`");
        if (token.Kind is TokenKind.Identifier or TokenKind.Number or TokenKind.OpenParenthesis or TokenKind.SumSign)
        {
            return Fail(token.Span, $"an operator is missing before {Describe(token)}",
                "write * for the elementwise or @ for the matrix product");
        }
        if (token.Kind is TokenKind.OpenBrace or TokenKind.CloseBrace)
            return Fail(
                token.Span, $"{Describe(token)} belongs to a loop", "write `for t in 0:3 { h[t] = … }`, or ( )");
        if (token.Kind == TokenKind.Equals)
            return Fail(token.Span, "`=` names a value and begins a statement", "write == to compare");
        return Fail(
            token.Span, $"{due} was due before {Describe(token)}", "take it out or complete what stands before it");
    }

    /// <summary>A token as it is named in messages.</summary>
    public string Describe(Token token) => token.Kind switch
    {
        TokenKind.NewLine or TokenKind.EndOfFile => "the end of the line",
        TokenKind.Identifier or TokenKind.Keyword =>
            $"`{(token.Text.Length <= 40 ? token.Text : token.Text[..40] + "…")}`",
        _ when token.Span.Length <= 40 => $"`{source.Slice(token.Span)}`",
        _ => $"`{source.Text.AsSpan(token.Span.Start, 40)}…`",
    };
}
