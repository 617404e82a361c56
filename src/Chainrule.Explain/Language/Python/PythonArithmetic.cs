using System.Collections.Immutable;
using Chainrule.Dimensions;
using static Chainrule.Language.Python.ChainFormula;

namespace Chainrule.Language.Python;

/// <summary>Python's operators on the values of a file.</summary>
internal static class PythonArithmetic
{
    public static PythonValue Binary(
        PythonEvaluator evaluator, string sign, PythonValue left, PythonValue right, TextSpan span)
    {
        if (left is UnknownValue || right is UnknownValue) return left is UnknownValue ? left : right;
        if (sign is "+" or "-" or "*" or "/" or "**" or "@")
            foreach (PythonValue operand in (PythonValue[])[left, right])
                if (operand is MadeArray { Making: "labels", Named.Name: { } whole })
                    evaluator.Facts.Computed.Add(whole.Name);
        if ((left is LoadedValue || right is LoadedValue) && evaluator.Loaded([left, right]) is { } loaded)
            return loaded;
        switch (sign, left, right)
        {
            case ("+", SequenceValue { Axis: null } first, SequenceValue second)
                when first.Items.Count + second.Items.Count <= PythonExpressions.MaxItems:
                return new SequenceValue([.. first.Items, .. second.Items], first.IsTuple);
            case ("*", SequenceValue { Axis: null } list, ArrayValue { Number: { } count })
                when count >= 0 && count * list.Items.Count <= PythonExpressions.MaxItems:
                return new SequenceValue([.. Enumerable.Repeat(list.Items, (int)count).SelectMany(items => items)],
                    false);
            case ("*" or "/" or "+" or "-", MadeArray { Named: { Name: null, Leaf: null } } made, ArrayValue y)
                when IsScale(evaluator, y) && (y.Number is not null || !made.IsConstant || sign is "*" or "/"):
                if (made.IsConstant && Names(y.Formula).Any()) return Times(made, sign, y, span);
                double scale = y.Number ?? double.NaN;
                return sign switch
                {
                    "*" => Scaled(made, scale, 0),
                    "/" => Scaled(made, 1 / scale, 0),
                    _ => Scaled(made, 1, sign == "+" ? scale : -scale),
                };
            case ("*", ArrayValue x, MadeArray { Named: { Name: null, Leaf: null } } made) when IsScale(evaluator, x):
                if (made.IsConstant && Names(x.Formula).Any()) return Times(made, sign, x, span);
                return Scaled(made, x.Number ?? double.NaN, 0);
            // Its numbers are nobody's parameters: 0 or 1, or whatever is made of random ones.
            case ("<" or "<=" or ">" or ">=" or "==" or "!=" or "**" or "%" or "//",
                MadeArray { Named: { Name: null, Leaf: null } } made, ArrayValue { Number: not null }):
                return made with { Making = sign is "**" or "%" or "//" ? "given" : "mask", Numbers = default };
            case ("+", TextValue first, TextValue second):
                return new TextValue(first.Text + second.Text);
            case ("%", TextValue pattern, _):
                List<PythonValue> values = right is SequenceValue { IsTuple: true } several ? several.Items : [right];
                return Formatted(pattern.Text, values)
                    ?? (PythonValue)new UnknownValue(span, "this text is not known", "write it out");
            case ("+", ArrayValue x, MadeArray { Named: { Name: null, Leaf: null } } made)
                when IsScale(evaluator, x) && (x.Number is not null || !made.IsConstant):
                return Scaled(made, 1, x.Number ?? double.NaN);
            case ("-", ArrayValue x, MadeArray { Named: { Name: null, Leaf: null } } made)
                when IsScale(evaluator, x) && (x.Number is not null || !made.IsConstant):
                return Scaled(made, -1, x.Number ?? double.NaN);
            case ("+" or "-", MadeArray zeros, ArrayValue y) when evaluator.Writer.IsZero(zeros):
                return Stretched(evaluator, zeros, sign == "-" ? Negated(y, span) : y, span);
            case ("+" or "-", ArrayValue x, MadeArray zeros) when evaluator.Writer.IsZero(zeros):
                return Stretched(evaluator, zeros, x, span);
            case ("+" or "-", MadeArray zeros, MadeArray other)
                when evaluator.Writer.IsZero(zeros) && other.Axes.Length < zeros.Axes.Length:
                return Binary(evaluator, sign, zeros, evaluator.Writer.Leaf(other, span), span);
            case ("+" or "-", MadeArray other, MadeArray zeros)
                when evaluator.Writer.IsZero(zeros) && other.Axes.Length < zeros.Axes.Length:
                return Binary(evaluator, sign, evaluator.Writer.Leaf(other, span), zeros, span);
            case ("+" or "-", MadeArray zeros, MadeArray other) when evaluator.Writer.IsZero(zeros):
                return sign == "+" ? other : Binary(
                    evaluator, "*", new ArrayValue(Number(-1, span)) { Number = -1 }, other, span);
            case ("+" or "-", MadeArray other, MadeArray zeros) when evaluator.Writer.IsZero(zeros):
                return other;
            case ("@" or "*", MadeArray zeros, ArrayValue or MadeArray)
                when evaluator.Writer.IsZero(zeros) && Zeros(evaluator, sign, left, right, span) is { } nothing:
                return nothing;
            case ("@" or "*", ArrayValue or MadeArray, MadeArray zeros)
                when evaluator.Writer.IsZero(zeros) && Zeros(evaluator, sign, left, right, span) is { } nothing:
                return nothing;
        }
        if (Array(evaluator, left, span) is not { } a) return NotArray(left, span);
        if (Array(evaluator, right, span) is not { } b) return NotArray(right, span);
        return sign == "@" ? Product(evaluator, a, b, span) : Elementwise(evaluator, sign, a, b, span);
    }

    // A sum with zeros is the other array, which takes their shape if it is smaller.
    private static ArrayValue Stretched(
        PythonEvaluator evaluator, MadeArray zeros, ArrayValue value, TextSpan span)
    {
        SymbolicShape? shape = evaluator.Writer.Shapes.ShapeOf(value.Formula);
        bool isSmaller = shape is not null && (shape.Rank < zeros.Axes.Length || Enumerable.Range(1, zeros.Axes.Length)
            .Any(i => shape[shape.Rank - i].Evaluate() is { IsOne: true }
                && (zeros.Axes[^i].Name is not null || zeros.Axes[^i].Size > 1)));
        return !isSmaller ? value
            : new(ChainFormula.Binary(BinaryOperator.Multiply, value.Formula, Ones(zeros, span), span));
    }

    /// <summary>Ones of the shape of an array.</summary>
    public static CallExpression Ones(MadeArray made, TextSpan span) => Call(Functions.OnesEntry.Name, span,
        made.Axes.Select(axis => axis.Name is { } name ? new NameExpression(name, span)
            : (Expression)new NumberExpression(axis.Size, span)));

    // Ones, and zeros that nothing is asked of, are no inputs: they are what they are.
    private static ArrayValue? Constant(PythonEvaluator evaluator, MadeArray made, TextSpan span)
    {
        double value = made.Making switch
        {
            "ones" => 1,
            "zeros" => 0,
            "constant" => made.Numbers.First,
            _ => double.NaN,
        };
        bool isOpen = made.Named.Leaf is not null || evaluator.Writer.IsTrained(made)
            || (made.Named.Name is { } name && (made.Making == "zeros" ? !evaluator.Writer.IsZero(made)
                : ArrayRoles.IsData(name.Name)));
        if (!double.IsFinite(value) || isOpen || made.Axes.IsEmpty) return null;
        Expression ones = Ones(made, span);
        Expression? factor = value == 1 ? made.Factor : made.Factor is null ? Number(value, span)
            : ChainFormula.Binary(BinaryOperator.Multiply, Number(value, span), made.Factor, span);
        return new(factor is null ? ones : ChainFormula.Binary(BinaryOperator.Multiply, factor, ones, span));
    }

    // '%d' % 1, with plain numbers and texts only.
    private static TextValue? Formatted(string pattern, List<PythonValue> values)
    {
        string[] parts = pattern.Split(["%d", "%s", "%i"], StringSplitOptions.None);
        string?[] keys = [.. values.Select(PythonExpressions.KeyOf)];
        if (parts.Length != keys.Length + 1 || keys.Contains(null) || pattern.Count(c => c == '%') != keys.Length)
            return null;
        return new(parts[0] + string.Concat(keys.Select((key, i) => key + parts[i + 1])));
    }

    // A product with zeros: zeros of its shape.
    private static MadeArray? Zeros(
        PythonEvaluator evaluator, string sign, PythonValue left, PythonValue right, TextSpan span)
    {
        if (AxesOf(left) is not { } a || AxesOf(right) is not { } b) return null;
        if (sign == "@")
            return a.Length == 2 && b.Length is 1 or 2 ? new([a[0], .. b.Skip(1)], "zeros", span) : null;
        return new(a.Length == b.Length ? [.. a.Select((axis, i) => axis.Size == 1 ? b[i] : axis)]
            : a.Length > b.Length ? a : b, "zeros", span);

        ImmutableArray<DimensionSyntax>? AxesOf(PythonValue value) => value is MadeArray made ? made.Axes
            : PythonShapes.ShapeOf(evaluator, (ArrayValue)value, span) is SequenceValue shape
                ? PythonShapes.Axes(evaluator, shape.Items, span) : null;
    }

    // A number, or one of dimensions only, such as the root of 2 / n.
    private static bool IsScale(PythonEvaluator evaluator, ArrayValue value) => value.Number is not null
        || (!Derivatives(value.Formula).Any() && Names(value.Formula).All(evaluator.Facts.Dimensions.Contains));

    /// <summary>The formula of a value; null where it is no array.</summary>
    public static ArrayValue? Array(PythonEvaluator evaluator, PythonValue value, TextSpan span) => value switch
    {
        ArrayValue array => array,
        MadeArray made => Constant(evaluator, made, span) ?? evaluator.Writer.Leaf(made, span),
        UnitMatrix unit => PythonShapes.Whole(unit),
        SequenceValue { Axis: { } axis } parts => PythonShapes.Stacked(evaluator, parts, axis, span) as ArrayValue,
        TruthValue truth => new(new NumberExpression(truth.Truth ? 1 : 0, span)) { Number = truth.Truth ? 1 : 0 },
        _ => null,
    };

    public static UnknownValue NotArray(PythonValue value, TextSpan span) => value as UnknownValue
        ?? (value is LargestPlaces ? new UnknownValue(span, "places of the largest have no slope and no formula here",
            "take the values of the largest") : null)
        ?? (value is LoadedValue loaded ? new UnknownValue(
            loaded.Span, $"what `{loaded.Path}` gives is not in the file", "give it a name, so that it is an input")
            : null)
        ?? (value is MethodValue method ? new UnknownValue(
            span, $"`{method.Name}` has no value here", "give it one before, as in `__init__`, or paste that part too")
            : null)
        ?? new(span, "this is no array that a formula could have", "write it with arrays and numbers");

    /// <summary>
    /// The product that <c>@</c> and <c>np.dot</c> stand for: of a number it only scales.
    /// </summary>
    public static PythonValue Product(
        PythonEvaluator evaluator, ArrayValue left, ArrayValue right, TextSpan span, bool mayScale = false)
    {
        ShapeTracker shapes = evaluator.Writer.Shapes;
        bool scales = mayScale && (shapes.RankOf(left.Formula) == 0 || shapes.RankOf(right.Formula) == 0);
        return scales ? Elementwise(evaluator, "*", left, right, span)
            : new ArrayValue(ChainFormula.Binary(BinaryOperator.MatrixProduct, left.Formula, right.Formula, span));
    }

    public static ArrayValue Negated(ArrayValue value, TextSpan span) => value.Formula is NumberExpression
        ? new ArrayValue(Number(-value.Number!.Value, span)) { Number = -value.Number }
        : new ArrayValue(new NegationExpression(value.Formula, span)) { Number = -value.Number };

    private static PythonValue Elementwise(
        PythonEvaluator evaluator, string sign, ArrayValue x, ArrayValue y, TextSpan span)
    {
        // H // 2 is a whole number of the length that H has, and no formula of all lengths.
        if (sign is "//" or "%") evaluator.Facts.Pin(Names(x.Formula).Concat(Names(y.Formula)));
        BinaryOperator? op = sign switch
        {
            "+" => BinaryOperator.Add,
            "-" => BinaryOperator.Subtract,
            "*" or "&" or "and" => BinaryOperator.Multiply,
            "/" => BinaryOperator.Divide,
            "**" => BinaryOperator.Power,
            "<" => BinaryOperator.Less,
            "<=" => BinaryOperator.LessOrEqual,
            ">" => BinaryOperator.Greater,
            ">=" => BinaryOperator.GreaterOrEqual,
            "==" => BinaryOperator.Equal,
            "!=" => BinaryOperator.NotEqual,
            _ => null,
        };
        if (x.Number is { } a && y.Number is { } b && Folded(sign, a, b) is { } number && double.IsFinite(number))
        {
            if (op >= BinaryOperator.Less) return new TruthValue(number != 0);
            bool isPlain = x.Formula is NumberExpression or NegationExpression { Operand: NumberExpression }
                && y.Formula is NumberExpression or NegationExpression { Operand: NumberExpression };
            if (isPlain || op is null) return new ArrayValue(Number(number, span)) { Number = number };
            return new ArrayValue(ChainFormula.Binary(op.Value, x.Formula, y.Formula, span)) { Number = number };
        }
        if (op is null)
            return new UnknownValue(span, $"`{sign}` has no meaning for arrays here", "write + - * / @ or **");
        if (IsNumber(x.Formula, 0) && sign == "+") return y;
        if (IsNumber(y.Formula, 0) && sign is "+" or "-") return x;
        if (IsNumber(x.Formula, 0) && sign == "-") return Negated(y, span);
        return new ArrayValue(ChainFormula.Binary(op.Value, x.Formula, y.Formula, span));
    }

    private static double? Folded(string sign, double a, double b) => sign switch
    {
        "+" => a + b,
        "-" => a - b,
        "*" => a * b,
        "/" => a / b,
        "//" => Math.Floor(a / b),
        "%" => a - (b * Math.Floor(a / b)),
        "**" => Math.Pow(a, b),
        "<" => a < b ? 1 : 0,
        "<=" => a <= b ? 1 : 0,
        ">" => a > b ? 1 : 0,
        ">=" => a >= b ? 1 : 0,
        "==" or "is" => a == b ? 1 : 0,
        "!=" or "is not" => a != b ? 1 : 0,
        _ => null,
    };

    // Ones times a formula of lengths, such as 1 / (n - 1).
    private static MadeArray Times(MadeArray made, string sign, ArrayValue by, TextSpan span) => made with
    {
        Factor = sign == "/" || made.Factor is { }
            ? ChainFormula.Binary(sign == "/" ? BinaryOperator.Divide : BinaryOperator.Multiply,
                made.Factor ?? new NumberExpression(1, span), by.Formula, span) : by.Formula,
    };

    private static MadeArray Scaled(MadeArray made, double factor, double shift)
    {
        // Not a number: a scale that only running tells, such as the root of 2 / n. The usual start takes its place.
        if (double.IsNaN(factor) || double.IsNaN(shift)) return made with { Making = "random", Factor = null };
        (double first, double second) = made.Numbers;
        if (made.Making == "ones") return made with { Making = "constant", Numbers = ((factor * 1) + shift, 0) };
        if (made.Making == "constant") return made with { Numbers = ((first * factor) + shift, 0) };
        if (made.Making == "zeros")
            return shift == 0 ? made : made with { Making = "constant", Numbers = (shift, 0) };
        if (made.Making == "mask" && (factor != 1 || shift != 0)) return made with { Making = "given" };
        if (made.Making == "normal")
            return made with { Numbers = ((first * factor) + shift, second * Math.Abs(factor)) };
        if (made.Making != "uniform") return made;
        (double low, double high) = ((first * factor) + shift, (second * factor) + shift);
        return made with { Numbers = (Math.Min(low, high), Math.Max(low, high)) };
    }
}
