using System.Globalization;
using System.Text;

namespace Chainrule.Language.Python;

/// <summary>The values of expressions: names, attributes, items, operators and calls.</summary>
internal sealed class PythonExpressions(PythonEvaluator evaluator)
{
    /// <summary>The longest list.</summary>
    public const int MaxItems = 5_000;

    private readonly PythonCalls calls = new(evaluator);
    private readonly ArrayIndices indices = new(evaluator);

    public PythonValue Evaluate(PyExpression expression, PythonScope scope)
    {
        switch (expression)
        {
            case PyNumber number:
                return new ArrayValue(new NumberExpression(number.Value, number.Span)) { Number = number.Value };
            case PyText text:
                return text.IsFormatted ? Formatted(text, scope) : new TextValue(text.Value);
            case PyName name:
                return Name(name, scope);
            case PySequence sequence:
                return new SequenceValue([.. sequence.Items.Select(item => Value(item, scope))], sequence.IsTuple);
            case PyDictionary dictionary:
                return Dictionary(dictionary, scope);
            case PyAttribute attribute:
                return Attribute(attribute, scope);
            case PySubscript subscript:
                return Item(subscript, scope);
            case PySlice slice:
                return new UnknownValue(slice.Span, "a range stands in brackets only", "write x[a:b]");
            case PyUnary unary:
                return Unary(unary, scope);
            case PyBinary binary:
                return Binary(binary, scope);
            case PyConditional choice:
                PythonValue test = Value(choice.Test, scope);
                return TruthOf(test) is { } truth ? Value(truth ? choice.Then : choice.Else, scope)
                    : Where(choice, test, scope);
            case PyLambda lambda:
                return new FunctionValue("lambda", lambda.Parameters, [new PyReturn(lambda.Body, lambda.Body.Span)],
                    scope)
                {
                    Span = lambda.Span,
                };
            case PyComprehension comprehension:
                return Comprehension(comprehension, scope);
            case PyCall call:
                return calls.Call(call, scope);
            default:
                return new UnknownValue(expression.Span, "this is not understood", "write it with arrays and numbers");
        }
    }

    // f"W{l}": a key that the file computes, where its parts are plain names, numbers and texts.
    private PythonValue Formatted(PyText text, PythonScope scope)
    {
        var result = new StringBuilder();
        string[] parts = text.Value.Split('{');
        result.Append(parts[0]);
        foreach (string part in parts.Skip(1))
        {
            int end = part.IndexOf('}');
            if (end < 0 || PythonParser.ParseExpression(part[..end]) is not { } inner
                || !PythonTrainingLoops.Names(inner).All(name => scope.Find(name) is not null)
                || KeyOf(Value(inner, scope)) is not { } key)
                return new UnknownValue(text.Span, "this text shows only when the file runs", "write it out");
            result.Append(key).Append(part[(end + 1)..]);
        }
        return new TextValue(result.ToString());
    }

    /// <summary>What a condition is, where the file alone tells it.</summary>
    public static bool? TruthOf(PythonValue value) => value switch
    {
        TruthValue truth => truth.Truth,
        NoneValue => false,
        TextValue text => text.Text.Length > 0,
        ArrayValue { Number: { } number } => number != 0,
        SequenceValue sequence => sequence.Items.Count > 0,
        DictionaryValue dictionary => dictionary.Items.Count > 0,
        _ => null,
    };

    /// <summary>The items that a loop visits; null where running tells them.</summary>
    public static List<PythonValue>? Items(PythonValue value) => value switch
    {
        SequenceValue { Items.Count: <= MaxItems } sequence => [.. sequence.Items],
        DictionaryValue dictionary => [.. dictionary.Items.Keys.Select(key => new TextValue(key))],
        TextValue { Text.Length: <= MaxItems } text => [.. text.Text.Select(one => new TextValue($"{one}"))],
        RowNumbers { Number: { } count } when count is >= 0 and <= MaxItems =>
            [.. Enumerable.Range(0, (int)count).Select(
            i => new ArrayValue(new NumberExpression(i, default)) { Number = i })],
        _ => null,
    };

    public static string? KeyOf(PythonValue index) => index switch
    {
        TextValue text => text.Text,
        ArrayValue { Number: { } number } => number.ToString(CultureInfo.InvariantCulture),
        _ => null,
    };

    public static int? IndexOf(PythonValue index, int count)
    {
        if (index is not ArrayValue { Number: { } number } || number != Math.Floor(number)) return null;
        double place = number < 0 ? number + count : number;
        return place >= 0 && place < count ? (int)place : null;
    }

    private PythonValue Value(PyExpression expression, PythonScope scope) => evaluator.Evaluate(expression, scope);

    private PythonValue Name(PyName name, PythonScope scope)
    {
        if (scope.Find(name.Name) is { } found) return At(found, name.Span);
        switch (name.Name)
        {
            case "None": return new NoneValue();
            case "True" or "False": return new TruthValue(name.Name == "True");
            case "__name__": return new TextValue("__main__");
        }
        if (PythonLibrary.Usual(name.Name) is { } library) return new LibraryValue(library);
        ArrayValue free = evaluator.Writer.Free(name.Name, name.Span);
        evaluator.Globals.Set(name.Name, free);
        return free;
    }

    // A formula's place is where the name is used, so that an error points there.
    private PythonValue At(PythonValue value, TextSpan span) => value switch
    {
        ArrayValue { Formula: NameExpression name } array =>
            array with { Formula = new NameExpression(name.Name, span) },
        ArrayValue { Number: { } number, GivenName: { } given } when evaluator.Facts.Dimensions.Contains(given) =>
            new ArrayValue(new NameExpression(given, span)) { Number = number, GivenName = given },
        ArrayValue { Formula: DerivativeExpression derivative } array =>
            array with { Formula = derivative with { Span = span } },
        _ => value,
    };

    private PythonValue Dictionary(PyDictionary dictionary, PythonScope scope)
    {
        var items = new Dictionary<string, PythonValue>();
        foreach ((PyExpression key, PyExpression value) in dictionary.Items)
            if (KeyOf(Value(key, scope)) is { } text) items[text] = Value(value, scope);
        return new DictionaryValue(items);
    }

    private PythonValue Attribute(PyAttribute attribute, PythonScope scope)
    {
        PythonValue owner = Value(attribute.Owner, scope);
        switch (owner)
        {
            case LibraryValue library:
                return PythonLibrary.Constant(library.Path, attribute.Name) is { } constant
                    ? new ArrayValue(new NumberExpression(constant, attribute.Span)) { Number = constant }
                    : new LibraryValue($"{library.Path}.{attribute.Name}");
            case ObjectValue made:
                return made.Attributes.TryGetValue(attribute.Name, out PythonValue? value) ? At(value, attribute.Span)
                    : made.Class.Method(attribute.Name) is { } method ? method with { Self = made }
                    : made.IsOpen ? made.Attributes[attribute.Name] =
                        evaluator.Writer.Free(attribute.Name, attribute.Span)
                    : new MethodValue(made, attribute.Name);
            case ArrayValue or MadeArray:
                return ArrayAttribute(attribute, owner);
            case SequenceValue { Axis: not null }
                when PythonArithmetic.Array(evaluator, owner, attribute.Span) is { } whole:
                return ArrayAttribute(attribute, whole);
            case LayerValue { Linear: { } linear } when attribute.Name is "weight" or "bias":
                return attribute.Name == "weight" ? linear.Weight : linear.Bias ?? (PythonValue)new NoneValue();
            case LoadedValue when DataPreparation.Scaler(owner) is { } scaler:
                return scaler with { Path = $"{scaler.Path}.{attribute.Name}" };
            case UnknownValue or LoadedValue:
                return owner;
            case SequenceValue { Items: [var largest, LargestPlaces or UnknownValue] } when attribute.Name == "values":
                return largest;
            case SequenceValue { Items: [_, LargestPlaces places] } when attribute.Name == "indices":
                return places;
            default:
                return new MethodValue(owner, attribute.Name);
        }
    }

    private PythonValue ArrayAttribute(PyAttribute attribute, PythonValue owner)
    {
        ChainWriter writer = evaluator.Writer;
        switch (attribute.Name)
        {
            case "T" or "mT" when owner is MadeArray zeros && writer.IsZero(zeros):
                return zeros with { Axes = [.. zeros.Axes.Reverse()], Like = null, Named = new() };
            case "data" or "real" or "values":
                return owner;
            case "shape" when owner is MadeArray { Named: { Name: null, Leaf: null } } loose:
                return new SequenceValue([.. loose.Axes.Select(axis => PythonShapes.Length(axis))], true);
        }
        if (attribute.Name is not ("T" or "mT" or "shape" or "grad" or "ndim" or "size"))
            return new MethodValue(owner, attribute.Name);
        ArrayValue array = PythonArithmetic.Array(evaluator, owner, attribute.Span)!;
        return attribute.Name switch
        {
            "T" or "mT" when AxisOrders.Of(
                evaluator, "", attribute.Name, array, new([array], []), attribute.Span) is { } turned =>
                turned.ViewOf(owner),
            "shape" => PythonShapes.ShapeOf(evaluator, array, attribute.Span),
            "grad" when array.Formula is NameExpression name && writer.CanBeClaimed(name.Name) =>
                new ArrayValue(new DerivativeExpression(
                    new(writer.CostName, attribute.Span), new(name.Name, attribute.Span), attribute.Span)),
            "ndim" when writer.Shapes.RankOf(array.Formula) is { } rank =>
                new ArrayValue(new NumberExpression(rank, attribute.Span)) { Number = rank },
            "size" => PythonShapes.Count(evaluator, array, attribute.Span),
            _ => new UnknownValue(attribute.Span, $"`.{attribute.Name}` is not understood here", "take it out"),
        };
    }

    private PythonValue Item(PySubscript subscript, PythonScope scope)
    {
        PythonValue owner = Value(subscript.Owner, scope);
        if (owner is UnknownValue or LoadedValue) return owner;
        if (owner is LibraryValue { Path: "numpy.c_" } && subscript.Index is PySequence columns)
            return new ArrayRearrangements(evaluator).Columns(
                columns.Items.Select(column => evaluator.Evaluate(column, scope)), subscript.Span);
        if (owner is RowNumbers { Number: not null } && subscript.Index is PySlice { Step: not null } turned
            && Items(owner) is { } all)
            return Part(new SequenceValue([.. all], false), turned, subscript.Span, scope);
        if (owner is RowNumbers { Count: var count, Number: var number })
            owner = new SampleOrder(count) { Number = number };
        if (owner is SampleOrder { Part: null } order && subscript.Index is PySlice some)
        {
            return indices.Range(some, scope) is { } part ? order with { Part = part }
                : new UnknownValue(subscript.Span, "this part of the samples is not known", "write it as i:i + size");
        }
        if (owner is SequenceValue { Axis: { } along } parts)
        {
            if (indices.PartAlong(along, subscript.Index, parts.Items.Count, scope) is { } place)
                return parts.Items[place];
            owner = (PythonValue?)PythonArithmetic.Array(evaluator, owner, subscript.Span) ?? owner;
        }
        if (owner is SequenceValue list && subscript.Index is PySlice range)
            return Part(list, range, subscript.Span, scope);
        if (owner is MadeArray zeros && evaluator.Writer.IsZero(zeros)
            && indices.ZerosOf(zeros, subscript.Index, scope) is { } nothing) return nothing;
        // A part of loaded data is loaded, too.
        if (owner is ArrayValue { Formula: NameExpression whole } && evaluator.Writer.IsUnusedInput(whole.Name))
            return new LoadedValue(whole.Name, subscript.Span);
        if (owner is UnitMatrix unit && PythonShapes.OneHot(
            evaluator, Value(subscript.Index, scope), unit.Classes, subscript.Span) is { } rows)
            return rows;
        if (owner is MadeArray { Making: "labels" } && subscript.Index is not (PySlice or PySequence)
            && LabelArrays.Picked(owner, Value(subscript.Index, scope), subscript.Span) is { } picked) return picked;
        if (owner is ArrayValue or MadeArray)
        {
            ArrayValue array = PythonArithmetic.Array(evaluator, owner, subscript.Span)!;
            return subscript.Index is PyName or PySequence { IsTuple: false }
                && Value(subscript.Index, scope) is SequenceValue { Axis: null } places
                && new ArrayRearrangements(evaluator).Taken(array, places, subscript.Span) is { } taken
                ? taken : indices.PartOf(array, subscript, scope);
        }
        PythonValue index = Value(subscript.Index, scope);
        switch (owner)
        {
            case SequenceValue sequence when IndexOf(index, sequence.Items.Count) is { } place:
                return At(sequence.Items[place], subscript.Span);
            case DictionaryValue dictionary when KeyOf(index) is { } key
                && dictionary.Items.TryGetValue(key, out PythonValue? value):
                return At(value, subscript.Span);
            case LayerValue { Kind: "Sequential" } network
                when IndexOf(index, network.Arguments.Length) is { } place:
                return network.Arguments[place];
            case OpenShape open when index is ArrayValue { Number: { } axis }:
                return PythonShapes.Length(evaluator, open, (int)axis, subscript.Span);
            default:
                return new UnknownValue(subscript.Span, "this item is not known", "give it a value before it is used");
        }
    }

    private PythonValue Part(SequenceValue list, PySlice range, TextSpan span, PythonScope scope)
    {
        int? start = Bound(range.Start, scope), end = Bound(range.End, scope), step = Bound(range.Step, scope);
        if ((range.Start is not null && start is null) || (range.End is not null && end is null)
            || (range.Step is not null && step is not (1 or -1)))
            return new UnknownValue(span, "this part of a list is not known", "write it with whole numbers");
        int count = list.Items.Count;
        List<PythonValue> items = [.. list.Items];
        int from = Math.Clamp(start < 0 ? start.Value + count : start ?? 0, 0, count);
        int to = Math.Clamp(end < 0 ? end.Value + count : end ?? count, from, count);
        if (step == -1 && (start ?? end) is null) items.Reverse();
        else if (step == -1) return new UnknownValue(span, "this part of a list is not known", "write reversed(…)");
        return new SequenceValue(items[from..to], list.IsTuple);
    }

    private int? Bound(PyExpression? bound, PythonScope scope) => bound is not null
        && Value(bound, scope) is ArrayValue { Number: { } number }
            && Math.Abs(number) < MaxItems ? (int)number : null;

    private PythonValue Unary(PyUnary unary, PythonScope scope)
    {
        PythonValue operand = Value(unary.Operand, scope);
        if (operand is UnknownValue or LoadedValue) return operand;
        if (unary.Sign == "not")
            return TruthOf(operand) is { } truth ? new TruthValue(!truth)
                : new UnknownValue(unary.Span, "what this condition is shows only when the file runs", "write it out");
        if (PythonArithmetic.Array(evaluator, operand, unary.Span) is not { } array)
            return PythonArithmetic.NotArray(operand, unary.Span);
        return unary.Sign == "-" ? PythonArithmetic.Negated(array, unary.Span)
            : PythonArithmetic.Binary(
                evaluator, "-", new ArrayValue(new NumberExpression(1, unary.Span)) { Number = 1 }, array, unary.Span);
    }

    private PythonValue Binary(PyBinary binary, PythonScope scope)
    {
        PythonValue left = Value(binary.Left, scope);
        if (binary.Sign is "and" or "or" && TruthOf(left) is { } known)
            return known == (binary.Sign == "or") ? left : Value(binary.Right, scope);
        PythonValue right = Value(binary.Right, scope);
        switch (binary.Sign)
        {
            case "is" or "is not" or "==" or "!=" when left is NoneValue || right is NoneValue:
                bool isSame = left is NoneValue && right is NoneValue;
                if (left is UnknownValue || right is UnknownValue) return left is UnknownValue ? left : right;
                return new TruthValue(isSame == (binary.Sign is "is" or "=="));
            case "==" or "!=" when left is TextValue a && right is TextValue b:
                return new TruthValue((a.Text == b.Text) == (binary.Sign == "=="));
            case "in" or "not in" when KeyOf(left) is { } key && Items(right) is { } items:
                return new TruthValue(items.Exists(item => KeyOf(item) == key) == (binary.Sign == "in"));
        }
        return PythonArithmetic.Binary(evaluator, binary.Sign, left, right, binary.Span);
    }

    private PythonValue Where(PyConditional choice, PythonValue test, PythonScope scope)
    {
        PythonValue then = Value(choice.Then, scope), otherwise = Value(choice.Else, scope);
        if (test is ArrayValue { Formula: var condition } && then is ArrayValue a && otherwise is ArrayValue b)
            return new ArrayValue(ChainFormula.Call("where", choice.Span, condition, a.Formula, b.Formula));
        return test as UnknownValue
            ?? new UnknownValue(choice.Span, "what this condition is shows only when the file runs",
                "write one branch");
    }

    private PythonValue Comprehension(PyComprehension comprehension, PythonScope scope)
    {
        var items = new List<PythonValue>();
        var inner = new PythonScope(scope);
        return Collect(0) is { } problem ? problem : new SequenceValue(items, false);

        UnknownValue? Collect(int clause)
        {
            if (clause == comprehension.Clauses.Length)
            {
                items.Add(Value(comprehension.Item, inner));
                return items.Count <= MaxItems ? null : Unread();
            }
            (PyExpression target, PyExpression source, PyExpression? test) = comprehension.Clauses[clause];
            if (Items(Value(source, inner)) is not { } all) return Unread();
            foreach (PythonValue item in all)
            {
                Bind(target, item, inner);
                bool? isWanted = test is null ? true : TruthOf(Value(test, inner));
                if (isWanted is null) return Unread();
                if (isWanted == true && Collect(clause + 1) is { } unknown) return unknown;
            }
            return null;
        }

        UnknownValue Unread() =>
            new(comprehension.Span, "what this list holds shows only when the file runs", "write its items out");
    }

    private static void Bind(PyExpression target, PythonValue item, PythonScope scope)
    {
        if (target is PyName name) scope.Set(name.Name, item);
        if (target is not PySequence several || item is not SequenceValue sequence) return;
        for (int i = 0; i < Math.Min(several.Items.Length, sequence.Items.Count); i++)
            Bind(several.Items[i], sequence.Items[i], scope);
    }
}
