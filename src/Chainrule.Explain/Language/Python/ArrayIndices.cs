using System.Collections.Immutable;
using static Chainrule.Language.Python.ChainFormula;

namespace Chainrule.Language.Python;

/// <summary>What stands in brackets after an array: elements, ranges, labels and new axes.</summary>
internal sealed class ArrayIndices(PythonEvaluator evaluator)
{
    /// <summary>The part of an array, or why it is not understood.</summary>
    public PythonValue PartOf(ArrayValue array, PySubscript subscript, PythonScope scope)
    {
        TextSpan span = subscript.Span;
        if (new SteppedParts(evaluator, this).PartOf(array, subscript, scope) is { } stepped) return stepped;
        var added = new List<int>();
        if (Read(array.Formula, subscript.Index, scope, added) is not { } indices)
            return evaluator.Evaluate(subscript.Index, scope) is ArrayValue { Formula: BinaryExpression }
                ? new UnknownValue(span, "a mask as an index gives as many elements as it happens to be true for",
                    "write the mask as a factor, as in `np.sum(x * (x > 0))`")
                : Undefined(subscript.Index, scope) is { } name
                    ? new UnknownValue(span, $"`{name}` has no value here", $"give it one before, as in `{name} = 3`")
                : new UnknownValue(span, "this index is not understood",
                "write whole numbers, ranges of them, or an array of whole numbers");
        ArrayValue part = new(Part(array.Formula, indices, span));
        // Labels pick copies and all places an element; all else is a view.
        bool isCopy = indices.Any(index => index.Element is NameExpression)
            || (!evaluator.UsesTorch && evaluator.Writer.Shapes.RankOf(part.Formula) == 0);
        if (!isCopy) part = part.ViewOf(array);
        if (added.Count == 0) return part;
        if (evaluator.Writer.Shapes.RankOf(part.Formula) == 1 && added is [var only])
        {
            Expression rest = Number(-1, span), one = new NumberExpression(1, span);
            return new ArrayValue(
                Call("reshape", span, part.Formula, new ListExpression(only == 0 ? [one, rest] : [rest, one], span)));
        }
        if (PythonShapes.ShapeOf(evaluator, part, span) is not SequenceValue shape
            || !shape.Items.TrueForAll(length => length is ArrayValue))
            return new UnknownValue(span, "the shape of this value is not known", "write reshape with its lengths");
        List<Expression> lengths = shape.Items.ConvertAll(length => ((ArrayValue)length).Formula);
        foreach (int axis in added) lengths.Insert(axis, new NumberExpression(1, span));
        return new ArrayValue(Call("reshape", span, part.Formula, new ListExpression([.. lengths], span)));
    }

    /// <summary>The rows of a table that whole numbers pick: <c>E[idx]</c>.</summary>
    public PythonValue Rows(MadeArray table, PythonValue labels, TextSpan span)
    {
        ArrayValue rows = evaluator.Writer.Leaf(table, span);
        // No more rows than there are: their number is no length to be chosen freely.
        if (labels is RowNumbers { Count: var count }) evaluator.Facts.Pin(Names(count));
        return labels is RowNumbers numbers ? new ArrayValue(new SliceExpression(
                rows.Formula, [new(null, null, numbers.Count)], span))
            : Element(labels, span) is { } element
                ? new ArrayValue(new SliceExpression(rows.Formula, [new(element, null, null)], span))
                : new UnknownValue(span, "these places are not known", "name them, as an array of whole numbers");
    }

    /// <summary>An array in which a part has changed; null where the index is not understood.</summary>
    /// <param name="old">The array before.</param>
    /// <param name="like">A value of its shape, of which the part is taken.</param>
    /// <param name="item">The part.</param>
    /// <param name="op">The operator; null for an assignment.</param>
    /// <param name="operand">The other operand, or the new values.</param>
    /// <param name="scope">The names.</param>
    public Expression? Changed(
        Expression old, Expression like, PySubscript item, string? op, Expression operand, PythonScope scope)
    {
        var added = new List<int>();
        if (Read(like, item.Index, scope, added) is not { } indices || added.Count > 0) return null;
        TextSpan span = item.Span;
        Expression before = Part(old, indices, span);
        Expression? change = op switch
        {
            "+" => operand,
            "-" => new NegationExpression(operand, span),
            "*" or "/" => Binary(BinaryOperator.Subtract, Binary(
                op == "*" ? BinaryOperator.Multiply : BinaryOperator.Divide, before, operand, span), before, span),
            null => IsNumber(operand, 0) ? new NegationExpression(before, span)
                : Binary(BinaryOperator.Subtract, operand, before, span),
            _ => null,
        };
        if (change is null) return null;
        (BinaryOperator sign, Expression by) = change is NegationExpression negation
            ? (BinaryOperator.Subtract, negation.Operand) : (BinaryOperator.Add, change);
        return Binary(sign, old, Call(Functions.ScatterEntry.Name, span, by, Part(like, indices, span)), span);
    }

    /// <summary>Zeros of which a part has been filled; null where the index is not understood.</summary>
    public Expression? Placed(MadeArray zeros, PySubscript item, Expression values, PythonScope scope)
    {
        Expression like = zeros.Like is { } name ? new NameExpression(name, item.Span)
            : PythonArithmetic.Ones(zeros, item.Span);
        var added = new List<int>();
        return Read(like, item.Index, scope, added) is { } indices && added.Count == 0
            ? Call(Functions.ScatterEntry.Name, item.Span, values, Part(like, indices, item.Span)) : null;
    }

    /// <summary>One of the parts of zeros along an axis: zeros; null for other indices.</summary>
    public MadeArray? ZerosOf(MadeArray zeros, PyExpression index, PythonScope scope)
    {
        for (int axis = 0; axis < zeros.Axes.Length; axis++)
            if (PartAlong(axis, index, zeros.Axes[axis].Size, scope) is not null)
                return zeros with { Axes = zeros.Axes.RemoveAt(axis), Named = new(), Like = null };
        return null;
    }

    /// <summary>The place of x[t] or x[:, t] on the only axis that it does not take whole; null for other indices.
    /// </summary>
    public int? PartAlong(int axis, PyExpression index, int length, PythonScope scope)
    {
        PyExpression[] items = index is PySequence { IsTuple: true } several ? [.. several.Items] : [index];
        if (axis >= items.Length || items[axis] is PySlice) return null;
        bool areWhole = items.Where((_, i) => i != axis).All(
            item => item is PySlice { Start: null, End: null, Step: null } or PyName { Name: "..." });
        return areWhole ? PythonExpressions.IndexOf(evaluator.Evaluate(items[axis], scope), length) : null;
    }

    private static Expression Part(Expression array, ImmutableArray<AxisIndex> indices, TextSpan span)
    {
        while (indices is [.. var before, var last] && last == AxisIndex.Whole) indices = before;
        return indices.IsEmpty ? array : new SliceExpression(array, indices, span);
    }

    // Null where an index is not understood; the new axes by their places in the result.
    private ImmutableArray<AxisIndex>? Read(Expression array, PyExpression index, PythonScope scope, List<int> added)
    {
        PyExpression[] items = index is PySequence { IsTuple: true } several ? [.. several.Items] : [index];
        var indices = new List<AxisIndex>();
        int kept = 0;
        foreach (PyExpression item in items)
        {
            if (item is PyName { Name: "..." })
            {
                int others = items.Count(one => one != item && !IsNewAxis(one, scope));
                if (evaluator.Writer.Shapes.RankOf(array) is not { } rank || rank < others) return null;
                indices.AddRange(Enumerable.Repeat(AxisIndex.Whole, rank - others));
                kept += rank - others;
            }
            else if (IsNewAxis(item, scope))
            {
                added.Add(kept++);
            }
            else if (item is PySlice range)
            {
                if (Range(range, scope) is not { } read) return null;
                indices.Add(read);
                kept++;
            }
            else
            {
                PythonValue place = evaluator.Evaluate(item, scope);
                AxisIndex? samples = place is SampleOrder order ? order.Part ?? AxisIndex.Whole
                    : place is RowNumbers all && items.Length == 1 ? new(null, null, all.Count) : null;
                if (samples is not null)
                {
                    indices.Add(samples.Value);
                    kept++;
                }
                else if (Element(place, item.Span) is { } element) indices.Add(new(element, null, null));
                else return null;
            }
        }
        return [.. indices];
    }

    // A name in a range that the file gives no value.
    private string? Undefined(PyExpression index, PythonScope scope)
    {
        PyExpression[] items = index is PySequence { IsTuple: true } several ? [.. several.Items] : [index];
        return items.OfType<PySlice>().SelectMany(range => new[] { range.Start, range.End }).OfType<PyExpression>()
            .Select(end => evaluator.Evaluate(end, scope)).OfType<ArrayValue>()
            .SelectMany(end => Names(end.Formula)).FirstOrDefault(evaluator.Writer.IsUndefined);
    }

    private bool IsNewAxis(PyExpression item, PythonScope scope) => item is not PySlice
        && evaluator.Evaluate(item, scope) is NoneValue or LibraryValue { Path: "numpy.newaxis" };

    /// <summary>A range of places; null where its ends are not known.</summary>
    public AxisIndex? Range(PySlice range, PythonScope scope)
    {
        bool isStepped = range.Step is not null
            && evaluator.Evaluate(range.Step, scope) is not (ArrayValue { Number: 1 } or NoneValue);
        if (isStepped) return null;
        (bool isRead, Expression? start) = End(range.Start);
        (bool isEndRead, Expression? end) = End(range.End);
        // From the first element on is from the beginning.
        return !isRead || !isEndRead ? null : new(null, start is not null && IsNumber(start, 0) ? null : start, end);

        (bool, Expression?) End(PyExpression? end)
        {
            if (end is null) return (true, null);
            PythonValue value = evaluator.Evaluate(end, scope);
            Expression? place = value is ArrayValue array ? Place(array, end.Span) : null;
            return (place is not null || value is NoneValue, place);
        }
    }

    // A whole number, or one of dimensions such as 2 * H.
    private Expression? Place(ArrayValue value, TextSpan span) => value.Number is { } number
        ? number == Math.Floor(number) && Math.Abs(number) < int.MaxValue ? Number(number, span) : null
        : Names(value.Formula).All(evaluator.Facts.Dimensions.Contains) ? value.Formula : null;

    private Expression? Element(PythonValue value, TextSpan span)
    {
        switch (value)
        {
            case ArrayValue array when Place(array, span) is { } place:
                return place;
            case ArrayValue { Formula: NameExpression name } when evaluator.Writer.MayBeLabels(name.Name):
                evaluator.Facts.Labels.Add(name.Name);
                return name;
            case MadeArray { Making: "labels" or "given" } made
                when evaluator.Writer.Leaf(made, span).Formula is NameExpression name:
                evaluator.Facts.Labels.Add(name.Name);
                return name;
            case RowNumbers:
                return new NameExpression(Functions.Rows, span);
            default:
                return null;
        }
    }
}
