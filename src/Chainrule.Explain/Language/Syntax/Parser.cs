using System.Collections.Immutable;

namespace Chainrule.Language;

/// <summary>
/// Reads statements by recursive descent. After an error it goes on at the next line, so that one run shows most of
/// what is wrong in a file.
/// </summary>
internal sealed class Parser
{
    private readonly SourceText source;
    private readonly Diagnostics diagnostics;
    private readonly TokenCursor tokens;
    private readonly CommentReader comments;
    private readonly HashSet<string> defined = [];

    private Parser(SourceText source, Diagnostics diagnostics)
    {
        this.source = source;
        this.diagnostics = diagnostics;
        var lexer = new Lexer(source, diagnostics);
        tokens = new(source, Layout.Apply(lexer.Read(), diagnostics), diagnostics);
        comments = new(source, lexer.Comments);
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

    private ProgramSyntax ReadProgram()
    {
        ImmutableArray<Statement>.Builder statements = ImmutableArray.CreateBuilder<Statement>();
        ImmutableHashSet<string>.Builder unread = ImmutableHashSet.CreateBuilder<string>();
        int lastLine = 0;
        while (tokens.Current.Kind != TokenKind.EndOfFile && !diagnostics.IsFull)
        {
            if (tokens.Current.Kind == TokenKind.NewLine)
            {
                tokens.Advance();
                continue;
            }
            int start = tokens.Position;
            try
            {
                Trivia above = comments.ReadAbove(tokens.Current.Span.Start, lastLine);
                Statement statement = ReadStatement();
                if (tokens.Current.Kind != TokenKind.NewLine) throw StatementErrors.AfterStatement(tokens);
                lastLine = source.Line(Math.Max(statement.Span.End - 1, statement.Span.Start));
                statements.Add(statement with { Trivia = comments.ReadAfter(above, statement.Span, lastLine) });
            }
            catch (SyntaxError)
            {
                while (tokens.Current.Kind is not (TokenKind.NewLine or TokenKind.EndOfFile)) tokens.Advance();
                foreach (Token token in tokens.Since(start))
                    if (token.Kind == TokenKind.Identifier) unread.Add(token.Text);
            }
        }
        return new(source, statements.ToImmutable(), comments.ReadAbove(source.Text.Length, lastLine))
        {
            Unread = unread.ToImmutable(),
        };
    }

    private Statement ReadStatement()
    {
        Token first = tokens.Current;
        switch (first.Kind)
        {
            case TokenKind.Keyword:
                tokens.Advance();
                return first.Text switch
                {
                    "input" or "param" => new DeclarationParser(tokens, Formula()).ReadDeclaration(first),
                    "def" => ReadFunction(first),
                    "minimize" => ReadMinimize(first),
                    "output" => ReadOutput(first),
                    "claim" => ReadClaim(first),
                    _ => throw tokens.Fail(first.Span, $"`{first.Text}` cannot begin a line", "name a value: `a = …`"),
                };
            case TokenKind.Identifier when tokens.Next.Kind == TokenKind.Equals:
                tokens.Advance(2);
                var name = new Identifier(first.Text, first.Span);
                tokens.RefuseFunctionName(name);
                Expression value = Formula().ReadExpression();
                return new AssignmentStatement(name, value, first.Span.To(value.Span));
            case TokenKind.Identifier when tokens.Next.Kind == TokenKind.Comma:
                return ReadMasked(first);
            default:
                throw StatementErrors.NotAStatement(tokens);
        }
    }

    // The two results of dropout: what it leaves, and what it multiplied by.
    private AssignmentStatement ReadMasked(Token first)
    {
        const string Form = "d, mask = dropout(h, 0.5)";
        var name = new Identifier(first.Text, first.Span);
        tokens.Advance(2);
        Identifier mask = tokens.ReadName("the comma", Form);
        tokens.RefuseFunctionName(name);
        tokens.RefuseFunctionName(mask);
        tokens.Expect(TokenKind.Equals, "`=` after the two names", Form);
        Expression value = Formula().ReadExpression();
        if (value is not CallExpression call
            || call.Function.Name != Chainrule.Functions.DropoutEntry.Name)
            throw tokens.Fail(
                name.Span.To(mask.Span), "two names are for the two results of dropout", $"write `{Form}`");
        return new(name, value, first.Span.To(value.Span)) { Mask = mask };
    }

    private FunctionStatement ReadFunction(Token keyword)
    {
        Identifier name = tokens.ReadNewName("def", "def f(x) = x^2");
        defined.Add(name.Name);
        tokens.Expect(TokenKind.OpenParenthesis, "the parameters in ( )", "def f(x) = x^2");
        ImmutableArray<Identifier>.Builder parameters = ImmutableArray.CreateBuilder<Identifier>();
        do
        {
            Identifier parameter = tokens.ReadName("the bracket", "def f(x) = x^2");
            if (parameters.Any(p => p.Name == parameter.Name))
                throw tokens.Fail(
                    parameter.Span, $"the parameter `{parameter.Name}` is there twice", "give each its own name");
            parameters.Add(parameter);
        }
        while (tokens.Accept(TokenKind.Comma));
        tokens.Expect(TokenKind.CloseParenthesis, "`)` after the parameters", "def f(x) = x^2");
        tokens.Expect(TokenKind.Equals, "`=` after the parameters", "def f(x) = x^2");
        Expression body = Formula().ReadExpression();
        return new(name, parameters.ToImmutable(), body, keyword.Span.To(body.Span));
    }

    private MinimizeStatement ReadMinimize(Token keyword)
    {
        Identifier name = tokens.ReadName("minimize", "minimize S");
        if (!tokens.AtLineEnd)
        {
            throw tokens.Fail(name.Span.To(tokens.Current.Span), "`minimize` takes the name of a scalar, not a formula",
                "name the cost on a line of its own, `S = …`, and write `minimize S`");
        }
        return new(name, keyword.Span.To(name.Span));
    }

    private OutputStatement ReadOutput(Token keyword)
    {
        ImmutableArray<Identifier>.Builder names = ImmutableArray.CreateBuilder<Identifier>();
        do names.Add(tokens.ReadName(names.Count == 0 ? "output" : "the comma", "output Xhat"));
        while (tokens.Accept(TokenKind.Comma));
        if (!tokens.AtLineEnd && tokens.Current.Kind != TokenKind.Identifier)
        {
            throw tokens.Fail(tokens.Current.Span, "`output` takes names, not formulas",
                "name the value on a line of its own, `Y = …`, and write `output Y`");
        }
        return new(names.ToImmutable(), keyword.Span.To(names[^1].Span));
    }

    private ClaimStatement ReadClaim(Token keyword)
    {
        const string Form = "claim dS/dW1 = X' @ dS/dz1";
        const string Problem = "a claim begins with the derivative that it is about";
        Token start = tokens.Current;
        bool isDerivative = start.Kind == TokenKind.Identifier && start.Text.Length > 1 && start.Text[0] == 'd'
            && tokens.Next.Kind == TokenKind.Slash;
        if (!isDerivative)
            throw tokens.Fail(start.Span, Problem, $"write `{Form}`");
        string cost = start.Text[1..];
        ExpressionParser formula = Formula(cost);
        if (formula.TryReadDerivative() is not { } derivative)
            throw tokens.Fail(start.Span.To(tokens.Next.Span), Problem, $"write `{Form}`");
        tokens.Expect(TokenKind.Equals, "`=` after the derivative", Form);
        int begin = tokens.Position;
        Expression value = formula.ReadExpression();
        var claim = new ClaimStatement(derivative, value, keyword.Span.To(value.Span));
        if (!tokens.Since(begin).Any(token => token is { Kind: TokenKind.SumSign, Text.Length: > 0 })) return claim;
        tokens.ReturnTo(begin);
        return claim with { WithKeptAxes = Formula(cost, keepsAxes: true).ReadExpression() };
    }

    private ExpressionParser Formula(string? claimedCost = null, bool keepsAxes = false) =>
        new(tokens, defined, claimedCost, keepsAxes);
}
