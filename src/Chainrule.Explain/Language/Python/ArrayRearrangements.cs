using System.Collections.Immutable;
using Chainrule.Operators;
using static Chainrule.Language.Python.ChainFormula;

namespace Chainrule.Language.Python;

/// <summary>Functions that set the elements of arrays side by side, repeat them or take some of them.</summary>
internal sealed class ArrayRearrangements(PythonEvaluator evaluator)
{
    private const int MostParts = 64;

    /// <summary>What a function of one array, and perhaps another, gives; null where it is none of these.</summary>
    public PythonValue? Of(string name, ArrayValue x, ArrayValue? y, CallArguments arguments, TextSpan span)
    {
        int? rank = evaluator.Writer.Shapes.RankOf(x.Formula);
        double? axis = (arguments.Find(2, "axis", "dim") as ArrayValue)?.Number;
        switch (name)
        {
            case "tile" or "repeat" when name == "tile" || evaluator.UsesTorch:
                return Tiled(x, rank, arguments.Values is [_, SequenceValue list] ? list.Items
                    : [.. arguments.Values.Skip(1)], span);
            case "repeat" or "repeat_interleave" when arguments.Find(1, "repeats") is ArrayValue times:
                return Repeated(x, rank, times, axis, span);
            case var taken when taken == TakeRows.Entry.Name && (rank == 1 || axis == 0):
                return Taken(x, arguments.Find(1, "indices", "index"), span);
            case "append" when y is not null && (axis is not null || rank == 1):
                return new ArrayValue(Call("concat", span, x.Formula, y.Formula).With("axis", Number(axis ?? 0, span)));
            case "diff" when rank == 1 && arguments.Values.Count == 1:
                var one = new NumberExpression(1, span);
                return new ArrayValue(Binary(BinaryOperator.Subtract,
                    new SliceExpression(x.Formula, [new(null, one, null)], span),
                    new SliceExpression(x.Formula, [new(null, null, Number(-1, span))], span), span));
            case "ptp" when arguments.Values.Count == 1:
                return new ArrayValue(Binary(
                    BinaryOperator.Subtract, Call("max", span, x.Formula), Call("min", span, x.Formula), span));
            case "split" or "array_split" or "chunk" when arguments.Find(1) is ArrayValue { Number: { } parts }:
                return Split(x, parts, (int)(axis ?? 0), span);
            case "tensordot" when y is not null && arguments.Find(2, "axes") is ArrayValue { Number: 1 }:
                return PythonArithmetic.Product(evaluator, x, y, span);
            default:
                return null;
        }
    }

    /// <summary>Arrays side by side, a vector as a column.</summary>
    public PythonValue Columns(IEnumerable<PythonValue> columns, TextSpan span)
    {
        var parts = new List<Expression>();
        foreach (PythonValue value in columns)
        {
            if (PythonArithmetic.Array(evaluator, value, span) is not { } part)
                return PythonArithmetic.NotArray(value, span);
            parts.Add(evaluator.Writer.Shapes.RankOf(part.Formula) == 1 ? AsColumn(part.Formula, span) : part.Formula);
        }
        return new ArrayValue(Call("concat", span, parts).With("axis", Number(1, span)));
    }

    /// <summary><c>A, B = np.meshgrid(x, y)</c>: points on a grid, which are data.</summary>
    public PythonValue? Grid(CallArguments arguments, TextSpan span)
    {
        if (arguments.Values.ConvertAll(AxisOf) is not [{ } across, { } down]) return null;
        ImmutableArray<DimensionSyntax> axes = arguments.Find(-1, "indexing") is TextValue { Text: "ij" }
            ? [across, down] : [down, across];
        return new SequenceValue([new MadeArray(axes, "given", span), new MadeArray(axes, "given", span)], true);

        DimensionSyntax? AxisOf(PythonValue value) => value is MadeArray { Axes: [var only] } ? only
            : value is ArrayValue array && PythonShapes.AxesOf(
                evaluator.Writer.Shapes, array.Formula, span) is [var axis] ? axis : null;
    }

    private static CallExpression AsColumn(Expression vector, TextSpan span) =>
        Reshaped(vector, [Number(-1, span), new NumberExpression(1, span)], span);

    private static CallExpression Reshaped(Expression array, IEnumerable<Expression> lengths, TextSpan span) =>
        Call("reshape", span, array, new ListExpression([.. lengths], span));

    // A vector under itself is copied by a product with a column of ones, whatever the number of copies is.
    private PythonValue? Tiled(ArrayValue x, int? rank, List<PythonValue> times, TextSpan span)
    {
        if (rank == 1 && times is [ArrayValue, ArrayValue { Number: 1 }]
            && PythonShapes.Axes(evaluator, times, span) is { } axes)
        {
            return new ArrayValue(Binary(BinaryOperator.Multiply,
                PythonArithmetic.Ones(new MadeArray(axes, "ones", span), span), x.Formula, span));
        }
        if (times.Count != rank) return null;
        Expression formula = x.Formula;
        for (int axis = 0; axis < times.Count; axis++)
        {
            if (times[axis] is not ArrayValue { Number: { } number } || number is < 1 or > MostParts) return null;
            if (number == 1) continue;
            formula = Call("concat", span, Enumerable.Repeat(formula, (int)number)).With("axis", Number(axis, span));
        }
        return new ArrayValue(formula);
    }

    // Each element several times, one after the other: ones along an axis of their own, which is then taken away.
    private PythonValue? Repeated(ArrayValue x, int? rank, ArrayValue times, double? axis, TextSpan span)
    {
        if (PythonShapes.Axes(evaluator, [times], span) is not [var count] || rank is not > 0) return null;
        int along = (int)(axis ?? 0);
        if (along < 0) along += rank.Value;
        if (along < 0 || along >= rank || (axis is null && rank > 1)) return null;
        Expression ones = PythonArithmetic.Ones(new MadeArray(
            [count, .. Enumerable.Repeat(new DimensionSyntax(null, 1, span), rank.Value - 1 - along)], "ones", span),
            span);
        Expression[]? lengths = rank == 1 ? [Number(-1, span)] : PythonShapes.AxesOf(
            evaluator.Writer.Shapes, x.Formula, span) is { } axes ? [.. axes.Select(one => one.Name is { } name
                ? new NameExpression(name, span) : (Expression)new NumberExpression(one.Size, span))] : null;
        if (lengths is null) return null;
        Expression wide = Reshaped(x.Formula, [.. lengths[..(along + 1)], new NumberExpression(1, span),
            .. lengths[(along + 1)..]], span);
        lengths[along] = Number(-1, span);
        return new ArrayValue(Reshaped(Binary(BinaryOperator.Multiply, wide, ones, span), lengths, span));
    }

    /// <summary>Rows by their numbers: <c>U[[5, 1, 7]]</c>; null where they are not written out.</summary>
    public PythonValue? Taken(ArrayValue x, PythonValue? places, TextSpan span)
    {
        return places switch
        {
            ArrayValue { Number: not null } one => Row(one),
            SequenceValue { Items: { Count: > 0 } several } when several.TrueForAll(
                place => place is ArrayValue { Number: not null }) =>
                PythonShapes.Stacked(evaluator, new([.. several.Select(Row)], false), 0, span),
            _ => null,
        };

        ArrayValue Row(PythonValue place) =>
            new(new SliceExpression(x.Formula, [new(((ArrayValue)place).Formula, null, null)], span));
    }

    private PythonValue? Split(ArrayValue x, double parts, int axis, TextSpan span)
    {
        if (evaluator.Writer.Shapes.ShapeOf(x.Formula) is not { } shape || axis < 0 || axis >= shape.Rank
            || parts is < 1 or > MostParts
            || PythonShapes.AxesOf(evaluator.Writer.Shapes, x.Formula, span) is not { } axes) return null;
        // The length that the file gives is meant, and no size to be chosen freely.
        if (axes[axis].Name is { } name
            && evaluator.Scopes.Any(scope => scope.Find(name) is ArrayValue { Number: not null }))
            evaluator.Facts.Pin([name]);
        int length = axes[axis].Size;
        if (length == 0 || length % (int)parts != 0) return null;
        int size = length / (int)parts;
        return new SequenceValue([.. Enumerable.Range(0, (int)parts).Select(i => new ArrayValue(new SliceExpression(
            x.Formula, [.. Enumerable.Repeat(AxisIndex.Whole, axis),
                new(null, i == 0 ? null : Number(i * size, span), Number((i + 1) * size, span))], span)))], false);
    }
}
