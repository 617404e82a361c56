using System.Collections.Immutable;

namespace Chainrule.Language;

/// <summary>
/// Reads statements by recursive descent. After an error it goes on at the next line, so that one run shows most of
/// what is wrong in a file.
/// </summary>
internal sealed partial class Parser
{
    private readonly SourceText source;
    private readonly Diagnostics diagnostics;
    private readonly List<Token> tokens;
    private readonly List<Comment> comments;
    private readonly HashSet<string> defined = [];
    private int position;
    private int nextComment;

    private Parser(SourceText source, Diagnostics diagnostics)
    {
        this.source = source;
        this.diagnostics = diagnostics;
        var lexer = new Lexer(source, diagnostics);
        tokens = Layout.Apply(lexer.Read(), diagnostics);
        comments = lexer.Comments;
    }

    /// <summary>Parses a text; the errors are those of <paramref name="diagnostics"/>.</summary>
    public static ProgramSyntax Parse(SourceText source, Diagnostics diagnostics)
    {
        if (source.Text.Length > SourceText.MaximumLength)
        {
            diagnostics.Error(default, $"the text is {source.Text.Length:N0} characters long",
                $"a .chain file has at most {SourceText.MaximumLength:N0}");
            return new(source, [], default);
        }
        return new Parser(source, diagnostics).ReadProgram();
    }

    /// <summary>Parses a text.</summary>
    /// <exception cref="LanguageException">The text is not a program.</exception>
    public static ProgramSyntax Parse(string text, string file)
    {
        var source = new SourceText(text, file);
        var diagnostics = new Diagnostics(source);
        ProgramSyntax program = Parse(source, diagnostics);
        diagnostics.ThrowIfAny();
        return program;
    }

    private Token Current => tokens[position];

    private Token Next => tokens[Math.Min(position + 1, tokens.Count - 1)];

    private ProgramSyntax ReadProgram()
    {
        ImmutableArray<Statement>.Builder statements = ImmutableArray.CreateBuilder<Statement>();
        ImmutableHashSet<string>.Builder unread = ImmutableHashSet.CreateBuilder<string>();
        int lastLine = 0;
        while (Current.Kind != TokenKind.EndOfFile && !diagnostics.IsFull)
        {
            if (Current.Kind == TokenKind.NewLine)
            {
                position++;
                continue;
            }
            int start = position;
            try
            {
                Trivia above = ReadTriviaAbove(Current.Span.Start, lastLine);
                Statement statement = ReadStatement();
                if (Current.Kind != TokenKind.NewLine) throw AfterStatement();
                lastLine = source.Line(Math.Max(statement.Span.End - 1, statement.Span.Start));
                statements.Add(statement with { Trivia = ReadCommentAfter(above, statement.Span, lastLine) });
            }
            catch (SyntaxError)
            {
                while (Current.Kind is not (TokenKind.NewLine or TokenKind.EndOfFile)) position++;
                for (int i = start; i < position; i++)
                    if (tokens[i].Kind == TokenKind.Identifier) unread.Add(tokens[i].Text);
            }
        }
        return new(source, statements.ToImmutable(), ReadTriviaAbove(source.Text.Length, lastLine))
        {
            Unread = unread.ToImmutable(),
        };
    }

    private Statement ReadStatement()
    {
        Token first = Current;
        switch (first.Kind)
        {
            case TokenKind.Keyword:
                position++;
                return first.Text switch
                {
                    "input" or "param" => ReadDeclaration(first),
                    "def" => ReadFunction(first),
                    "minimize" => ReadMinimize(first),
                    "output" => ReadOutput(first),
                    "claim" => ReadClaim(first),
                    _ => throw Fail(first.Span, $"`{first.Text}` cannot begin a line", "name a value: `a = …`"),
                };
            case TokenKind.Identifier when Next.Kind == TokenKind.Equals:
                position += 2;
                var name = new Identifier(first.Text, first.Span);
                RefuseFunctionName(name);
                Expression value = ReadExpression();
                return new AssignmentStatement(name, value, first.Span.To(value.Span));
            case TokenKind.Identifier when Next.Kind == TokenKind.Comma:
                return ReadMasked(first);
            default:
                throw NotAStatement(first);
        }
    }

    // The two results of dropout: what it leaves, and what it multiplied by.
    private AssignmentStatement ReadMasked(Token first)
    {
        const string Form = "d, mask = dropout(h, 0.5)";
        var name = new Identifier(first.Text, first.Span);
        position += 2;
        Identifier mask = ReadName("the comma", Form);
        RefuseFunctionName(name);
        RefuseFunctionName(mask);
        Expect(TokenKind.Equals, "`=` after the two names", Form);
        Expression value = ReadExpression();
        if (value is not CallExpression call
            || call.Function.Name != Chainrule.Functions.DropoutEntry.Name)
            throw Fail(name.Span.To(mask.Span), "two names are for the two results of dropout", $"write `{Form}`");
        return new(name, value, first.Span.To(value.Span)) { Mask = mask };
    }

    private FunctionStatement ReadFunction(Token keyword)
    {
        Identifier name = ReadName("def", "def f(x) = x^2");
        RefuseFunctionName(name);
        defined.Add(name.Name);
        Expect(TokenKind.OpenParenthesis, "the parameters in ( )", "def f(x) = x^2");
        ImmutableArray<Identifier>.Builder parameters = ImmutableArray.CreateBuilder<Identifier>();
        do
        {
            Identifier parameter = ReadName("the bracket", "def f(x) = x^2");
            if (parameters.Any(p => p.Name == parameter.Name))
                throw Fail(
                    parameter.Span, $"the parameter `{parameter.Name}` is there twice", "give each its own name");
            parameters.Add(parameter);
        }
        while (Accept(TokenKind.Comma));
        Expect(TokenKind.CloseParenthesis, "`)` after the parameters", "def f(x) = x^2");
        Expect(TokenKind.Equals, "`=` after the parameters", "def f(x) = x^2");
        Expression body = ReadExpression();
        return new(name, parameters.ToImmutable(), body, keyword.Span.To(body.Span));
    }

    private MinimizeStatement ReadMinimize(Token keyword)
    {
        Identifier name = ReadName("minimize", "minimize S");
        if (!AtLineEnd)
        {
            throw Fail(name.Span.To(Current.Span), "`minimize` takes the name of a scalar, not a formula",
                "name the cost on a line of its own, `S = …`, and write `minimize S`");
        }
        return new(name, keyword.Span.To(name.Span));
    }

    private OutputStatement ReadOutput(Token keyword)
    {
        ImmutableArray<Identifier>.Builder names = ImmutableArray.CreateBuilder<Identifier>();
        do names.Add(ReadName(names.Count == 0 ? "output" : "the comma", "output Xhat"));
        while (Accept(TokenKind.Comma));
        if (!AtLineEnd && Current.Kind != TokenKind.Identifier)
        {
            throw Fail(Current.Span, "`output` takes names, not formulas",
                "name the value on a line of its own, `Y = …`, and write `output Y`");
        }
        return new(names.ToImmutable(), keyword.Span.To(names[^1].Span));
    }

    private ClaimStatement ReadClaim(Token keyword)
    {
        const string Form = "claim dS/dW1 = X' @ dS/dz1";
        Token start = Current;
        bool isDerivative = start.Kind == TokenKind.Identifier && start.Text.Length > 1 && start.Text[0] == 'd'
            && Next.Kind == TokenKind.Slash;
        if (!isDerivative)
            throw Fail(start.Span, "a claim begins with the derivative that it is about", $"write `{Form}`");
        claimedCost = start.Text[1..];
        try
        {
            if (TryReadDerivative() is not { } derivative)
                throw Fail(
                    start.Span.To(Next.Span), "a claim begins with the derivative that it is about", $"write `{Form}`");
            Expect(TokenKind.Equals, "`=` after the derivative", Form);
            int begin = position;
            Expression value = ReadExpression();
            var claim = new ClaimStatement(derivative, value, keyword.Span.To(value.Span));
            if (!tokens[begin..position].Exists(token => token is { Kind: TokenKind.SumSign, Text.Length: > 0 }))
                return claim;
            (position, keepsAxes) = (begin, true);
            return claim with { WithKeptAxes = ReadExpression() };
        }
        finally
        {
            (claimedCost, keepsAxes) = (null, false);
        }
    }

    private Trivia ReadTriviaAbove(int place, int lastLine)
    {
        ImmutableArray<string?>.Builder above = ImmutableArray.CreateBuilder<string?>();
        for (; nextComment < comments.Count && comments[nextComment].Span.Start < place; nextComment++)
        {
            Comment comment = comments[nextComment];
            AddBlank(source.Line(comment.Span.Start));
            above.Add(comment.Text);
        }
        if (place < source.Text.Length) AddBlank(source.Line(place));
        return new(above.ToImmutable(), null);

        // Any number of blank lines becomes one; there is none at the start and at the end of the file.
        void AddBlank(int line)
        {
            if (lastLine > 0 && line > lastLine + 1) above.Add(null);
            lastLine = line;
        }
    }

    // Comments between the lines of a bracket move above the statement; the last one stays at its end.
    private Trivia ReadCommentAfter(Trivia trivia, TextSpan statement, int lastLine)
    {
        string? after = null;
        ImmutableArray<string?> above = trivia.Above;
        while (nextComment < comments.Count && source.Line(comments[nextComment].Span.Start) <= lastLine)
        {
            Comment comment = comments[nextComment++];
            if (comment.Span.Start > statement.End) after = comment.Text;
            else above = above.Add(comment.Text);
        }
        return new(above, after);
    }
}
