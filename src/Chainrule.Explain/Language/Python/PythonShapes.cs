using System.Collections.Immutable;
using System.Numerics;
using Chainrule.Dimensions;
using Chainrule.Operators;
using static Chainrule.Language.Python.ChainFormula;

namespace Chainrule.Language.Python;

/// <summary>Transposes, shapes, lengths and indices of arrays.</summary>
internal static class PythonShapes
{
    private const int MostParts = 1_000;

    /// <summary>The transpose; of a vector nothing, as in NumPy.</summary>
    public static ArrayValue Transposed(PythonEvaluator evaluator, ArrayValue array, TextSpan span) =>
        array.Number is not null || evaluator.Writer.Shapes.RankOf(array.Formula) is 0 or 1 ? array
            : array.Formula is TransposeExpression twice ? new(twice.Operand)
            : new(new TransposeExpression(array.Formula, span));

    /// <summary>The lengths of the axes as numbers of the language.</summary>
    public static PythonValue ShapeOf(PythonEvaluator evaluator, ArrayValue array, TextSpan span)
    {
        string? leaf = (array.Formula as NameExpression)?.Name;
        if (leaf is not null && evaluator.Writer.Shapeless.ContainsKey(leaf)) return new OpenShape(leaf);
        DeclarationStatement? declared = leaf is null ? null
            : evaluator.Writer.Declarations.FirstOrDefault(one => one.Declarators[0].Name.Name == leaf);
        if (declared is not null)
        {
            ImmutableArray<DimensionSyntax> axes = declared.Declarators[0].Dimensions;
            return new SequenceValue(
                [.. axes.Select((axis, i) =>
                    Length(axis) with { LengthOf = axis.Name is null ? (leaf!, i) : null })], true)
            {
                ShapeOf = leaf,
            };
        }
        return evaluator.Writer.Shapes.ShapeOf(array.Formula) is { } shape
            ? new SequenceValue([.. shape.Dimensions.Select(length => Length(length, span))], true) { ShapeOf = leaf }
            : new UnknownValue(span, "the shape of this value is not known",
                "write its lengths as m = X.shape[0] of an input");
    }

    /// <summary>The lengths of the axes, or that of one axis.</summary>
    public static PythonValue ShapeOf(
        PythonEvaluator evaluator, ArrayValue array, TextSpan span, PythonValue? axis)
    {
        PythonValue shape = ShapeOf(evaluator, array, span);
        if (axis is null || shape is UnknownValue) return shape;
        if (axis is ArrayValue { Number: { } number } && shape is OpenShape open)
            return Length(evaluator, open, (int)number, span);
        return shape is SequenceValue lengths && PythonExpressions.IndexOf(axis, lengths.Items.Count) is { } place
            ? lengths.Items[place] : new UnknownValue(span, "there is no such axis", "count the axes from 0");
    }

    /// <summary>The length of an axis, as a number of the language.</summary>
    public static ArrayValue Length(DimensionSyntax axis) => axis.Name is { } name
        ? new(new NameExpression(name, axis.Span)) { GivenName = name }
        : new(new NumberExpression(axis.Size, axis.Span)) { Number = axis.Size };

    /// <summary>The length of an axis of an array that nothing has told so far.</summary>
    public static ArrayValue Length(PythonEvaluator evaluator, OpenShape open, int axis, TextSpan span)
    {
        string name = evaluator.Facts.Axes.GetValueOrDefault((open.Array, axis), $"{open.Array}_{axis}");
        return new(new NameExpression(name, span)) { LengthOf = (open.Array, axis) };
    }

    /// <summary>The axes of a formula; null where a length has no name.</summary>
    public static ImmutableArray<DimensionSyntax>? AxesOf(ShapeTracker shapes, Expression formula, TextSpan span)
    {
        if (shapes.ShapeOf(formula) is not { } shape) return null;
        PythonValue[] lengths = [.. shape.Dimensions.Select(length => Length(length, span))];
        return !Array.TrueForAll(lengths, length => length is ArrayValue) ? null
            : [.. lengths.Cast<ArrayValue>().Select(length => length.Formula is NameExpression name
                ? new DimensionSyntax(name.Name, 0, span)
                : new DimensionSyntax(null, (int)length.Number!.Value, span))];
    }

    /// <summary>The parts of an array along its first axis, where the file says how many they are; else null.</summary>
    public static List<PythonValue>? Parts(PythonEvaluator evaluator, PythonValue? value, TextSpan span)
    {
        if (value is not (ArrayValue or MadeArray) || PythonArithmetic.Array(evaluator, value, span) is not { } array
            || AxesOf(evaluator.Writer.Shapes, array.Formula, span) is not [{ Size: > 0 and < MostParts } first, ..])
            return null;
        return [.. Enumerable.Range(0, first.Size).Select(i => new ArrayValue(
            new SliceExpression(array.Formula, [new AxisIndex(Number(i, span), null, null)], span)))];
    }

    /// <summary>The number of elements.</summary>
    public static PythonValue Count(PythonEvaluator evaluator, ArrayValue array, TextSpan span)
    {
        if (ShapeOf(evaluator, array, span) is not SequenceValue lengths)
            return new UnknownValue(span, "the shape of this value is not known", "divide by lengths such as m * n");
        PythonValue product = new ArrayValue(new NumberExpression(1, span)) { Number = 1 };
        foreach (PythonValue length in lengths.Items)
        {
            product = product is ArrayValue { Number: 1 } ? length
                : PythonArithmetic.Binary(evaluator, "*", product, length, span);
        }
        return product;
    }

    /// <summary>The axes that a shape such as (m, n) asks for; null where one of them is no length.</summary>
    public static ImmutableArray<DimensionSyntax>? Axes(
        PythonEvaluator evaluator, IReadOnlyList<PythonValue> lengths, TextSpan span)
    {
        if (lengths is [SequenceValue inner]) lengths = inner.Items;
        if (lengths.Count > 8) return null;
        var axes = new DimensionSyntax[lengths.Count];
        for (int i = 0; i < axes.Length; i++)
        {
            if (lengths[i] is not ArrayValue length) return null;
            string? name = (length.Formula as NameExpression)?.Name ?? length.GivenName;
            if (name is not null && evaluator.Facts.Numbers.Contains(name)) name = null;
            // A length of 1 broadcasts, which no other does: it stays one.
            if (name is not null && (length.Number is null ? length.Formula is NameExpression : length.Number > 1))
            {
                evaluator.Facts.Dimensions.Add(name);
                axes[i] = new(name, 0, span);
            }
            else if (length.Number is { } size && size == Math.Floor(size) && size >= 1
                && size <= System.Array.MaxLength)
            {
                // 4 * H with H = 5: both are numbers, or neither.
                evaluator.Facts.Pin(Names(length.Formula));
                axes[i] = new(null, (int)size, span);
            }
            else
            {
                // A length such as 2 * k, of dimensions: it gets a name of its own.
                if (Names(length.Formula).FirstOrDefault() is not { } first) return null;
                axes[i] = new(evaluator.Writer.Fresh($"{first}_size", span), 0, span);
            }
        }
        return [.. axes];
    }

    /// <summary>Arrays of one shape, one on the other along a new axis.</summary>
    public static PythonValue Stacked(PythonEvaluator evaluator, SequenceValue list, double axis, TextSpan span)
    {
        var parts = new List<Expression>();
        PythonValue? filled = list.Items.Find(item => !IsZero(item));
        foreach (PythonValue item in list.Items)
        {
            // Zeros are no input: they are 0 times a part that is none.
            PythonValue part = IsZero(item) && filled is not null ? PythonArithmetic.Binary(
                evaluator, "*", new ArrayValue(new NumberExpression(0, span)) { Number = 0 }, filled, span)
                : item is SequenceValue inner ? Stacked(evaluator, inner, inner.Axis ?? 0, span) : item;
            if (PythonArithmetic.Array(evaluator, part, span) is not { } array)
                return PythonArithmetic.NotArray(part, span);
            if (ShapeOf(evaluator, array, span) is not SequenceValue shape
                || !shape.Items.TrueForAll(length => length is ArrayValue)
                || axis != Math.Floor(axis) || Math.Abs(axis) > shape.Items.Count)
                return new UnknownValue(span, "the shape of a part is not known", "name it, and write its shape");
            List<Expression> lengths = shape.Items.ConvertAll(length => ((ArrayValue)length).Formula);
            lengths.Insert((int)(axis < 0 ? axis + lengths.Count + 1 : axis), new NumberExpression(1, span));
            parts.Add(Call("reshape", span, array.Formula, new ListExpression([.. lengths], span)));
        }
        bool IsZero(PythonValue item) => item is MadeArray zeros && evaluator.Writer.IsZero(zeros);

        return parts.Count == 0 ? new UnknownValue(span, "an empty list is no array", "fill it before it is used")
            : new ArrayValue(Call("concat", span, parts).With("axis", Number(axis, span)));
    }

    /// <summary>
    /// The rows of the unit matrix that labels pick: an input of its own, one row for each label. Where the largest
    /// element stands is no data: it is computed.
    /// </summary>
    public static PythonValue? OneHot(
        PythonEvaluator evaluator, PythonValue? labels, PythonValue? classes, TextSpan span)
    {
        if (labels is LargestPlaces largest)
            return new ArrayValue(Binary(BinaryOperator.Equal, largest.Array, Call("max", span, largest.Array)
                .With("axis", Number(largest.Axis, span)).With("keepdims", Truth(span)), span));
        if (labels is not (ArrayValue or MadeArray) || classes is not ArrayValue
            || ShapeOf(evaluator, PythonArithmetic.Array(evaluator, labels, span)!, span)
                is not SequenceValue { Items: [var rows] }
            || Axes(evaluator, [rows, classes], span) is not { } axes) return null;
        // Labels that the file picks by are data already.
        if (PythonArithmetic.Array(evaluator, labels, span)!.Formula is NameExpression own
            && evaluator.Facts.Labels.Contains(own.Name) && Whole(new(classes, span)) is { } unit)
            return new ArrayValue(new SliceExpression(unit.Formula, [new AxisIndex(own, null, null)], span));
        return new MadeArray(axes, "onehot", span);
    }

    /// <summary>The labels by which [np.arange(m), y] picks an element of each row; null for other indices.</summary>
    public static NameExpression? LabelsOf(
        PythonEvaluator evaluator, PythonValue rows, PythonValue places, TextSpan span)
    {
        if (rows is not RowNumbers numbers || places is not (ArrayValue or MadeArray)
            || PythonArithmetic.Array(evaluator, places, span)!.Formula is not NameExpression labels) return null;
        evaluator.Facts.Labels.Add(labels.Name);
        if (evaluator.Writer.Shapeless.ContainsKey(labels.Name) && numbers.Count is NameExpression count)
            evaluator.Facts.Shapes.TryAdd(labels.Name, [new(count.Name, 0, span)]);
        return labels;
    }

    /// <summary>The unit matrix as a formula.</summary>
    public static Expression UnitMatrix(Expression length, TextSpan span) =>
        Call(Diagonal.Entry.Name, span, Call(Functions.OnesEntry.Name, span, length));

    /// <summary>All of <c>np.eye(n)</c>; null where n is no length.</summary>
    public static ArrayValue? Whole(UnitMatrix unit) =>
        unit.Classes is ArrayValue length ? new(UnitMatrix(length.Formula, unit.Span)) : null;

    private static PythonValue Length(Dimension length, TextSpan span)
    {
        if (length.Evaluate() is { } size && size >= BigInteger.One && size < int.MaxValue)
            return new ArrayValue(new NumberExpression((int)size, span)) { Number = (int)size };
        return length.Variable?.Name is { } name
            ? new ArrayValue(new NameExpression(name, span)) { GivenName = name }
            : new UnknownValue(span, "this length has no name",
                "name it where the array is made, as in m = X.shape[0]");
    }
}
