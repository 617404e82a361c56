namespace Chainrule.Language;

/// <content>What is said when the text does not fit: each message guesses what was meant.</content>
internal sealed partial class Parser
{
    /// <summary>Leaves the statement that holds an error; the error itself is in the diagnostics.</summary>
    private sealed class SyntaxError : Exception;

    private Token Previous => tokens[position - 1];

    private bool AtLineEnd => Current.Kind is TokenKind.NewLine or TokenKind.EndOfFile;

    private SyntaxError Fail(TextSpan span, string problem, string remedy)
    {
        diagnostics.Error(span, problem, remedy);
        nesting = 0;
        return new();
    }

    private bool Accept(TokenKind kind)
    {
        if (Current.Kind != kind) return false;
        position++;
        return true;
    }

    private void Expect(TokenKind kind, string what, string? form)
    {
        if (Accept(kind)) return;
        if (form is null) throw Unexpected(what);
        throw Fail(Current.Span, $"{what} is missing before {Describe(Current)}", $"write `{form}`");
    }

    private Identifier ReadName(string after, string form)
    {
        Token token = Current;
        if (token.Kind == TokenKind.Identifier)
        {
            position++;
            return new(token.Text, token.Span);
        }
        throw token.Kind == TokenKind.Keyword
            ? Reserved(token)
            : Fail(token.Span, $"a name is missing after {(after.StartsWith("the ") ? after : $"`{after}`")}",
                $"write `{form}`");
    }

    private SyntaxError Reserved(Token token) =>
        Fail(token.Span, $"`{token.Text}` is a word of the language", $"choose another name, such as `{token.Text}1`");

    private void RefuseFunctionName(Identifier name)
    {
        if (FunctionCatalog.Find(name.Name) is not null)
            throw Fail(name.Span, $"`{name.Name}` is a function of the language",
                $"choose another name, such as `{name.Name}1`");
    }

    /// <summary>Something stands where an operator or the end was due.</summary>
    private SyntaxError Unexpected(string due)
    {
        Token token = Current;
        if (token.Kind is TokenKind.Identifier or TokenKind.Number or TokenKind.OpenParenthesis or TokenKind.SumSign)
        {
            return Fail(token.Span, $"an operator is missing before {Describe(token)}",
                "write * for the elementwise or @ for the matrix product");
        }
        if (token.Kind == TokenKind.OpenBracket)
            return Fail(token.Span, "values are not indexed here", "brackets stand in declarations only");
        if (token.Kind == TokenKind.Equals)
            return Fail(token.Span, "`=` names a value and begins a statement", "write == to compare");
        return Fail(
            token.Span, $"{due} was due before {Describe(token)}", "take it out or complete what stands before it");
    }

    private SyntaxError AfterStatement() => Current.Kind switch
    {
        TokenKind.CloseParenthesis or TokenKind.CloseBracket =>
            Fail(Current.Span, $"this {source.Slice(Current.Span)} closes nothing", "take it out, or open it before"),
        TokenKind.Keyword =>
            Fail(Current.Span, $"`{Current.Text}` begins a new statement", "put it on a line of its own"),
        TokenKind.Comma => Fail(Current.Span, "a comma ends nothing here", "write one statement a line"),
        TokenKind.Tilde => Fail(Current.Span, "`~` belongs to a declaration", "write `param W[n, k] ~ he`"),
        TokenKind.Colon =>
            Fail(Current.Span, "`:` belongs to the declaration of an input", "write `input y[m] : labels`"),
        _ => Unexpected("the end of the line"),
    };

    private SyntaxError NotAnOperand(Token token)
    {
        if (token.Kind == TokenKind.Keyword) return Reserved(token);
        if (token.Kind == TokenKind.Plus) return Fail(token.Span, "a sign + has no effect", "leave it out");
        if (token.Kind is TokenKind.NewLine or TokenKind.EndOfFile)
        {
            // The caret goes behind the operator that waits for its operand, not to the start of the next line.
            var end = new TextSpan(Previous.Span.End, 0);
            return Fail(end, $"a value is missing after {Describe(Previous)}",
                "complete the line; a line goes on only inside ( )");
        }
        bool afterOperator = position > 0
            && Previous.Kind is TokenKind.Star or TokenKind.Slash or TokenKind.At or TokenKind.Plus
            or TokenKind.Minus or TokenKind.Power;
        return Fail(token.Span, $"a value is missing before {Describe(token)}",
            afterOperator ? "two operators stand side by side" : "write a name, a number or ( )");
    }

    private SyntaxError NotAStatement(Token first)
    {
        string shown = Describe(first);
        if (first.Kind != TokenKind.Identifier)
        {
            return Fail(first.Span, $"a line cannot begin with {shown}",
                "write `name = …`, or input, param, def, minimize, output or claim");
        }

        Token next = Next;
        string? meant = Vocabulary.Nearest(first.Text, Vocabulary.StatementWords);
        if (next.Kind == TokenKind.Identifier && meant is not null)
            return Fail(first.Span, $"{shown} does not begin a statement", $"did you mean `{meant}`?");
        if (next.Kind == TokenKind.Identifier)
        {
            bool assigns = tokens[Math.Min(position + 2, tokens.Count - 1)].Kind == TokenKind.Equals;
            return Fail(first.Span, $"{shown} does not begin a statement",
                assigns ? $"write `{next.Text} = …` alone"
                    : "statements begin with `name =`, input, param, def, minimize, output or claim");
        }
        if (next.Kind == TokenKind.EqualsEquals)
            return Fail(next.Span, "`==` compares", $"write `{first.Text} = …` to name a value");
        if (next.Kind is TokenKind.Plus or TokenKind.Minus or TokenKind.Star or TokenKind.Slash
            && tokens[Math.Min(position + 2, tokens.Count - 1)].Kind == TokenKind.Equals)
        {
            return Fail(next.Span, "a name gets its value once",
                $"write `{first.Text}2 = {first.Text} {source.Slice(next.Span)} …`");
        }
        if (next.Kind is TokenKind.OpenBracket or TokenKind.Tilde or TokenKind.Colon)
            return Fail(first.Span, "a declaration says what it declares",
                $"write `input {first.Text}…` or `param {first.Text}…`");

        int equals = position;
        while (tokens[equals].Kind is not (TokenKind.Equals or TokenKind.NewLine or TokenKind.EndOfFile)) equals++;
        bool hasValue = tokens[equals].Kind == TokenKind.Equals;
        if (next.Kind == TokenKind.OpenParenthesis && hasValue)
            return Fail(first.Span, "a function is defined with `def`", $"write `def {first.Text}(…) = …`");
        if (next.Kind == TokenKind.Slash && first.Text[0] == 'd' && hasValue)
            return Fail(
                first.Span, "a derivative is found, not given", "write `claim` before it to have the formula graded");
        return hasValue
            ? Fail(first.Span.To(tokens[equals].Span), "the left side of `=` is one new name", "write `name = …`")
            : Fail(first.Span, "this line has a value but no name", $"write `name = {first.Text}…`");
    }

    private string Describe(Token token) => token.Kind switch
    {
        TokenKind.NewLine or TokenKind.EndOfFile => "the end of the line",
        TokenKind.Identifier or TokenKind.Keyword =>
            $"`{(token.Text.Length <= 40 ? token.Text : token.Text[..40] + "…")}`",
        _ when token.Span.Length <= 40 => $"`{source.Slice(token.Span)}`",
        _ => $"`{source.Text.AsSpan(token.Span.Start, 40)}…`",
    };
}
