using static Chainrule.Language.Python.ChainFormula;

namespace Chainrule.Language.Python;

/// <summary><c>x[:, ::2]</c> and <c>x[::-1]</c>: the elements one by one, where the length is a number.</summary>
internal sealed class SteppedParts(PythonEvaluator evaluator, ArrayIndices indices)
{
    private const int MaxParts = 256;

    /// <summary>The part; null where no range of the index has a step.</summary>
    public PythonValue? PartOf(ArrayValue array, PySubscript subscript, PythonScope scope)
    {
        PyExpression[] items = subscript.Index is PySequence { IsTuple: true } several ? [.. several.Items]
            : [subscript.Index];
        int axis = Array.FindIndex(items, item => item is PySlice slice && StepOf(slice, scope) is not (null or 1));
        if (axis < 0) return null;
        TextSpan span = subscript.Span;
        var range = (PySlice)items[axis];
        int? step = StepOf(range, scope);
        if (step is null or 0 || items[..axis].Any(item => item is not PySlice))
            return new UnknownValue(span, "this range is not understood", "write its step as a whole number");
        items[axis] = new PySlice(null, null, null, range.Span);
        PythonValue others = items.All(item => item is PySlice { Start: null, End: null, Step: null }) ? array
            : indices.PartOf(array, subscript with { Index = new PySequence([.. items], true, range.Span) }, scope);
        if (others is not ArrayValue whole) return others;
        if (Length(whole, axis, span, scope) is not { } length)
            return new UnknownValue(span, "a range with a step needs a length that is a number",
                "write the length of this axis as a number where the array is made");
        int[] places = Places(length, Bound(range.Start, scope), Bound(range.End, scope), step.Value);
        if (places.Length is 0 or > MaxParts)
            return new UnknownValue(span, $"this range has {places.Length:N0} elements", $"take 1 to {MaxParts}");
        return new ArrayValue(Call("concat", span, places.Select(place => (Expression)new SliceExpression(whole.Formula,
            [.. Enumerable.Repeat(AxisIndex.Whole, axis),
                new AxisIndex(null, Number(place, span), Number(place + 1, span))], span)))
            .With("axis", Number(axis, span)));
    }

    private int? StepOf(PySlice slice, PythonScope scope) => slice.Step is null ? 1 : Bound(slice.Step, scope);

    private int? Bound(PyExpression? bound, PythonScope scope) => bound is not null
        && evaluator.Evaluate(bound, scope) is ArrayValue { Number: { } number } && Math.Abs(number) < int.MaxValue
            ? (int)number : null;

    // A name of a length that the file knows as a number becomes that number.
    private int? Length(ArrayValue array, int axis, TextSpan span, PythonScope scope)
    {
        if (PythonShapes.ShapeOf(evaluator, array, span) is not SequenceValue shape || axis >= shape.Items.Count)
            return null;
        var length = shape.Items[axis] as ArrayValue;
        if (length is { Number: null, Formula: NameExpression { Name: var name } }
            && scope.Find(name) is ArrayValue { Number: { } known })
        {
            evaluator.Facts.Pin([name]);
            return (int)known;
        }
        return (int?)length?.Number;
    }

    // As Python counts them.
    private static int[] Places(int length, int? start, int? end, int step)
    {
        int from = Clamp(start, step > 0 ? 0 : length - 1), to = Clamp(end, step > 0 ? length : -1);
        var places = new List<int>();
        for (long i = from; (step > 0 ? i < to : i > to) && places.Count <= MaxParts; i += step) places.Add((int)i);
        return [.. places];

        int Clamp(int? bound, int usual) => bound is not { } given ? usual
            : Math.Clamp(given < 0 ? given + length : given, step > 0 ? 0 : -1, step > 0 ? length : length - 1);
    }
}
