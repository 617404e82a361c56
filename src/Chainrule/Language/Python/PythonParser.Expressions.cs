using System.Collections.Immutable;

namespace Chainrule.Language.Python;

/// <content>
/// Expressions, loosest first: lambda, if-else, or, and, not, comparison, | ^ &amp;, shifts, sums, products, signs,
/// powers, and what follows an operand: calls, attributes, brackets.
/// </content>
internal sealed partial class PythonParser
{
    private const int MostTerms = 500;

    private static readonly string[][] LeftAssociative =
        [["|"], ["^"], ["&"], ["<<", ">>"], ["+", "-"], ["*", "/", "//", "%", "@"]];

    private int terms;

    private PyExpression ReadTuple()
    {
        PyExpression first = ReadItem();
        if (!Is(",")) return first;
        ImmutableArray<PyExpression>.Builder items = ImmutableArray.CreateBuilder<PyExpression>();
        items.Add(first);
        while (Accept(","))
        {
            if (Current.Kind == PythonTokenKind.NewLine || Is("=") || Is(")") || Is("]") || Is(":")) break;
            items.Add(ReadItem());
        }
        return new PySequence(items.ToImmutable(), true, first.Span.To(Last));
    }

    private PyExpression ReadItem()
    {
        Accept("*");
        return ReadExpression();
    }

    // The targets of a loop stand before `in`, which would be a comparison.
    private PyExpression ReadTargets()
    {
        var items = new List<PyExpression>();
        do
        {
            if (IsWord("in")) break;
            items.Add(ReadPostfix());
        }
        while (Accept(","));
        if (items.Count == 0) throw new Unreadable("a name is missing");
        return items.Count == 1 ? items[0]
            : new PySequence([.. items], true, items[0].Span.To(items[^1].Span));
    }

    private PyExpression ReadExpression()
    {
        if (++nesting > DeepestNesting) throw new Unreadable("brackets are nested too deeply");
        PyExpression result = ReadWhole();
        nesting--;
        return result;
    }

    private PyExpression ReadWhole()
    {
        TextSpan start = Current.Span;
        if (AcceptWord("lambda"))
        {
            ImmutableArray<PyParameter> parameters = ReadParameters(":");
            Expect(":");
            PyExpression body = ReadExpression();
            return new PyLambda(parameters, body, start.To(body.Span));
        }
        PyExpression value = ReadLogic(0);
        if (Is(":=")) throw new Unreadable("`:=` is not read");
        if (!AcceptWord("if")) return value;
        PyExpression test = ReadLogic(0);
        if (!AcceptWord("else")) throw new Unreadable("`else` is missing");
        PyExpression otherwise = ReadExpression();
        return new PyConditional(test, value, otherwise, value.Span.To(otherwise.Span));
    }

    private PyExpression ReadLogic(int level)
    {
        if (level == 2) return ReadNot();
        string word = level == 0 ? "or" : "and";
        PyExpression left = ReadLogic(level + 1);
        while (AcceptWord(word)) left = Binary(word, left, ReadLogic(level + 1));
        return left;
    }

    private PyExpression ReadNot()
    {
        TextSpan start = Current.Span;
        if (!AcceptWord("not")) return ReadComparison();
        if (++nesting > DeepestNesting) throw new Unreadable("signs are nested too deeply");
        PyExpression operand = ReadNot();
        nesting--;
        return new PyUnary("not", operand, start.To(operand.Span));
    }

    private PyExpression ReadComparison()
    {
        PyExpression left = ReadLevel(0);
        while (true)
        {
            string? sign = Is("<") || Is(">") || Is("<=") || Is(">=") || Is("==") || Is("!=") ? Current.Text
                : IsWord("is") || IsWord("in") ? Current.Text
                : IsWord("not") && Next.Text == "in" ? "not in" : null;
            if (sign is null) return left;
            position += sign == "not in" ? 2 : 1;
            if (sign == "is" && AcceptWord("not")) sign = "is not";
            left = Binary(sign, left, ReadLevel(0));
        }
    }

    private PyExpression ReadLevel(int level)
    {
        if (level == LeftAssociative.Length) return ReadSigned();
        PyExpression left = ReadLevel(level + 1);
        while (Current.Kind == PythonTokenKind.Sign && LeftAssociative[level].Contains(Current.Text))
        {
            string sign = tokens[position++].Text;
            left = Binary(sign, left, ReadLevel(level + 1));
        }
        return left;
    }

    private PyExpression ReadSigned()
    {
        TextSpan start = Current.Span;
        if (!Is("-") && !Is("+") && !Is("~")) return ReadPower();
        string sign = tokens[position++].Text;
        if (++nesting > DeepestNesting) throw new Unreadable("signs are nested too deeply");
        PyExpression operand = ReadSigned();
        nesting--;
        return sign == "+" ? operand : new PyUnary(sign, operand, start.To(operand.Span));
    }

    private PyExpression ReadPower()
    {
        AcceptWord("await");
        PyExpression left = ReadPostfix();
        if (!Accept("**")) return left;
        if (++nesting > DeepestNesting) throw new Unreadable("powers are nested too deeply");
        PyExpression exponent = ReadSigned();
        nesting--;
        return Binary("**", left, exponent);
    }

    // A long sum is a deep tree, which is walked by recursion: 500 terms are enough for any formula.
    private PyBinary Binary(string sign, PyExpression left, PyExpression right)
    {
        if (++terms > MostTerms) throw new Unreadable("the line is too long");
        return new(sign, left, right, left.Span.To(right.Span));
    }

    private PyExpression ReadPostfix()
    {
        PyExpression operand = ReadOperand();
        while (true)
        {
            if (Accept("."))
            {
                string name = ReadName();
                operand = new PyAttribute(operand, name, operand.Span.To(Last));
            }
            else if (Accept("("))
            {
                ImmutableArray<PyArgument> arguments = ReadArguments();
                operand = new PyCall(operand, arguments, operand.Span.To(Last));
            }
            else if (Accept("["))
            {
                PyExpression index = ReadIndex();
                Expect("]");
                operand = new PySubscript(operand, index, operand.Span.To(Last));
            }
            else
            {
                return operand;
            }
            if (++terms > MostTerms) throw new Unreadable("the line is too long");
        }
    }

    private ImmutableArray<PyArgument> ReadArguments()
    {
        ImmutableArray<PyArgument>.Builder arguments = ImmutableArray.CreateBuilder<PyArgument>();
        while (!Is(")"))
        {
            int stars = Accept("**") ? 2 : Accept("*") ? 1 : 0;
            string? name = Current.Kind == PythonTokenKind.Name && Next is { Kind: PythonTokenKind.Sign, Text: "=" }
                ? Current.Text : null;
            if (name is not null) position += 2;
            PyExpression value = ReadExpression();
            if (IsWord("for")) value = ReadClauses(value, value.Span);
            arguments.Add(new(name, value, stars));
            if (!Accept(",")) break;
        }
        Expect(")");
        return arguments.ToImmutable();
    }

    private PyExpression ReadIndex()
    {
        PyExpression first = ReadRange();
        if (!Is(",")) return first;
        ImmutableArray<PyExpression>.Builder items = ImmutableArray.CreateBuilder<PyExpression>();
        items.Add(first);
        while (Accept(","))
            if (!Is("]")) items.Add(ReadRange());
        return new PySequence(items.ToImmutable(), true, first.Span.To(Last));
    }

    private PyExpression ReadRange()
    {
        TextSpan begin = Current.Span;
        PyExpression? start = Is(":") ? null : ReadExpression();
        if (start is not null && !Is(":")) return start;
        Expect(":");
        PyExpression? end = Is(":") || Is(",") || Is("]") ? null : ReadExpression();
        PyExpression? step = Accept(":") && !Is(",") && !Is("]") ? ReadExpression() : null;
        return new PySlice(start, end, step, begin.To(Last));
    }

    private PyExpression ReadOperand()
    {
        PythonToken token = Current;
        switch (token.Kind)
        {
            case PythonTokenKind.Number:
                position++;
                return new PyNumber(token.Value, token.IsWhole, token.Span);
            case PythonTokenKind.Text:
                position++;
                while (Current.Kind == PythonTokenKind.Text) position++;
                return new PyText(token.Text, token.Span.To(Last));
            case PythonTokenKind.Name when token.Text is not ("def" or "class" or "for" or "while" or "if" or "else"
                or "elif" or "in" or "is" or "and" or "or" or "not" or "return" or "import" or "from" or "with"
                or "as" or "lambda" or "try" or "except" or "finally"):
                position++;
                return new PyName(token.Text, token.Span);
            case PythonTokenKind.Sign when token.Text == "(":
                position++;
                if (Accept(")")) return new PySequence([], true, token.Span.To(Last));
                PyExpression inner = ReadBracket(")", true);
                return inner with { Span = token.Span.To(Last) };
            case PythonTokenKind.Sign when token.Text == "[":
                position++;
                if (Accept("]")) return new PySequence([], false, token.Span.To(Last));
                PyExpression list = ReadBracket("]", false);
                bool isList = list is PySequence { IsTuple: true } or PyComprehension;
                return isList && list is PySequence items ? items with { IsTuple = false, Span = token.Span.To(Last) }
                    : isList ? list
                    : new PySequence([list], false, token.Span.To(Last));
            case PythonTokenKind.Sign when token.Text == "{":
                position++;
                return ReadDictionary(token.Span);
            case PythonTokenKind.Sign when token.Text == "...":
                position++;
                return new PyName("...", token.Span);
            default:
                throw new Unreadable(token.Kind == PythonTokenKind.NewLine
                    ? "a value is missing at the end of the line" : "this is not a line of Python");
        }
    }

    private PyExpression ReadBracket(string close, bool isTuple)
    {
        PyExpression first = ReadItem();
        if (IsWord("for"))
        {
            PyComprehension all = ReadClauses(first, first.Span);
            Expect(close);
            return all;
        }
        if (!Is(","))
        {
            Expect(close);
            // A list in a list stays one: its brackets are not those of the outer list.
            bool isNested = first is PySequence or PyComprehension && !isTuple;
            return isNested ? new PySequence([first], true, first.Span) : first;
        }
        ImmutableArray<PyExpression>.Builder items = ImmutableArray.CreateBuilder<PyExpression>();
        items.Add(first);
        while (Accept(","))
            if (!Is(close)) items.Add(ReadItem());
        Expect(close);
        return new PySequence(items.ToImmutable(), true, first.Span.To(Last));
    }

    private PyComprehension ReadClauses(PyExpression item, TextSpan start)
    {
        ImmutableArray<(PyExpression, PyExpression, PyExpression?)>.Builder clauses =
            ImmutableArray.CreateBuilder<(PyExpression, PyExpression, PyExpression?)>();
        while (AcceptWord("for"))
        {
            PyExpression target = ReadTargets();
            if (!AcceptWord("in")) throw new Unreadable("`in` is missing");
            PyExpression source = ReadLogic(0);
            clauses.Add((target, source, AcceptWord("if") ? ReadLogic(0) : null));
        }
        return new(item, clauses.ToImmutable(), start.To(Last));
    }

    private PyExpression ReadDictionary(TextSpan start)
    {
        ImmutableArray<(PyExpression, PyExpression)>.Builder items =
            ImmutableArray.CreateBuilder<(PyExpression, PyExpression)>();
        while (!Is("}"))
        {
            PyExpression key = Accept("**") ? new PyText("**", Last) : ReadExpression();
            if (key is PyText { Value: "**" }) ReadExpression();
            else if (Accept(":")) items.Add((key, ReadExpression()));
            if (IsWord("for")) throw new Unreadable("a comprehension of a dictionary is not read");
            if (!Accept(",")) break;
        }
        Expect("}");
        return new PyDictionary(items.ToImmutable(), start.To(Last));
    }
}
