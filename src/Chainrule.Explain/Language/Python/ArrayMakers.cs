using System.Collections.Immutable;

namespace Chainrule.Language.Python;

/// <summary>What makes arrays of numbers: random ones, zeros, literals.</summary>
internal sealed class ArrayMakers(PythonEvaluator evaluator)
{
    /// <summary>The array that a function makes; null where it makes none.</summary>
    public PythonValue? Make(string path, string name, CallArguments arguments, TextSpan span)
    {
        bool isTorch = path.StartsWith("torch.", StringComparison.Ordinal);
        bool isMethod = path.StartsWith(PythonLibrary.Method, StringComparison.Ordinal);
        if (isMethod) return null;
        bool isTrained = arguments.Find(-1, "requires_grad") is TruthValue { Truth: true };
        switch (name)
        {
            case "rand" or "random_sample" or "random" or "ranf":
                return Made("uniform", (0, 1), arguments.Find(-1, "size") is { } size ? [size] : arguments.Values);
            case "randn" or "standard_normal":
                return Made("normal", (0, 1), arguments.Find(-1, "size") is { } shape ? [shape] : arguments.Values);
            case "normal" or "uniform":
                return Made(name, (Number(0, "loc", "low", "mean", 0), Number(1, "scale", "high", "std", 1)),
                    arguments.Find(2, "size") is { } lengths ? [lengths] : []);
            case "binomial" when arguments.Find(0, "n") is ArrayValue { Number: 1 }:
                return Made("mask", default, arguments.Find(2, "size") is { } drawn ? [drawn] : []);
            case "randint" or "random_integers" or "integers":
                PythonValue? given = arguments.Find(-1, "size")
                    ?? (isTorch ? arguments.Values.LastOrDefault() : arguments.Find(2));
                // 0 or 1 may be a mask; other whole numbers are classes.
                double low = Number(0, "low", "", "", double.NaN), high = Number(1, "high", "", "", double.NaN);
                bool isMask = double.IsNaN(high) ? low == 2 : (low, high) == (0, 2);
                return Made("labels", (0, isMask ? 2 : double.NaN), given is null ? [] : [given]);
            case "zeros" or "ones" or "empty" or "full":
                return Made(name == "full" ? "constant" : name == "empty" ? "zeros" : name,
                    (Number(1, "fill_value", "", "", double.NaN), 0),
                    name is "full" || arguments.Values is [SequenceValue, ..] ? [.. arguments.Values.Take(1)]
                        : isTorch ? arguments.Values : arguments.Find(0, "shape") is { } only ? [only] : []);
            case "zeros_like" or "ones_like" or "empty_like" or "full_like" or "rand_like" or "randn_like":
                return Alike(name[..^5], arguments.Find(0, "input", "a"), span);
            case "arange" when arguments.Values is [ArrayValue count]:
                return new RowNumbers(count.Formula) { Number = count.Number };
            case "arange" when Steps(arguments) is { } steps:
                return Made("given", default, [ChainNumber(steps, span)]);
            case "permutation" or "randperm" when arguments.Find(0, "x", "n") is { } samples:
                evaluator.TakesSamplesInOrder = true;
                return samples is ArrayValue { Formula: var many } && evaluator.Writer.Shapes.RankOf(many) == 0
                    ? new SampleOrder(many) { Number = ((ArrayValue)samples).Number }
                    : samples is RowNumbers all ? new SampleOrder(all.Count) { Number = all.Number } : samples;
            case "shuffle" when arguments.Values is [RowNumbers or SampleOrder or ArrayValue or MadeArray]:
                evaluator.TakesSamplesInOrder = true;
                return new NoneValue();
            case "choice" when arguments.Find(1, "size") is { } picks
                && arguments.Find(0, "a") is (ArrayValue or RowNumbers or MadeArray { Axes: [_] }) and var from:
                return Made(from is MadeArray { Making: not "labels" } ? "given" : "labels", default, [picks]);
            case "poisson" or "exponential" or "gamma" or "beta" or "laplace" or "lognormal" or "logistic" or "gumbel"
                when path.Contains(".random.", StringComparison.Ordinal):
                PythonValue? random = arguments.Find(name is "poisson" or "exponential" ? 1 : 2, "size");
                return random is not null ? Made("given", default, [random])
                    : arguments.Find(0) is { } level && PythonArithmetic.Array(evaluator, level, span) is { } like
                        ? Made("given", default, [PythonShapes.ShapeOf(evaluator, like, span)]) : null;
            case var unit when (unit == Functions.EyeEntry.Name || unit == "identity")
                && arguments.Values is [ArrayValue classes]:
                return new UnitMatrix(classes, span);
            case "one_hot" when arguments.Find(1, "num_classes") is { } count
                && PythonShapes.OneHot(evaluator, arguments.Find(0), count, span) is { } oneHot:
                return oneHot;
            case "linspace" or "logspace" or "geomspace" when arguments.Values.Count > 1:
                return Made("given", default, [arguments.Find(2, "num", "steps") ?? ChainNumber(50, span)]);
            case "meshgrid" when new ArrayRearrangements(evaluator).Grid(arguments, span) is { } grid:
                return grid;
            case "array" or "tensor" or "Tensor" or "FloatTensor" or "LongTensor" or "asarray" or "Parameter"
                or "as_tensor":
                return Literal(arguments.Find(0), name, isTrained || name == "Parameter", span);
            case "manual_seed" or "seed" or "set_printoptions" or "no_grad" or "default_rng" or "set_default_dtype"
                or "RandomState" or "Generator":
                return name is "default_rng" or "RandomState" or "Generator"
                    ? new LibraryValue("numpy.random") : new NoneValue();
            default:
                return null;
        }

        double Number(int place, string first, string second, string third, double usual) =>
            arguments.Find(place, first, second, third) switch
            {
                null => usual,
                ArrayValue { Number: { } number } => number,
                _ => double.NaN,
            };

        PythonValue Made(string making, (double, double) numbers, IReadOnlyList<PythonValue> lengths)
        {
            PythonValue? unknown = lengths.FirstOrDefault(length => length is UnknownValue);
            return unknown ?? (PythonShapes.Axes(evaluator, lengths, span) is { } axes
                ? new MadeArray(axes, making, span)
                {
                    Numbers = numbers,
                    IsTrained = isTrained,
                    Like = lengths is [SequenceValue { ShapeOf: var of }] ? of : null,
                }
                : new UnknownValue(span, "the shape of this array is not known",
                    "write it with numbers and names, as in (m, n)"));
        }
    }

    private static ArrayValue ChainNumber(double number, TextSpan span) =>
        new(ChainFormula.Number(number, span)) { Number = number };

    // How many numbers np.arange(start, end, step) gives; null where one of them is not known.
    private static double? Steps(CallArguments arguments)
    {
        double?[] bounds = [.. arguments.Values.Select(value => (value as ArrayValue)?.Number)];
        if (bounds is not [{ } start, { } end, ..] || bounds.Length > 3) return null;
        double count = Math.Ceiling((end - start) / (bounds.Length == 3 ? bounds[2] ?? double.NaN : 1));
        return count >= 1 ? count : null;
    }

    // They remember what they were shaped after.
    private PythonValue Alike(string making, PythonValue? array, TextSpan span)
    {
        double value = making == "ones" ? 1 : 0;
        PythonValue shape = array is not null && PythonArithmetic.Array(evaluator, array, span) is { } like
            ? PythonShapes.ShapeOf(evaluator, like, span) : new NoneValue();
        if (shape is SequenceValue && PythonShapes.Axes(evaluator, [shape], span) is { } axes)
        {
            return new MadeArray(axes, making switch
            {
                "rand" => "uniform",
                "randn" => "normal",
                "ones" => "ones",
                _ => "zeros",
            }, span)
            {
                Numbers = (0, 1),
                Like = ((SequenceValue)shape).ShapeOf,
            };
        }
        return making is "ones" or "zeros" or "empty"
            ? new ArrayValue(new NumberExpression(value, span)) { Number = value }
            : array as UnknownValue ?? new UnknownValue(span, "the shape of this array is not known",
                "write it with numbers and names, as in (m, n)");
    }

    private PythonValue Literal(PythonValue? value, string name, bool isTrained, TextSpan span)
    {
        switch (value)
        {
            case ArrayValue { Number: { } number } when isTrained:
                return new MadeArray([], "constant", span) { IsTrained = true, Numbers = (number, 0) };
            case ArrayValue or UnknownValue:
                return name is "asarray" or "as_tensor" ? value : value with { Memory = null };
            case MadeArray made:
                return made with { IsTrained = isTrained || made.IsTrained, Memory = null };
            case SequenceValue list:
                var lengths = new List<int>();
                bool isWhole = true;
                for (PythonValue part = list; part is SequenceValue { Items: [var first, ..] } row; part = first)
                {
                    lengths.Add(row.Items.Count);
                    isWhole &= row.Items.TrueForAll(item => item is SequenceValue
                        || (item is ArrayValue { Number: { } number } && number == Math.Floor(number) && number >= 0));
                    if (lengths.Count > 8) break;
                }
                if (lengths.Count is 0 or > 8) break;
                if (!AreNumbers(list)) return PythonShapes.Stacked(evaluator, list, 0, span);
                ImmutableArray<DimensionSyntax> axes =
                    [.. lengths.Select(length => new DimensionSyntax(null, length, span))];
                string making = name == "LongTensor" && isWhole ? "labels" : "given";
                return new MadeArray(axes, making, span) { IsTrained = isTrained };
        }
        return new UnknownValue(span, "what this array holds is not known",
            "write its numbers out, or np.zeros((m, n))");
    }

    private static bool AreNumbers(SequenceValue list) => list.Items.TrueForAll(item =>
        item is ArrayValue { Number: not null } or TruthValue || (item is SequenceValue row && AreNumbers(row)));
}
