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
    private readonly KnownNames known = new();
    private readonly ImmutableHashSet<string>.Builder unread = ImmutableHashSet.CreateBuilder<string>();
    private int lastLine;
    private int loops;

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
        while (tokens.Current.Kind != TokenKind.EndOfFile && !diagnostics.IsFull)
        {
            // What is left of a loop whose first line could not be read.
            bool isLeft = tokens.Current.Kind == TokenKind.CloseBrace && diagnostics.HasErrors;
            if (tokens.Current.Kind == TokenKind.NewLine || isLeft) tokens.Advance();
            else ReadLine(statements);
        }
        return new(source, statements.ToImmutable(), comments.ReadAbove(source.Text.Length, lastLine))
        {
            Unread = unread.ToImmutable(),
        };
    }

    // A statement and the end of its line; after an error the rest of the line is left out.
    private void ReadLine(ImmutableArray<Statement>.Builder statements)
    {
        int start = tokens.Position;
        try
        {
            Trivia above = comments.ReadAbove(tokens.Current.Span.Start, lastLine);
            Statement statement = ReadStatement();
            bool isEnd = tokens.Current.Kind == TokenKind.NewLine
                || (loops > 0 && tokens.Current.Kind == TokenKind.CloseBrace)
                || (statement is ForStatement && tokens.Previous.Kind == TokenKind.NewLine);
            if (!isEnd) throw StatementErrors.AfterStatement(tokens);
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

    private Statement ReadStatement()
    {
        Token first = tokens.Current;
        switch (first.Kind)
        {
            case TokenKind.Keyword:
                tokens.Advance();
                if (loops > 0 && first.Text is not ("for" or "claim"))
                    throw tokens.Fail(first.Span, $"`{first.Text}` stands outside of loops",
                        $"move the line {(first.Text is "minimize" or "output" ? "below" : "above")} the loop");
                return first.Text switch
                {
                    "input" or "param" => ReadDeclaration(first),
                    "def" => ReadFunction(first),
                    "for" => ReadLoop(first),
                    "minimize" => ReadMinimize(first),
                    "output" => ReadOutput(first),
                    "claim" => ReadClaim(first),
                    _ => throw tokens.Fail(first.Span, $"`{first.Text}` cannot begin a line", "name a value: `a = …`"),
                };
            case TokenKind.Identifier when tokens.Next.Kind is TokenKind.Equals or TokenKind.CompoundEquals:
            case TokenKind.Identifier when StatementErrors.AssignsElement(tokens):
                return ReadAssignment(first);
            case TokenKind.Identifier when tokens.Next.Kind == TokenKind.Comma:
                return ReadMasked(first);
            default:
                throw StatementErrors.NotAStatement(tokens);
        }
    }

    private DeclarationStatement ReadDeclaration(Token keyword)
    {
        DeclarationStatement declaration = new DeclarationParser(tokens, Formula()).ReadDeclaration(keyword);
        foreach (Declarator declarator in declaration.Declarators) known.Values.Add(declarator.Name.Name);
        return declaration;
    }

    private AssignmentStatement ReadAssignment(Token first)
    {
        var name = new Identifier(first.Text, first.Span);
        tokens.Advance();
        tokens.RefuseFunctionName(name);
        ImmutableArray<Expression> index = [];
        if (tokens.Current.Kind == TokenKind.OpenBracket)
        {
            if (known.Values.Contains(name.Name))
                throw tokens.Fail(first.Span, $"`{name.Name}` is a value, and no part of it is changed later",
                    $"give the elements a name of their own, as in `{name.Name}1[0] = …`");
            known.Sequences.Add(name.Name);
            index = Formula().ReadIndex();
        }
        else if (known.Sequences.Contains(name.Name))
        {
            throw tokens.Fail(first.Span, $"`{name.Name}` is a sequence, which gets its values element by element",
                $"write `{name.Name}[0] = …`, or choose another name");
        }
        else known.Values.Add(name.Name);
        Token sign = tokens.Current;
        tokens.Advance();
        Expression value = Formula().ReadExpression();
        return new(name, value, first.Span.To(value.Span))
        {
            Index = index,
            Compound = sign.Kind == TokenKind.Equals ? null : sign.Text switch
            {
                "+" => BinaryOperator.Add,
                "-" => BinaryOperator.Subtract,
                "*" => BinaryOperator.Multiply,
                "/" => BinaryOperator.Divide,
                _ => BinaryOperator.MatrixProduct,
            },
        };
    }

    private ForStatement ReadLoop(Token keyword)
    {
        const string Form = "for t in 0:3 { h[t] = … }";
        const int MaxLoops = 4;
        Identifier variable = tokens.ReadNewName("for", Form);
        if (loops == MaxLoops)
            throw tokens.Fail(keyword.Span, "loops stand too deep in one another", "write some of them out");
        if (tokens.Current is not { Kind: TokenKind.Identifier, Text: "in" })
            throw tokens.Fail(tokens.Current.Span, "`in` is missing after the name that counts", $"write `{Form}`");
        tokens.Advance();
        (Expression from, Expression to) = ReadBounds(Form);
        lastLine = source.Line(tokens.Previous.Span.Start);
        ImmutableArray<Statement>.Builder body = ImmutableArray.CreateBuilder<Statement>();
        Trivia end = default;
        loops++;
        try
        {
            if (tokens.Accept(TokenKind.OpenBrace)) end = ReadBraces(keyword, body);
            else
            {
                tokens.Expect(TokenKind.Colon, "`{` before what is repeated", Form);
                ReadIndented(keyword, body);
            }
        }
        finally
        {
            loops--;
        }
        if (body.Count == 0) throw tokens.Fail(keyword.Span, "the loop repeats nothing", $"write `{Form}`");
        return new(variable, from, to, body.ToImmutable(), keyword.Span.To(
            tokens.Previous.Kind == TokenKind.CloseBrace ? tokens.Previous.Span : body[^1].Span))
        { End = end };
    }

    // 0:T, or as in Python range(T) and range(0, T).
    private (Expression From, Expression To) ReadBounds(string form)
    {
        if (tokens.Current is { Kind: TokenKind.Identifier, Text: "range" }
            && tokens.Next.Kind == TokenKind.OpenParenthesis)
        {
            TextSpan place = tokens.Current.Span;
            tokens.Advance();
            ImmutableArray<Argument> bounds = Formula().ReadArguments();
            return bounds.Length switch
            {
                1 => (new NumberExpression(0, bounds[0].Span), bounds[0].Value),
                2 => (bounds[0].Value, bounds[1].Value),
                _ => throw tokens.Fail(place, "a loop counts in steps of 1", $"write `{form}`"),
            };
        }
        Expression from = Formula().ReadExpression();
        tokens.Expect(TokenKind.Colon, "`:` between the first number and the end", form);
        Expression to = Formula().ReadExpression();
        if (tokens.Current.Kind == TokenKind.Colon && tokens.Next.Kind != TokenKind.NewLine)
            throw tokens.Fail(tokens.Current.Span, "a loop counts in steps of 1", $"write `{form}`");
        return (from, to);
    }

    private Trivia ReadBraces(Token keyword, ImmutableArray<Statement>.Builder body)
    {
        lastLine = source.Line(keyword.Span.Start);
        while (tokens.Current.Kind is not (TokenKind.CloseBrace or TokenKind.EndOfFile) && !diagnostics.IsFull)
            if (!tokens.Accept(TokenKind.NewLine)) ReadLine(body);
        Trivia end = comments.ReadAbove(tokens.Current.Span.Start, lastLine);
        return tokens.Accept(TokenKind.CloseBrace) ? end
            : throw tokens.Fail(keyword.Span, "the { of this loop is never closed", "add the missing }");
    }

    // As in Python: what stands further to the right than `for`.
    private void ReadIndented(Token keyword, ImmutableArray<Statement>.Builder body)
    {
        int column = source.Column(keyword.Span.Start);
        lastLine = source.Line(keyword.Span.Start);
        while (true)
        {
            int ahead = 0;
            while (tokens.Ahead(ahead).Kind == TokenKind.NewLine) ahead++;
            Token next = tokens.Ahead(ahead);
            bool isInside = ahead == 0 ? body.Count == 0 : source.Column(next.Span.Start) > column;
            if (next.Kind is TokenKind.EndOfFile or TokenKind.CloseBrace || !isInside || diagnostics.IsFull) break;
            tokens.Advance(ahead);
            ReadLine(body);
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
                name.Span.To(mask.Span), "two names are for the two results of dropout",
                $"write `{Form}`, or one name a line");
        known.Values.UnionWith([name.Name, mask.Name]);
        return new(name, value, first.Span.To(value.Span)) { Mask = mask };
    }

    private FunctionStatement ReadFunction(Token keyword)
    {
        Identifier name = tokens.ReadNewName("def", "def f(x) = x^2");
        known.Functions.Add(name.Name);
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
        if (tokens.Current.Kind == TokenKind.Comma)
            throw tokens.Fail(tokens.Current.Span, "`minimize` takes one cost", "give each a line: `minimize S`");
        if (!tokens.AtLineEnd)
        {
            throw tokens.Fail(name.Span.To(tokens.Current.Span), "`minimize` takes the name of a scalar, not a formula",
                "name the cost on a line of its own, `S = …`, and write `minimize S`");
        }
        return new(name, keyword.Span.To(name.Span));
    }

    private OutputStatement ReadOutput(Token keyword)
    {
        ImmutableArray<Expression>.Builder values = ImmutableArray.CreateBuilder<Expression>();
        do
        {
            if (tokens.AtLineEnd || tokens.Current.Kind == TokenKind.Equals)
                tokens.ReadName(values.Count == 0 ? "output" : "the comma", "output Xhat");
            values.Add(Formula().ReadExpression());
        }
        while (tokens.Accept(TokenKind.Comma));
        return new(values.ToImmutable(), keyword.Span.To(values[^1].Span));
    }

    private Statement ReadClaim(Token keyword)
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
        if (tokens.Accept(TokenKind.Question))
            return new BlankStatement(derivative, keyword.Span.To(tokens.Previous.Span));
        Expression value = formula.ReadExpression();
        var claim = new ClaimStatement(derivative, value, keyword.Span.To(value.Span));
        if (!tokens.Since(begin).Any(token => token is { Kind: TokenKind.SumSign, Text.Length: > 0 })) return claim;
        tokens.ReturnTo(begin);
        return claim with { WithKeptAxes = Formula(cost, keepsAxes: true).ReadExpression() };
    }

    private ExpressionParser Formula(string? claimedCost = null, bool keepsAxes = false) =>
        new(tokens, known, claimedCost, keepsAxes);
}
