using System.Collections.Immutable;

namespace Chainrule.Language.Python;

/// <summary>
/// Reads Python statements by recursive descent. A line that cannot be read becomes a <see cref="PyUnread"/>: whether
/// it matters is known later.
/// </summary>
internal sealed partial class PythonParser
{
    private const int DeepestNesting = 60;

    private readonly List<PythonToken> tokens;
    private int position;
    private int nesting;

    private PythonParser(SourceText source) => tokens = new PythonLexer(source).Read();

    /// <summary>The statements of a text.</summary>
    public static ImmutableArray<PyStatement> Parse(SourceText source)
    {
        var parser = new PythonParser(source);
        ImmutableArray<PyStatement>.Builder statements = ImmutableArray.CreateBuilder<PyStatement>();
        while (parser.Current.Kind != PythonTokenKind.End) parser.ReadStatement(statements);
        return statements.ToImmutable();
    }

    /// <summary>Leaves the line that cannot be read.</summary>
    private sealed class Unreadable(string problem) : Exception(problem);

    private PythonToken Current => tokens[position];

    private PythonToken Next => tokens[Math.Min(position + 1, tokens.Count - 1)];

    private TextSpan Last => tokens[Math.Max(0, position - 1)].Span;

    private bool Is(string sign) => Current.Kind == PythonTokenKind.Sign && Current.Text == sign;

    private bool IsWord(string word) => Current.Kind == PythonTokenKind.Name && Current.Text == word;

    private bool Accept(string sign)
    {
        if (!Is(sign)) return false;
        position++;
        return true;
    }

    private bool AcceptWord(string word)
    {
        if (!IsWord(word)) return false;
        position++;
        return true;
    }

    private void Expect(string sign)
    {
        if (!Accept(sign)) throw new Unreadable($"`{sign}` is missing");
    }

    private string ReadName()
    {
        if (Current.Kind != PythonTokenKind.Name) throw new Unreadable("a name is missing");
        return tokens[position++].Text;
    }

    private void ReadStatement(ImmutableArray<PyStatement>.Builder statements)
    {
        if (Current.Kind is PythonTokenKind.NewLine or PythonTokenKind.Dedent)
        {
            position++;
            return;
        }
        if (Current.Kind == PythonTokenKind.Indent)
        {
            SkipBlock();
            return;
        }
        (int start, int depth) = (position, nesting);
        try
        {
            (nesting, terms) = (depth + 1, 0);
            if (nesting > DeepestNesting) throw new Unreadable("blocks are nested too deeply");
            ReadLine(statements);
        }
        catch (Unreadable error)
        {
            statements.Add(SkipLine(start, error.Message));
        }
        finally
        {
            nesting = depth;
        }
    }

    private PyUnread SkipLine(int start, string problem)
    {
        while (Current.Kind is not (PythonTokenKind.NewLine or PythonTokenKind.End or PythonTokenKind.Indent
            or PythonTokenKind.Dedent)) position++;
        if (position == start) position++;
        int equals = tokens.FindIndex(
            start, position - start, token => token is { Kind: PythonTokenKind.Sign, Text: "=" });
        ImmutableArray<string> names = equals < 0 ? []
            : [.. tokens[start..equals].Where(token => token.Kind == PythonTokenKind.Name).Select(token => token.Text)];
        TextSpan first = tokens[start].Span;
        return new(problem, names, first.Length > 0 ? first.To(Last) : Last);
    }

    // What is indented below a line that could not be read, or for no reason.
    private void SkipBlock()
    {
        int depth = 0;
        do
        {
            depth += Current.Kind == PythonTokenKind.Indent ? 1 : Current.Kind == PythonTokenKind.Dedent ? -1 : 0;
            position++;
        }
        while (depth > 0 && Current.Kind != PythonTokenKind.End);
    }

    private void ReadLine(ImmutableArray<PyStatement>.Builder statements)
    {
        while (Accept("@"))
        {
            ReadExpression();
            while (Current.Kind == PythonTokenKind.NewLine) position++;
        }
        TextSpan start = Current.Span;
        AcceptWord("async");
        switch (Current.Kind == PythonTokenKind.Name ? Current.Text : "")
        {
            case "def":
                statements.Add(ReadFunction(start));
                return;
            case "class":
                statements.Add(ReadClass(start));
                return;
            case "for":
                position++;
                PyExpression target = ReadTargets();
                if (!AcceptWord("in")) throw new Unreadable("`in` is missing");
                PyExpression source = ReadTuple();
                statements.Add(new PyFor(target, source, ReadBody(), start.To(source.Span)));
                SkipElse();
                return;
            case "while":
                position++;
                PyExpression condition = ReadExpression();
                statements.Add(new PyWhile(ReadBody(), start.To(condition.Span)));
                SkipElse();
                return;
            case "if":
                statements.Add(ReadIf(start));
                return;
            case "with":
                while (!Is(":") && Current.Kind != PythonTokenKind.NewLine) position++;
                statements.Add(new PyBlock(ReadBody(), start));
                return;
            case "try":
                position++;
                statements.Add(new PyBlock(ReadBody(), start));
                while (IsWord("except") || IsWord("else") || IsWord("finally"))
                {
                    while (!Is(":") && Current.Kind != PythonTokenKind.NewLine) position++;
                    ReadBody();
                }
                return;
        }
        ReadSimpleLine(statements);
    }

    private void ReadSimpleLine(ImmutableArray<PyStatement>.Builder statements)
    {
        do statements.AddRange(ReadSimple());
        while (Accept(";") && Current.Kind != PythonTokenKind.NewLine);
        if (Current.Kind != PythonTokenKind.NewLine) throw new Unreadable("this is not a line of Python");
        position++;
    }

    private void SkipElse()
    {
        if (AcceptWord("else")) ReadBody();
    }

    private PyIf ReadIf(TextSpan start)
    {
        position++;
        PyExpression test = ReadExpression();
        ImmutableArray<PyStatement> then = ReadBody();
        ImmutableArray<PyStatement> otherwise = [];
        if (++nesting > DeepestNesting) throw new Unreadable("blocks are nested too deeply");
        if (IsWord("elif")) otherwise = [ReadIf(Current.Span)];
        else if (AcceptWord("else")) otherwise = ReadBody();
        nesting--;
        return new(test, then, otherwise, start.To(test.Span));
    }

    private ImmutableArray<PyStatement> ReadBody()
    {
        Expect(":");
        ImmutableArray<PyStatement>.Builder body = ImmutableArray.CreateBuilder<PyStatement>();
        if (Current.Kind != PythonTokenKind.NewLine)
        {
            ReadSimpleLine(body);
            return body.ToImmutable();
        }
        position++;
        if (Current.Kind != PythonTokenKind.Indent) throw new Unreadable("an indented block is missing");
        position++;
        while (Current.Kind is not (PythonTokenKind.Dedent or PythonTokenKind.End)) ReadStatement(body);
        if (Current.Kind == PythonTokenKind.Dedent) position++;
        return body.ToImmutable();
    }

    private PyFunction ReadFunction(TextSpan start)
    {
        position++;
        TextSpan place = Current.Span;
        string name = ReadName();
        Expect("(");
        ImmutableArray<PyParameter> parameters = ReadParameters(")");
        Expect(")");
        if (Accept("->")) ReadExpression();
        return new(name, parameters, ReadBody(), start.To(place));
    }

    private ImmutableArray<PyParameter> ReadParameters(string end)
    {
        ImmutableArray<PyParameter>.Builder parameters = ImmutableArray.CreateBuilder<PyParameter>();
        while (!Is(end))
        {
            int stars = Accept("**") ? 2 : Accept("*") ? 1 : 0;
            if (!(stars == 0 && Accept("/")) && !(stars == 1 && (Is(",") || Is(end))))
            {
                TextSpan span = Current.Span;
                string name = ReadName();
                if (end == ")" && Accept(":")) ReadExpression();
                parameters.Add(new(name, Accept("=") ? ReadExpression() : null, stars, span));
            }
            if (!Accept(",")) break;
        }
        return parameters.ToImmutable();
    }

    private PyClass ReadClass(TextSpan start)
    {
        position++;
        TextSpan place = Current.Span;
        string name = ReadName();
        ImmutableArray<PyExpression> parents = [];
        if (Accept("("))
        {
            parents = [.. ReadArguments().Select(argument => argument.Value)];
        }
        return new(name, parents, ReadBody(), start.To(place));
    }

    private IEnumerable<PyStatement> ReadSimple()
    {
        TextSpan start = Current.Span;
        switch (Current.Kind == PythonTokenKind.Name ? Current.Text : "")
        {
            case "pass" or "global" or "nonlocal" or "del" or "assert":
                while (Current.Kind != PythonTokenKind.NewLine && !Is(";")) position++;
                return [];
            case "continue" or "break":
                position++;
                return [new PyLeave(tokens[position - 1].Text, start)];
            case "raise":
                while (Current.Kind != PythonTokenKind.NewLine && !Is(";")) position++;
                return [new PyLeave("raise", start)];
            case "import" or "from":
                return [ReadImport(start)];
            case "return":
                position++;
                PyExpression? value = Current.Kind == PythonTokenKind.NewLine || Is(";") ? null : ReadTuple();
                return [new PyReturn(value, value is null ? start : start.To(value.Span))];
        }
        PyExpression first = ReadTuple();
        if (Accept(":"))
        {
            ReadExpression();
            if (!Is("=")) return [];
        }
        if (Current.Kind == PythonTokenKind.Sign && Current.Text.Length > 1 && Current.Text[^1] == '='
            && Current.Text is not ("==" or "!=" or "<=" or ">=" or ":="))
        {
            string op = tokens[position++].Text[..^1];
            PyExpression operand = ReadTuple();
            return [new PyAssignment([first], op, operand, start.To(operand.Span))];
        }
        if (!Is("=")) return [new PyExpressionStatement(first, first.Span)];
        ImmutableArray<PyExpression>.Builder targets = ImmutableArray.CreateBuilder<PyExpression>();
        targets.Add(first);
        while (Accept("=")) targets.Add(ReadTuple());
        PyExpression last = targets[^1];
        targets.RemoveAt(targets.Count - 1);
        return [new PyAssignment(targets.ToImmutable(), null, last, start.To(last.Span))];
    }

    private PyImport ReadImport(TextSpan start)
    {
        ImmutableArray<(string, string)>.Builder names = ImmutableArray.CreateBuilder<(string, string)>();
        bool isFrom = AcceptWord("from");
        if (!isFrom) position++;
        string module = "";
        if (isFrom)
        {
            while (Accept(".") || Accept("...")) { }
            if (!IsWord("import")) module = ReadPath();
            if (!AcceptWord("import")) throw new Unreadable("`import` is missing");
            if (Accept("*")) return new([], start);
            Accept("(");
        }
        do
        {
            if (Is(")")) break;
            string path = ReadPath();
            string local = AcceptWord("as") ? ReadName() : path.Split('.')[0];
            string full = local == path.Split('.')[0] && !isFrom && path.Contains('.') ? local : path;
            names.Add((local, isFrom ? $"{module}.{path}" : full));
        }
        while (Accept(","));
        if (isFrom) Accept(")");
        return new(names.ToImmutable(), start);
    }

    private string ReadPath()
    {
        string path = ReadName();
        while (Accept(".")) path += "." + ReadName();
        return path;
    }
}
