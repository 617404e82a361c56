namespace Chainrule.Language;

/// <summary>What is said about a line that is no statement: each message guesses what was meant.</summary>
internal static class StatementErrors
{
    // Words that begin lines of Python, and what to write here.
    private static readonly Dictionary<string, string> Foreign = new()
    {
        ["import"] = "take the line out: np. and torch. are read without it",
        ["from"] = "take the line out: np. and torch. are read without it",
        ["print"] = "take the line out",
        ["with"] = "take it out, and write the line inside alone",
        ["class"] = "take it out, and write the lines of its forward pass alone",
        ["while"] = "write `for t in 0:3 { h[t] = … }` with a fixed number of steps",
        ["if"] = "write `h = where(condition, a, b)`",
        ["else"] = "write `h = where(condition, a, b)`",
    };

    /// <summary>Something follows a whole statement.</summary>
    public static SyntaxError AfterStatement(TokenCursor tokens)
    {
        TextSpan span = tokens.Current.Span;
        return tokens.Current.Kind switch
        {
            TokenKind.CloseParenthesis or TokenKind.CloseBracket =>
                tokens.Fail(span, $"this {tokens.Source.Slice(span)} closes nothing", "take it out, or open it before"),
            TokenKind.Keyword =>
                tokens.Fail(span, $"`{tokens.Current.Text}` begins a new statement", "put it on a line of its own"),
            TokenKind.Comma => tokens.Fail(span, "a comma ends nothing here", "write one statement a line"),
            TokenKind.Tilde => tokens.Fail(span, "`~` belongs to a declaration", "write `param W[n, k] ~ he`"),
            TokenKind.Colon =>
                tokens.Fail(span, "`:` belongs to the declaration of an input", "write `input y[m] : labels`"),
            _ => tokens.Unexpected("the end of the line"),
        };
    }

    /// <summary>Whether a line gives a value to an element: <c>h[t] = …</c>.</summary>
    public static bool AssignsElement(TokenCursor tokens)
    {
        int ahead = 1;
        for (int open = 0; open > 0 || tokens.Ahead(ahead).Kind == TokenKind.OpenBracket; ahead++)
        {
            switch (tokens.Ahead(ahead).Kind)
            {
                case TokenKind.OpenBracket: open++; break;
                case TokenKind.CloseBracket: open--; break;
                case TokenKind.NewLine or TokenKind.EndOfFile: return false;
            }
        }
        return ahead > 1 && tokens.Ahead(ahead).Kind is TokenKind.Equals or TokenKind.CompoundEquals;
    }

    /// <summary>A line begins with what begins no statement.</summary>
    public static SyntaxError NotAStatement(TokenCursor tokens)
    {
        Token first = tokens.Current;
        string shown = tokens.Describe(first);
        if (first.Kind != TokenKind.Identifier)
        {
            return tokens.Fail(first.Span, $"a line cannot begin with {shown}",
                "write `name = …`, or input, param, def, for, minimize, output or claim");
        }

        Token next = tokens.Next;
        if (Foreign.TryGetValue(first.Text, out string? instead))
            return tokens.Fail(first.Span, $"{shown} is not part of the language", instead);
        if (next.Kind == TokenKind.Point && tokens.Ahead(3).Kind == TokenKind.OpenParenthesis
            && tokens.Ahead(4).Kind == TokenKind.CloseParenthesis)
        {
            return tokens.Fail(first.Span.To(tokens.Ahead(4).Span), "this line gives no name a value",
                $"take it out, or write `name = {first.Text}…`");
        }
        string? meant = Vocabulary.Nearest(first.Text, Vocabulary.StatementWords);
        if (next.Kind == TokenKind.Identifier && meant is not null)
            return tokens.Fail(first.Span, $"{shown} does not begin a statement", $"did you mean `{meant}`?");
        if (next.Kind == TokenKind.Identifier)
        {
            bool assigns = tokens.Ahead(2).Kind == TokenKind.Equals;
            return tokens.Fail(first.Span, $"{shown} does not begin a statement",
                assigns ? $"write `{next.Text} = …` alone"
                    : "statements begin with `name =`, input, param, def, for, minimize, output or claim");
        }
        if (next.Kind == TokenKind.EqualsEquals)
            return tokens.Fail(next.Span, "`==` compares", $"write `{first.Text} = …` to name a value");
        if (next.Kind is TokenKind.OpenBracket or TokenKind.Tilde or TokenKind.Colon)
            return tokens.Fail(first.Span, "a declaration says what it declares",
                $"write `input {first.Text}…` or `param {first.Text}…`");

        Token end = first;
        for (int i = 0; end.Kind is not (TokenKind.Equals or TokenKind.NewLine or TokenKind.EndOfFile); i++)
            end = tokens.Ahead(i);
        bool hasValue = end.Kind == TokenKind.Equals;
        if (next.Kind == TokenKind.OpenParenthesis && hasValue)
            return tokens.Fail(first.Span, "a function is defined with `def`", $"write `def {first.Text}(…) = …`");
        if (next.Kind == TokenKind.Slash && first.Text[0] == 'd' && hasValue)
            return tokens.Fail(
                first.Span, "a derivative is found, not given", "write `claim` before it to have the formula graded");
        return hasValue
            ? tokens.Fail(first.Span.To(end.Span), "the left side of `=` is one new name", "write `name = …`")
            : tokens.Fail(first.Span, "this line has a value but no name", $"write `name = {first.Text}…`");
    }
}
