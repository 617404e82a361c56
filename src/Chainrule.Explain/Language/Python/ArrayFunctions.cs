using System.Collections.Immutable;
using Chainrule.Catalog;
using Chainrule.Dimensions;
using Chainrule.Operators;
using static Chainrule.Language.Python.ChainFormula;

namespace Chainrule.Language.Python;

/// <summary>
/// The functions and methods of NumPy and PyTorch in those of the language: one row of a table each, where they differ
/// by name only.
/// </summary>
internal sealed class ArrayFunctions(PythonEvaluator evaluator)
{
    private readonly ArrayMakers makers = new(evaluator);
    private readonly ArrayReductions reductions = new(evaluator);
    private readonly ArrayRearrangements rearrangements = new(evaluator);

    /// <summary>Functions that reduce axes.</summary>
    private static readonly Dictionary<string, string> Reductions = Pairs(
        $"sum mean max min average=mean amax=max amin=min var norm {LogSumExp.Entry.Name}");

    /// <summary>Functions that mean the same here and there, by the same name.</summary>
    private static readonly FunctionEntry[] OfSameName =
        [Inverse.Entry, Determinant.Entry, LogDeterminant.Entry, Solve.Entry, Diagonal.Entry, CumulativeSum.Entry];

    /// <summary>Functions of two arrays that the language writes with a sign.</summary>
    public static readonly Dictionary<string, BinaryOperator> OfTwo = new()
    {
        ["add"] = BinaryOperator.Add,
        ["subtract"] = BinaryOperator.Subtract,
        ["sub"] = BinaryOperator.Subtract,
        ["multiply"] = BinaryOperator.Multiply,
        ["mul"] = BinaryOperator.Multiply,
        ["divide"] = BinaryOperator.Divide,
        ["true_divide"] = BinaryOperator.Divide,
        ["div"] = BinaryOperator.Divide,
        ["power"] = BinaryOperator.Power,
        ["pow"] = BinaryOperator.Power,
        ["greater"] = BinaryOperator.Greater,
        ["greater_equal"] = BinaryOperator.GreaterOrEqual,
        ["less"] = BinaryOperator.Less,
        ["less_equal"] = BinaryOperator.LessOrEqual,
    };

    // What changes how numbers are kept, and not which they are.
    private static readonly HashSet<string> Same =
    [
        "copy", "clone", "detach", "item", "numpy", "cpu", "cuda", "to", "float", "double", "astype", "requires_grad_",
        "contiguous", "squeeze_", "type", "asarray", "ascontiguousarray", "float32", "float64", "tolist", "as_tensor",
        "real", "stop_gradient", "from_numpy", "Variable", "retain_grad", "int64", "long",
    ];

    // Of these the result shares the memory of the array: all others copy.
    private static readonly HashSet<string> Sharing =
    [
        "detach", "numpy", "cpu", "cuda", "to", "requires_grad_", "contiguous", "squeeze_", "asarray", "real",
        "ascontiguousarray", "as_tensor", "from_numpy", "Variable", "retain_grad", "stop_gradient",
    ];

    public PythonValue Method(PythonValue owner, string name, CallArguments arguments, TextSpan span)
    {
        if (name == "backward") return new NoneValue();
        if (owner is MadeArray made && Same.Contains(name))
            return name == "requires_grad_" ? made with { IsTrained = true } : Copied(made, name);
        return Call(PythonLibrary.Method + name, name, arguments.Before(owner), span);
    }

    /// <summary>Calls a function by its last name.</summary>
    public PythonValue Call(string path, string name, CallArguments arguments, TextSpan span)
    {
        // Nothing is left out where no number is missing.
        if (name is "nansum" or "nanmean" or "nanmax" or "nanmin" or "nanstd" or "nanvar") name = name[3..];
        PythonValue result = Result(path, name, arguments, span);
        return result is not ArrayValue || Same.Contains(name) || arguments.Unasked is not { } option ? result
            : new UnknownValue(span, $"the option `{option}` of `{PythonLibrary.Shown(path)}` is not understood",
                "write out what it does");
    }

    private PythonValue Result(string path, string name, CallArguments arguments, TextSpan span)
    {
        if (makers.Make(path, name, arguments, span) is { } madeArray) return madeArray;
        PythonValue? unknown = arguments.Values.Concat(arguments.Options.Values).FirstOrDefault(
                value => value is UnknownValue)
            ?? arguments.Values.Find(value => value is MethodValue { Owner: ObjectValue });
        if (unknown is not null) return PythonArithmetic.NotArray(unknown, span);
        if (name == Subscripts.Function) return Summed(path, arguments, span);
        if (name is "concatenate" or "hstack" or "vstack" or "cat" or "stack")
            return Joined(path, name, arguments, span);
        if (name == "column_stack" && arguments.Find(0) is SequenceValue columns)
            return rearrangements.Columns(columns.Items, span);
        PythonValue? first = arguments.Find(0, "input", "a", "x");
        if (first is SequenceValue { Items.Count: > 0 } list)
            first = PythonShapes.Stacked(evaluator, list, list.Axis ?? 0, span);
        if (first is UnknownValue) return first;
        if (name is "dot" or "matmul" or "mm" or "multiply" && arguments.Values is [MadeArray, _] or [_, MadeArray])
        {
            PythonValue product = PythonArithmetic.Binary(
                evaluator, name == "multiply" ? "*" : "@", arguments.Values[0], arguments.Values[1], span);
            if (product is MadeArray) return product;
        }
        if (name is "tril" or "triu" && Axis(arguments.Find(1, "k", "diagonal")) is { } diagonal
            && PythonArithmetic.Array(evaluator, first ?? new NoneValue(), span) is { } square)
        {
            return Triangle(name, square, first is MadeArray sized ? sized.Axes
                : PythonShapes.AxesOf(evaluator.Writer.Shapes, square.Formula, span) ?? [], diagonal, span);
        }
        if (LabelArrays.Reshaped(evaluator, name, first, arguments, span) is { } labels) return labels;
        // Whatever is made of random numbers is so, too.
        if (first is MadeArray { Named: { Name: null, Leaf: null } } random && OfOne(name) is { ActsOnElements: true })
            return random with { Making = "given", Numbers = default };
        if (first is MadeArray given && Same.Contains(name) && !path.StartsWith(PythonLibrary.Method))
            return Copied(given, name);
        if (first is UnitMatrix matrix && PythonShapes.Whole(matrix) is { } whole) first = whole;
        if (first is null || PythonArithmetic.Array(evaluator, first, span) is not { } x)
            return first is null ? Missing(path, span) : PythonArithmetic.NotArray(first, span);
        if (x.Number is { } number && Folded(name, number) is { } folded && double.IsFinite(folded))
        {
            Expression formula = OfOne(name) is { } kept && Names(x.Formula).Any()
                ? ChainFormula.Call(kept.Name, span, x.Formula) : Number(folded, span);
            return new ArrayValue(formula) { Number = folded };
        }
        if (Same.Contains(name)) return Copied(x, name);
        if (Reductions.TryGetValue(name, out string? reduction))
        {
            PythonValue reduced = reductions.Of(path, reduction, x, arguments, span);
            // PyTorch's largest along an axis come with their places.
            bool isPair = name is "max" or "min" && evaluator.UsesTorch && reduced is ArrayValue
            {
                Formula: CallExpression { Arguments: [_, { Name: "axis" }, ..] },
            } && arguments.Values.Count + arguments.Options.Count > 1;
            return !isPair ? reduced : new SequenceValue([reduced, name == "max" && Axis(arguments, 1) is { } along
                ? new LargestPlaces(x.Formula, along)
                : new UnknownValue(span, "places of the smallest are not understood", "take the values")], true);
        }
        if (OfOne(name) is { } function) return Applied(function, x, arguments, span);
        if (AxisOrders.Has(name))
            return (PythonValue?)AxisOrders.Of(evaluator, path, name, x, arguments, span) ?? new UnknownValue(span,
                $"the order of axes that `{PythonLibrary.Shown(path)}` asks for is not understood",
                "name each axis once by its number");
        if (name == "slogdet") return LogarithmOfDeterminant(x, span);
        if (Array.Find(OfSameName, known => known.Name == name || known.Aliases.Contains(name)) is { } same)
            return SameCall(same, x, arguments, span);
        if (LibraryFunctions.Find(name) is { } written)
            return written.Of(evaluator, arguments with { Values = [x, .. arguments.Values.Skip(1)] }, span);
        PythonValue? second = arguments.Find(1, "other", "b", "exponent", "target", "y", "exp");
        ArrayValue? y = second is null ? null : PythonArithmetic.Array(evaluator, second, span);
        return Special(path, name, x, y, arguments, span) ?? rearrangements.Of(name, x, y, arguments, span)
            ?? new UnknownValue(span, $"`{PythonLibrary.Shown(path)}` is not understood",
                "write it out with functions that are");
    }

    private static PythonValue Copied(PythonValue value, string name) =>
        Sharing.Contains(name) ? value : value with { Memory = null };

    private PythonValue? Special(
        string path, string name, ArrayValue x, ArrayValue? y, CallArguments arguments, TextSpan span)
    {
        switch (name)
        {
            case "dot" or "matmul" or "mm" or "mv" or "bmm" when y is not null:
                return PythonArithmetic.Product(evaluator, x, y, span, mayScale: name == "dot");
            case "maximum" or "minimum" or "fmax" or "fmin" when y is not null:
                return name.Contains("max") ? Maximum(x.Formula, y.Formula, span)
                    : new ArrayValue(ChainFormula.Call("min", span, x.Formula, y.Formula));
            case "masked_fill" when y is not null
                && PythonArithmetic.Array(evaluator, arguments.Find(2, "value") ?? new NoneValue(), span) is { } fill:
                return new ArrayValue(ChainFormula.Call("where", span, y.Formula, fill.Formula, x.Formula));
            case "argmax" when Axis(arguments, 1) is { } axis:
                return new LargestPlaces(x.Formula, axis);
            case "nelement" or "numel":
                return PythonShapes.Count(evaluator, x, span);
            case "negative" or "neg":
                return PythonArithmetic.Negated(x, span);
            case "inner" or "vdot" when y is not null && evaluator.Writer.Shapes.RankOf(x.Formula) == 1:
                return PythonArithmetic.Product(evaluator, x, y, span);
            case "vdot" when y is not null:
                return new ArrayValue(ChainFormula.Call(
                    "sum", span, Binary(BinaryOperator.Multiply, x.Formula, y.Formula, span)));
            case "broadcast_to" or "expand" when PythonShapes.Axes(
                evaluator, arguments.Values is [_, SequenceValue shape] ? [.. shape.Items]
                    : [.. arguments.Values.Skip(1)], span) is { } lengths:
                return new ArrayValue(Binary(BinaryOperator.Multiply, x.Formula,
                    PythonArithmetic.Ones(new MadeArray(lengths, "ones", span), span), span));
            case "outer" when y is not null:
                return new ArrayValue(ChainFormula.Call(Functions.OuterEntry.Name, span, x.Formula, y.Formula));
            case "where" when y is not null
                && PythonArithmetic.Array(evaluator, arguments.Find(2, "y") ?? new NoneValue(), span) is { } z:
                return new ArrayValue(ChainFormula.Call("where", span, x.Formula, y.Formula, z.Formula));
            case "clip" or "clamp":
                return Clipped(x, arguments, span);
            case "std":
                PythonValue variance = reductions.Of(path, "var", x, arguments, span);
                return variance is not ArrayValue { Formula: var of } ? variance : new ArrayValue(
                    of is CallExpression plain ? new CallExpression(new(name, span), plain.Arguments, span)
                        : ChainFormula.Call("sqrt", span, of));
            case "reshape" or "view" or "flatten" or "ravel" or "squeeze" or "expand_dims" or "unsqueeze":
                PythonValue shaped = Reshaped(name, x, arguments, span);
                return shaped is ArrayValue view && name != "flatten" ? view.ViewOf(x) : shaped;
            case "dropout" when arguments.Find(1, "p") is null or ArrayValue { Number: not null }:
                if (arguments.Find(-1, "training") is TruthValue { Truth: false }) return x;
                double rate = arguments.Find(1, "p") is ArrayValue { Number: { } given } ? given : 0.5;
                return new ArrayValue(ChainFormula.Call("dropout", span, x.Formula, new NumberExpression(rate, span)));
            case "logical_not":
                return PythonArithmetic.Binary(evaluator, "-",
                    new ArrayValue(new NumberExpression(1, span)) { Number = 1 }, x, span);
        }
        if (y is not null && TorchLosses.Has(name)) return new TorchLosses(evaluator).Of(name, x, y, arguments, span);
        return y is not null && OfTwo.TryGetValue(name, out BinaryOperator op)
            ? new ArrayValue(Binary(op, x.Formula, y.Formula, span)) : null;
    }

    /// <summary>The language's function of one array by its name elsewhere, such as torch.relu_; or null.</summary>
    public static FunctionEntry? OfOne(string name)
    {
        string plain = name.TrimEnd('_');
        FunctionEntry? function = FunctionCatalog.Find(plain) ?? FunctionCatalog.OfAlias(plain);
        return function is { IsActivation: true } || function == Trace.Entry ? function : null;
    }

    // The second is the logarithm of its absolute value, whatever its sign.
    private static SequenceValue LogarithmOfDeterminant(ArrayValue x, TextSpan span) => new(
        [
            new UnknownValue(span, "the sign of a determinant has no slope", "take the logarithm"),
            new ArrayValue(ChainFormula.Call("log", span, ChainFormula.Call(
                "abs", span, ChainFormula.Call(Determinant.Entry.Name, span, x.Formula)))),
        ], true);

    // Its values by their places, then an axis.
    private PythonValue SameCall(FunctionEntry function, ArrayValue x, CallArguments arguments, TextSpan span)
    {
        var values = new List<Expression> { x.Formula };
        for (int i = 1; i < function.Signature.Values.Length; i++)
        {
            if (arguments.Find(i) is not { } value || PythonArithmetic.Array(evaluator, value, span) is not { } array)
                return Missing(function.Name, span);
            values.Add(array.Formula);
        }
        CallExpression call = ChainFormula.Call(function.Name, span, values);
        bool hasAxis = function.Signature.Option(FunctionOption.Axes.Name) is not null;
        if (arguments.Values.Count > values.Count + (hasAxis ? 1 : 0))
            return new UnknownValue(span, $"`{function.Name}` is given more arguments than are understood here",
                "write out what they do");
        return new ArrayValue(hasAxis && Axis(arguments, values.Count) is { } axis
            ? call.With(FunctionOption.Axes.Name, Number(axis, span)) : call);
    }

    // The axis of a softmax, and a number such as the slope of a leaky ReLU.
    private static PythonValue Applied(FunctionEntry function, ArrayValue x, CallArguments arguments, TextSpan span)
    {
        bool hasAxis = function is { IsActivation: true, ActsOnElements: false };
        if (function == Gelu.Entry && arguments.Find(1, "approximate") is TextValue { Text: var form })
        {
            FunctionEntry meant = form == Tanh.Entry.Name ? GeluTanh.Entry : function;
            return new ArrayValue(ChainFormula.Call(meant.Name, span, x.Formula));
        }
        if (arguments.Values.Count > (hasAxis || function.Numbers.Count > 0 ? 2 : 1))
            return new UnknownValue(span, $"`{function.Name}` is given more arguments than are understood here",
                "write out what they do");
        CallExpression call = ChainFormula.Call(function.Name, span, x.Formula);
        if (hasAxis)
            return new ArrayValue(Axis(arguments, 1) is { } axis
                ? call.With(FunctionOption.Axes.Name, Number(axis, span)) : call);
        double? number = (arguments.Find(1, "negative_slope", "alpha") as ArrayValue)?.Number;
        return new ArrayValue(function.Numbers is [var option] && number is { } given
            ? call.With(option.Name, Number(given, span)) : call);
    }

    private static UnknownValue Missing(string path, TextSpan span) =>
        new(span, $"`{PythonLibrary.Shown(path)}` is called with nothing", "give it an array");

    private static double? Axis(PythonValue? number) => number is null ? 0 : (number as ArrayValue)?.Number;

    // Ones on and below the diagonal are the sums of the unit matrix from above.
    private static PythonValue Triangle(
        string name, ArrayValue x, ImmutableArray<DimensionSyntax> axes, double diagonal, TextSpan span)
    {
        if ((name, diagonal) is not ((_, 0) or ("tril", -1) or ("triu", 1))
            || axes is not [var rows, var columns]
            || (rows.Name, rows.Size) != (columns.Name, columns.Size))
            return new UnknownValue(span, $"`{name}` is understood of a square matrix, with k = 0 or one further",
                "write a matrix of zeros and ones");
        Expression unit = PythonShapes.UnitMatrix(PythonShapes.Length(rows).Formula, span);
        Expression below = ChainFormula.Call(CumulativeSum.Entry.Name, span, unit).With("axis", Number(0, span));
        Expression strictlyBelow = Binary(BinaryOperator.Subtract, below, unit, span);
        // Above the diagonal is what is not on or below it.
        var one = new NumberExpression(1, span);
        Expression part = (name == "triu", diagonal) switch
        {
            (false, 0) => below,
            (false, _) => strictlyBelow,
            (true, 1) => Binary(BinaryOperator.Subtract, one, below, span),
            (true, _) => Binary(BinaryOperator.Subtract, one, strictlyBelow, span),
        };
        bool areOnes = x.Formula is CallExpression made && made.Function.Name == Functions.OnesEntry.Name;
        return new ArrayValue(areOnes ? part : Binary(BinaryOperator.Multiply, x.Formula, part, span));
    }

    // np.maximum(0, x) is the rectifier.
    public static ArrayValue Maximum(Expression x, Expression y, TextSpan span) =>
        IsNumber(x, 0) ? new(ChainFormula.Call(Relu.Entry.Name, span, y))
        : IsNumber(y, 0) ? new(ChainFormula.Call(Relu.Entry.Name, span, x))
        : new(ChainFormula.Call("max", span, x, y));

    public static ArrayValue Power(Expression x, double exponent, TextSpan span) =>
        new(Binary(BinaryOperator.Power, x, Number(exponent, span), span));

    private static double? Axis(CallArguments arguments, int place) =>
        (arguments.Find(place, "axis", "dim") as ArrayValue)?.Number;

    private static ArrayValue Clipped(ArrayValue x, CallArguments arguments, TextSpan span)
    {
        Expression formula = x.Formula;
        if (arguments.Find(1, "min", "a_min") is ArrayValue low)
            formula = ChainFormula.Call("max", span, formula, low.Formula);
        if (arguments.Find(2, "max", "a_max") is ArrayValue high)
            formula = ChainFormula.Call("min", span, formula, high.Formula);
        return new(formula);
    }

    private PythonValue Reshaped(string name, ArrayValue x, CallArguments arguments, TextSpan span)
    {
        int? rank = evaluator.Writer.Shapes.RankOf(x.Formula);
        if (name == "squeeze" && evaluator.Writer.Shapes.ShapeOf(x.Formula) is { } shape)
        {
            Dimension[] kept = [.. shape.Dimensions.Where(length => length.Evaluate() is not { IsOne: true })];
            if (kept.Length == shape.Rank) return x;
            if (kept.Length == 0) return new ArrayValue(ChainFormula.Call("sum", span, x.Formula));
            if (kept.Length == 1)
                return new ArrayValue(
                    ChainFormula.Call("reshape", span, x.Formula, new ListExpression([Number(-1, span)], span)));
        }
        if (name == "flatten" && arguments.Find(1, "start_dim") is ArrayValue { Number: 1 }) return Flat(x, span);
        if (name is "flatten" or "ravel" && arguments.Values.Count == 1)
            return rank == 1 ? x : new ArrayValue(
                ChainFormula.Call("reshape", span, x.Formula, new ListExpression([Number(-1, span)], span)));
        if (name is "expand_dims" or "unsqueeze" && rank == 1 && Axis(arguments, 1) is { } axis)
        {
            Expression rest = Number(-1, span), one = new NumberExpression(1, span);
            return new ArrayValue(ChainFormula.Call(
                "reshape", span, x.Formula, new ListExpression(axis == 0 ? [one, rest] : [rest, one], span)));
        }
        List<PythonValue> lengths = arguments.Values is [_, SequenceValue list] ? list.Items
            : [.. arguments.Values.Skip(1)];
        // x.view(-1, 784) of an input of unknown shape: it has such rows already.
        if (x.Formula is NameExpression leaf && evaluator.Writer.Shapeless.ContainsKey(leaf.Name)
            && lengths is [ArrayValue, ArrayValue { Number: { } width }])
        {
            if (width > 0) evaluator.Facts.Shapes.TryAdd(leaf.Name, [new("m", 0, span), new(null, (int)width, span)]);
            return x;
        }
        if (name is not ("reshape" or "view") || lengths.Count == 0
            || !lengths.TrueForAll(length => length is ArrayValue))
            return new UnknownValue(span, $"`{name}` is not understood here", "write x.reshape(m, n) with its lengths");
        return new ArrayValue(ChainFormula.Call("reshape", span, x.Formula, new ListExpression(
            [.. lengths.Select(length => ((ArrayValue)length).Formula)], span)));
    }

    /// <summary>Each sample as a row.</summary>
    public PythonValue Flat(ArrayValue x, TextSpan span)
    {
        // An input of unknown shape is taken as rows already.
        bool isOpen = x.Formula is NameExpression leaf && evaluator.Writer.Shapeless.ContainsKey(leaf.Name);
        if (isOpen || evaluator.Writer.Shapes.RankOf(x.Formula) == 2) return x;
        return PythonShapes.ShapeOf(evaluator, x, span) is SequenceValue { Items: [ArrayValue rows, ..] }
            ? new ArrayValue(ChainFormula.Call(
                "reshape", span, x.Formula, new ListExpression([rows.Formula, Number(-1, span)], span)))
            : new UnknownValue(span, "the shape of what is flattened is not known", "write x.reshape(m, n)");
    }

    private PythonValue Summed(string path, CallArguments arguments, TextSpan span)
    {
        if (arguments.Values is not [TextValue { Text: var letters }, .. var values]
            || values.ConvertAll(value => PythonArithmetic.Array(evaluator, value, span)) is var arrays
                && arrays.Contains(null))
            return new UnknownValue(span, $"`{PythonLibrary.Shown(path)}` is not understood here",
                $"write np.{Subscripts.Form}");
        (Expression? formula, string problem, string remedy) =
            Subscripts.Read(letters, arrays.ConvertAll(array => array!.Formula), span);
        return formula is null ? new UnknownValue(span, problem, remedy) : new ArrayValue(formula);
    }

    private PythonValue Joined(string path, string name, CallArguments arguments, TextSpan span)
    {
        if (name == "stack" && arguments.Find(0) is SequenceValue { Items.Count: > 0 } list)
            return PythonShapes.Stacked(evaluator, list, Axis(arguments, 1) ?? 0, span);
        if (name == "stack" || arguments.Find(0) is not SequenceValue parts
            || parts.Items.ConvertAll(part =>
                PythonArithmetic.Array(evaluator, part, span)) is not { Count: > 0 } values
            || values.Contains(null))
            return new UnknownValue(span, $"`{PythonLibrary.Shown(path)}` is not understood here",
                "write it with np.concatenate or a product");
        double axis = name == "hstack" ? evaluator.Writer.Shapes.RankOf(values[0]!.Formula) == 1 ? 0 : 1
            : Axis(arguments, 1) ?? 0;
        return new ArrayValue(
            ChainFormula.Call("concat", span, values.Select(value => value!.Formula)).With("axis", Number(axis, span)));
    }

    private static double? Folded(string name, double x) => name switch
    {
        "square" => x * x,
        "negative" => -x,
        "floor" => Math.Floor(x),
        "float32" or "float64" or "item" => x,
        _ when OfOne(name) is { ActsOnElements: true, Function: { } function } =>
            function(Tensor.FromArray([x])).ToArray<double>()[0],
        _ => null,
    };

    private static Dictionary<string, string> Pairs(string text) => text
        .Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('='))
        .ToDictionary(pair => pair[0], pair => pair[^1]);
}
