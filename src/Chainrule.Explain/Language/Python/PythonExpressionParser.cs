using System.Collections.Immutable;

namespace Chainrule.Language.Python;

/// <summary>
/// Reads expressions, loosest first: lambda, if-else, or, and, not, comparison, | ^ &amp;, shifts, sums, products,
/// signs, powers, and what follows an operand: calls, attributes, brackets.
/// </summary>
internal sealed class PythonExpressionParser(PythonTokenCursor tokens)
{
    private const int MaxTerms = 500;

    private static readonly string[] Comparisons = ["<", ">", "<=", ">=", "==", "!="];

    private static readonly string[][] LeftAssociative =
        [["|"], ["^"], ["&"], ["<<", ">>"], ["+", "-"], ["*", "/", "//", "%", "@"]];

    private int terms;

    /// <summary>A line may be as long as all its parts allow.</summary>
    public void BeginLine() => terms = 0;

    public PyExpression ReadTuple()
    {
        PyExpression first = ReadItem();
        if (!tokens.Is(",")) return first;
        ImmutableArray<PyExpression>.Builder items = ImmutableArray.CreateBuilder<PyExpression>();
        items.Add(first);
        while (tokens.Accept(","))
        {
            if (tokens.AtLineEnd || tokens.Is("=") || tokens.Is(")") || tokens.Is("]") || tokens.Is(":")) break;
            items.Add(ReadItem());
        }
        return new PySequence(items.ToImmutable(), true, first.Span.To(tokens.Last));
    }

    private PyExpression ReadItem()
    {
        tokens.Accept("*");
        return ReadExpression();
    }

    /// <summary>The targets of a loop, which stand before `in`: to an expression it would be a comparison.</summary>
    public PyExpression ReadTargets()
    {
        var items = new List<PyExpression>();
        do
        {
            if (tokens.IsWord("in")) break;
            items.Add(ReadPostfix());
        }
        while (tokens.Accept(","));
        if (items.Count == 0) throw new UnreadableLine("a name is missing");
        return items.Count == 1 ? items[0]
            : new PySequence([.. items], true, items[0].Span.To(items[^1].Span));
    }

    public PyExpression ReadExpression()
    {
        tokens.Enter("brackets");
        PyExpression result = ReadWhole();
        tokens.Leave();
        return result;
    }

    private PyExpression ReadWhole()
    {
        TextSpan start = tokens.Current.Span;
        if (tokens.AcceptWord("lambda"))
        {
            ImmutableArray<PyParameter> parameters = ReadParameters(":");
            tokens.Expect(":");
            PyExpression body = ReadExpression();
            return new PyLambda(parameters, body, start.To(body.Span));
        }
        PyExpression value = ReadLogic(0);
        if (tokens.Is(":=")) throw new UnreadableLine("`:=` is not read");
        if (!tokens.AcceptWord("if")) return value;
        PyExpression test = ReadLogic(0);
        tokens.ExpectWord("else");
        PyExpression otherwise = ReadExpression();
        return new PyConditional(test, value, otherwise, value.Span.To(otherwise.Span));
    }

    private PyExpression ReadLogic(int level)
    {
        if (level == 2) return ReadNot();
        string word = level == 0 ? "or" : "and";
        PyExpression left = ReadLogic(level + 1);
        while (tokens.AcceptWord(word)) left = Binary(word, left, ReadLogic(level + 1));
        return left;
    }

    private PyExpression ReadNot()
    {
        TextSpan start = tokens.Current.Span;
        if (!tokens.AcceptWord("not")) return ReadComparison();
        tokens.Enter("signs");
        PyExpression operand = ReadNot();
        tokens.Leave();
        return new PyUnary("not", operand, start.To(operand.Span));
    }

    private PyExpression ReadComparison()
    {
        PyExpression left = ReadLevel(0);
        while (true)
        {
            bool isNotIn = tokens.IsWord("not") && tokens.Next.Text == "in";
            if (!isNotIn && !Comparisons.Any(tokens.Is) && !tokens.IsWord("is") && !tokens.IsWord("in")) return left;
            string sign = isNotIn ? "not in" : tokens.Current.Text;
            tokens.Advance(sign == "not in" ? 2 : 1);
            if (sign == "is" && tokens.AcceptWord("not")) sign = "is not";
            left = Binary(sign, left, ReadLevel(0));
        }
    }

    private PyExpression ReadLevel(int level)
    {
        if (level == LeftAssociative.Length) return ReadSigned();
        PyExpression left = ReadLevel(level + 1);
        while (tokens.Current.Kind == PythonTokenKind.Sign && LeftAssociative[level].Contains(tokens.Current.Text))
        {
            string sign = tokens.Advance().Text;
            left = Binary(sign, left, ReadLevel(level + 1));
        }
        return left;
    }

    private PyExpression ReadSigned()
    {
        TextSpan start = tokens.Current.Span;
        if (!tokens.Is("-") && !tokens.Is("+") && !tokens.Is("~")) return ReadPower();
        string sign = tokens.Advance().Text;
        tokens.Enter("signs");
        PyExpression operand = ReadSigned();
        tokens.Leave();
        return sign == "+" ? operand : new PyUnary(sign, operand, start.To(operand.Span));
    }

    private PyExpression ReadPower()
    {
        tokens.AcceptWord("await");
        PyExpression left = ReadPostfix();
        if (!tokens.Accept("**")) return left;
        tokens.Enter("powers");
        PyExpression exponent = ReadSigned();
        tokens.Leave();
        return Binary("**", left, exponent);
    }

    // A long sum is a deep tree, which is walked by recursion: 500 terms are enough for any formula.
    private PyBinary Binary(string sign, PyExpression left, PyExpression right)
    {
        if (++terms > MaxTerms) throw new UnreadableLine("the line is too long");
        return new(sign, left, right, left.Span.To(right.Span));
    }

    private PyExpression ReadPostfix()
    {
        PyExpression operand = ReadOperand();
        while (true)
        {
            if (tokens.Accept("."))
            {
                string name = tokens.ReadName();
                operand = new PyAttribute(operand, name, operand.Span.To(tokens.Last));
            }
            else if (tokens.Accept("("))
            {
                ImmutableArray<PyArgument> arguments = ReadArguments();
                operand = new PyCall(operand, arguments, operand.Span.To(tokens.Last));
            }
            else if (tokens.Accept("["))
            {
                PyExpression index = ReadIndex();
                tokens.Expect("]");
                operand = new PySubscript(operand, index, operand.Span.To(tokens.Last));
            }
            else
            {
                return operand;
            }
            if (++terms > MaxTerms) throw new UnreadableLine("the line is too long");
        }
    }

    public ImmutableArray<PyArgument> ReadArguments()
    {
        ImmutableArray<PyArgument>.Builder arguments = ImmutableArray.CreateBuilder<PyArgument>();
        while (!tokens.Is(")"))
        {
            int stars = tokens.Accept("**") ? 2 : tokens.Accept("*") ? 1 : 0;
            bool isNamed = tokens.Current.Kind == PythonTokenKind.Name
                && tokens.Next is { Kind: PythonTokenKind.Sign, Text: "=" };
            string? name = isNamed ? tokens.Advance(2).Text : null;
            PyExpression value = ReadExpression();
            if (tokens.IsWord("for")) value = ReadClauses(value, value.Span);
            arguments.Add(new(name, value, stars));
            if (!tokens.Accept(",")) break;
        }
        tokens.Expect(")");
        return arguments.ToImmutable();
    }

    /// <summary>The parameters of a function or a lambda, up to the sign that ends them.</summary>
    public ImmutableArray<PyParameter> ReadParameters(string end)
    {
        ImmutableArray<PyParameter>.Builder parameters = ImmutableArray.CreateBuilder<PyParameter>();
        while (!tokens.Is(end))
        {
            int stars = tokens.Accept("**") ? 2 : tokens.Accept("*") ? 1 : 0;
            if (!(stars == 0 && tokens.Accept("/")) && !(stars == 1 && (tokens.Is(",") || tokens.Is(end))))
            {
                TextSpan span = tokens.Current.Span;
                string name = tokens.ReadName();
                if (end == ")" && tokens.Accept(":")) ReadExpression();
                parameters.Add(new(name, tokens.Accept("=") ? ReadExpression() : null, stars, span));
            }
            if (!tokens.Accept(",")) break;
        }
        return parameters.ToImmutable();
    }

    private PyExpression ReadIndex()
    {
        PyExpression first = ReadRange();
        if (!tokens.Is(",")) return first;
        ImmutableArray<PyExpression>.Builder items = ImmutableArray.CreateBuilder<PyExpression>();
        items.Add(first);
        while (tokens.Accept(","))
            if (!tokens.Is("]")) items.Add(ReadRange());
        return new PySequence(items.ToImmutable(), true, first.Span.To(tokens.Last));
    }

    private PyExpression ReadRange()
    {
        TextSpan begin = tokens.Current.Span;
        PyExpression? start = tokens.Is(":") ? null : ReadExpression();
        if (start is not null && !tokens.Is(":")) return start;
        tokens.Expect(":");
        PyExpression? end = tokens.Is(":") || tokens.Is(",") || tokens.Is("]") ? null : ReadExpression();
        PyExpression? step = tokens.Accept(":") && !tokens.Is(",") && !tokens.Is("]") ? ReadExpression() : null;
        return new PySlice(start, end, step, begin.To(tokens.Last));
    }

    private PyExpression ReadOperand()
    {
        PythonToken token = tokens.Current;
        switch (token.Kind)
        {
            case PythonTokenKind.Number:
                tokens.Advance();
                return new PyNumber(token.Value, token.IsWhole, token.Span);
            case PythonTokenKind.Text:
                tokens.Advance();
                (string text, bool isFormatted) = (token.Text, token.IsFormatted);
                for (; tokens.Current.Kind == PythonTokenKind.Text; tokens.Advance())
                {
                    if (++terms > MaxTerms) throw new UnreadableLine("the line is too long");
                    (text, isFormatted) = (text + tokens.Current.Text, isFormatted || tokens.Current.IsFormatted);
                }
                return new PyText(text, token.Span.To(tokens.Last)) { IsFormatted = isFormatted };
            case PythonTokenKind.Name when token.Text is not ("def" or "class" or "for" or "while" or "if" or "else"
                or "elif" or "in" or "is" or "and" or "or" or "not" or "return" or "import" or "from" or "with"
                or "as" or "lambda" or "try" or "except" or "finally"):
                tokens.Advance();
                return new PyName(token.Text, token.Span);
            case PythonTokenKind.Sign when token.Text == "(":
                tokens.Advance();
                if (tokens.Accept(")")) return new PySequence([], true, token.Span.To(tokens.Last));
                PyExpression inner = ReadBracket(")", true);
                return inner with { Span = token.Span.To(tokens.Last) };
            case PythonTokenKind.Sign when token.Text == "[":
                tokens.Advance();
                if (tokens.Accept("]")) return new PySequence([], false, token.Span.To(tokens.Last));
                PyExpression list = ReadBracket("]", false);
                bool isList = list is PySequence { IsTuple: true } or PyComprehension;
                TextSpan span = token.Span.To(tokens.Last);
                return isList && list is PySequence items ? items with { IsTuple = false, Span = span }
                    : isList ? list
                    : new PySequence([list], false, span);
            case PythonTokenKind.Sign when token.Text == "{":
                tokens.Advance();
                return ReadDictionary(token.Span);
            case PythonTokenKind.Sign when token.Text == "...":
                tokens.Advance();
                return new PyName("...", token.Span);
            default:
                throw new UnreadableLine(token.Kind == PythonTokenKind.NewLine
                    ? "a value is missing at the end of the line" : "this is not a line of Python");
        }
    }

    private PyExpression ReadBracket(string close, bool isTuple)
    {
        PyExpression first = ReadItem();
        if (tokens.IsWord("for"))
        {
            PyComprehension all = ReadClauses(first, first.Span);
            tokens.Expect(close);
            return all;
        }
        if (!tokens.Is(","))
        {
            tokens.Expect(close);
            // A list in a list stays one: its brackets are not those of the outer list.
            bool isNested = first is PySequence or PyComprehension && !isTuple;
            return isNested ? new PySequence([first], true, first.Span) : first;
        }
        ImmutableArray<PyExpression>.Builder items = ImmutableArray.CreateBuilder<PyExpression>();
        items.Add(first);
        while (tokens.Accept(","))
            if (!tokens.Is(close)) items.Add(ReadItem());
        tokens.Expect(close);
        return new PySequence(items.ToImmutable(), true, first.Span.To(tokens.Last));
    }

    private PyComprehension ReadClauses(PyExpression item, TextSpan start)
    {
        ImmutableArray<(PyExpression, PyExpression, PyExpression?)>.Builder clauses =
            ImmutableArray.CreateBuilder<(PyExpression, PyExpression, PyExpression?)>();
        while (tokens.AcceptWord("for"))
        {
            PyExpression target = ReadTargets();
            tokens.ExpectWord("in");
            PyExpression source = ReadLogic(0);
            clauses.Add((target, source, tokens.AcceptWord("if") ? ReadLogic(0) : null));
        }
        return new(item, clauses.ToImmutable(), start.To(tokens.Last));
    }

    /// <summary>A dictionary; a comprehension is that of its pairs.</summary>
    private PyExpression ReadDictionary(TextSpan start)
    {
        ImmutableArray<(PyExpression, PyExpression)>.Builder items =
            ImmutableArray.CreateBuilder<(PyExpression, PyExpression)>();
        while (!tokens.Is("}"))
        {
            PyExpression key = tokens.Accept("**") ? new PyText("**", tokens.Last) : ReadExpression();
            if (key is PyText { Value: "**" }) ReadExpression();
            else if (tokens.Accept(":")) items.Add((key, ReadExpression()));
            if (items.Count == 1 && tokens.IsWord("for"))
            {
                var pair = new PySequence([items[0].Item1, items[0].Item2], true, start);
                PyComprehension pairs = ReadClauses(pair, start);
                tokens.Expect("}");
                return new PyCall(new PyName("dict", start), [new(null, pairs, 0)], pairs.Span);
            }
            if (!tokens.Accept(",")) break;
        }
        tokens.Expect("}");
        return new PyDictionary(items.ToImmutable(), start.To(tokens.Last));
    }
}
