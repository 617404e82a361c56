using System.Collections.Immutable;

namespace Chainrule.Language.Python;

/// <summary>
/// Reads Python statements by recursive descent. A line that cannot be read becomes a <see cref="PyUnread"/>: whether
/// it matters is known later.
/// </summary>
internal sealed class PythonParser
{
    private readonly PythonTokenCursor tokens;
    private readonly PythonExpressionParser expressions;

    private PythonParser(SourceText source)
    {
        tokens = new(new PythonLexer(source).Read());
        expressions = new(tokens);
    }

    /// <summary>The statements of a text.</summary>
    public static ImmutableArray<PyStatement> Parse(SourceText source)
    {
        var parser = new PythonParser(source);
        ImmutableArray<PyStatement>.Builder statements = ImmutableArray.CreateBuilder<PyStatement>();
        while (parser.tokens.Current.Kind != PythonTokenKind.End) parser.ReadStatement(statements);
        return statements.ToImmutable();
    }

    /// <summary>One expression by itself, as it stands in the braces of a text; its places are those of the text.
    /// </summary>
    public static PyExpression? ParseExpression(string text)
    {
        var parser = new PythonParser(new SourceText(text, ""));
        try
        {
            PyExpression expression = parser.expressions.ReadExpression();
            return parser.tokens.AtLineEnd ? expression : null;
        }
        catch (UnreadableLine)
        {
            return null;
        }
    }

    private void ReadStatement(ImmutableArray<PyStatement>.Builder statements)
    {
        if (tokens.Current.Kind is PythonTokenKind.NewLine or PythonTokenKind.Dedent)
        {
            tokens.Advance();
            return;
        }
        if (tokens.Current.Kind == PythonTokenKind.Indent)
        {
            SkipBlock();
            return;
        }
        (int start, int depth) = (tokens.Position, tokens.Nesting);
        try
        {
            expressions.BeginLine();
            tokens.Enter("blocks");
            ReadLine(statements);
        }
        catch (UnreadableLine error)
        {
            statements.Add(SkipLine(start, error.Message));
        }
        finally
        {
            tokens.LeaveTo(depth);
        }
    }

    private PyUnread SkipLine(int start, string problem)
    {
        while (tokens.Current.Kind is not (PythonTokenKind.NewLine or PythonTokenKind.End or PythonTokenKind.Indent
            or PythonTokenKind.Dedent)) tokens.Advance();
        if (tokens.Position == start) tokens.Advance();
        List<PythonToken> line = tokens.Since(start);
        int equals = line.FindIndex(token => token is { Kind: PythonTokenKind.Sign, Text: "=" });
        ImmutableArray<string> names = equals < 0 ? []
            : [.. line[..equals].Where(token => token.Kind == PythonTokenKind.Name).Select(token => token.Text)];
        TextSpan first = line[0].Span;
        return new(problem, names, first.Length > 0 ? first.To(tokens.Last) : tokens.Last);
    }

    // What is indented below a line that could not be read, or for no reason.
    private void SkipBlock()
    {
        int depth = 0;
        do
        {
            PythonTokenKind kind = tokens.Advance().Kind;
            depth += kind == PythonTokenKind.Indent ? 1 : kind == PythonTokenKind.Dedent ? -1 : 0;
        }
        while (depth > 0 && tokens.Current.Kind != PythonTokenKind.End);
    }

    private void ReadLine(ImmutableArray<PyStatement>.Builder statements)
    {
        while (tokens.Accept("@"))
        {
            expressions.ReadExpression();
            while (tokens.AtLineEnd) tokens.Advance();
        }
        TextSpan start = tokens.Current.Span;
        tokens.AcceptWord("async");
        switch (tokens.Current.Kind == PythonTokenKind.Name ? tokens.Current.Text : "")
        {
            case "def":
                statements.Add(ReadFunction(start));
                return;
            case "class":
                statements.Add(ReadClass(start));
                return;
            case "for":
                tokens.Advance();
                PyExpression target = expressions.ReadTargets();
                tokens.ExpectWord("in");
                PyExpression source = expressions.ReadTuple();
                statements.Add(new PyFor(target, source, ReadBody(), start.To(source.Span)));
                SkipElse();
                return;
            case "while":
                tokens.Advance();
                PyExpression condition = expressions.ReadExpression();
                statements.Add(new PyWhile(condition, ReadBody(), start.To(condition.Span)));
                SkipElse();
                return;
            case "if":
                statements.Add(ReadIf(start));
                return;
            case "with":
                while (!tokens.Is(":") && !tokens.AtLineEnd) tokens.Advance();
                statements.Add(new PyBlock(ReadBody(), start));
                return;
            case "try":
                tokens.Advance();
                statements.Add(new PyBlock(ReadBody(), start));
                while (tokens.IsWord("except") || tokens.IsWord("else") || tokens.IsWord("finally"))
                {
                    while (!tokens.Is(":") && !tokens.AtLineEnd) tokens.Advance();
                    ReadBody();
                }
                return;
        }
        ReadSimpleLine(statements);
    }

    private void ReadSimpleLine(ImmutableArray<PyStatement>.Builder statements)
    {
        do statements.AddRange(ReadSimple());
        while (tokens.Accept(";") && !tokens.AtLineEnd);
        if (!tokens.AtLineEnd) throw new UnreadableLine("this is not a line of Python");
        tokens.Advance();
    }

    private void SkipElse()
    {
        if (tokens.AcceptWord("else")) ReadBody();
    }

    private PyIf ReadIf(TextSpan start)
    {
        tokens.Advance();
        PyExpression test = expressions.ReadExpression();
        ImmutableArray<PyStatement> then = ReadBody();
        ImmutableArray<PyStatement> otherwise = [];
        tokens.Enter("blocks");
        if (tokens.IsWord("elif")) otherwise = [ReadIf(tokens.Current.Span)];
        else if (tokens.AcceptWord("else")) otherwise = ReadBody();
        tokens.Leave();
        return new(test, then, otherwise, start.To(test.Span));
    }

    private ImmutableArray<PyStatement> ReadBody()
    {
        tokens.Expect(":");
        ImmutableArray<PyStatement>.Builder body = ImmutableArray.CreateBuilder<PyStatement>();
        if (!tokens.AtLineEnd)
        {
            ReadSimpleLine(body);
            return body.ToImmutable();
        }
        tokens.Advance();
        if (tokens.Current.Kind != PythonTokenKind.Indent) throw new UnreadableLine("an indented block is missing");
        tokens.Advance();
        while (tokens.Current.Kind is not (PythonTokenKind.Dedent or PythonTokenKind.End)) ReadStatement(body);
        if (tokens.Current.Kind == PythonTokenKind.Dedent) tokens.Advance();
        return body.ToImmutable();
    }

    private PyFunction ReadFunction(TextSpan start)
    {
        tokens.Advance();
        TextSpan place = tokens.Current.Span;
        string name = tokens.ReadName();
        tokens.Expect("(");
        ImmutableArray<PyParameter> parameters = expressions.ReadParameters(")");
        tokens.Expect(")");
        if (tokens.Accept("->")) expressions.ReadExpression();
        return new(name, parameters, ReadBody(), start.To(place));
    }

    private PyClass ReadClass(TextSpan start)
    {
        tokens.Advance();
        TextSpan place = tokens.Current.Span;
        string name = tokens.ReadName();
        ImmutableArray<PyExpression> parents = [];
        if (tokens.Accept("("))
        {
            parents = [.. expressions.ReadArguments().Select(argument => argument.Value)];
        }
        return new(name, parents, ReadBody(), start.To(place));
    }

    private IEnumerable<PyStatement> ReadSimple()
    {
        TextSpan start = tokens.Current.Span;
        switch (tokens.Current.Kind == PythonTokenKind.Name ? tokens.Current.Text : "")
        {
            case "pass" or "global" or "nonlocal" or "del" or "assert":
                while (!tokens.AtLineEnd && !tokens.Is(";")) tokens.Advance();
                return [];
            case "continue" or "break":
                return [new PyLeave(tokens.Advance().Text, start)];
            case "raise":
                while (!tokens.AtLineEnd && !tokens.Is(";")) tokens.Advance();
                return [new PyLeave("raise", start)];
            case "import" or "from":
                return [ReadImport(start)];
            case "return":
                tokens.Advance();
                PyExpression? value = tokens.AtLineEnd || tokens.Is(";") ? null : expressions.ReadTuple();
                return [new PyReturn(value, value is null ? start : start.To(value.Span))];
        }
        PyExpression first = expressions.ReadTuple();
        if (tokens.Accept(":"))
        {
            expressions.ReadExpression();
            if (!tokens.Is("=")) return [];
        }
        bool isUpdate = tokens.Current is
        {
            Kind: PythonTokenKind.Sign,
            Text: [_, .., '='] and not ("==" or "!=" or "<=" or ">=" or ":="),
        };
        if (isUpdate)
        {
            string op = tokens.Advance().Text[..^1];
            PyExpression operand = expressions.ReadTuple();
            return [new PyAssignment([first], op, operand, start.To(operand.Span))];
        }
        if (!tokens.Is("=")) return [new PyExpressionStatement(first, first.Span)];
        ImmutableArray<PyExpression>.Builder targets = ImmutableArray.CreateBuilder<PyExpression>();
        targets.Add(first);
        while (tokens.Accept("=")) targets.Add(expressions.ReadTuple());
        PyExpression last = targets[^1];
        targets.RemoveAt(targets.Count - 1);
        return [new PyAssignment(targets.ToImmutable(), null, last, start.To(last.Span))];
    }

    private PyImport ReadImport(TextSpan start)
    {
        ImmutableArray<(string, string)>.Builder names = ImmutableArray.CreateBuilder<(string, string)>();
        bool isFrom = tokens.AcceptWord("from");
        if (!isFrom) tokens.Advance();
        string module = "";
        if (isFrom)
        {
            while (tokens.Accept(".") || tokens.Accept("...")) { }
            if (!tokens.IsWord("import")) module = ReadPath();
            tokens.ExpectWord("import");
            if (tokens.Accept("*")) return new([], start);
            tokens.Accept("(");
        }
        do
        {
            if (tokens.Is(")")) break;
            string path = ReadPath();
            string local = tokens.AcceptWord("as") ? tokens.ReadName() : path.Split('.')[0];
            string full = local == path.Split('.')[0] && !isFrom && path.Contains('.') ? local : path;
            names.Add((local, isFrom ? $"{module}.{path}" : full));
        }
        while (tokens.Accept(","));
        if (isFrom) tokens.Accept(")");
        return new(names.ToImmutable(), start);
    }

    private string ReadPath()
    {
        string path = tokens.ReadName();
        while (tokens.Accept(".")) path += "." + tokens.ReadName();
        return path;
    }
}
