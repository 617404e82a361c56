using Chainrule.Dimensions;
using static Chainrule.Language.Python.ChainFormula;

namespace Chainrule.Language.Python;

/// <summary>Sums, means and their like of NumPy and PyTorch: along axes, with or without keeping them.</summary>
internal sealed class ArrayReductions(PythonEvaluator evaluator)
{
    /// <summary>A reduction along the axes that a call names.</summary>
    public PythonValue Of(string path, string function, ArrayValue x, CallArguments arguments, TextSpan span)
    {
        bool isTorch = path.StartsWith("torch.", StringComparison.Ordinal) && !path.StartsWith(PythonLibrary.Method);
        PythonValue? second = arguments.Find(1);
        if (function is "max" or "min" && isTorch && second is ArrayValue { Number: null } other)
            return function == "max" ? ArrayFunctions.Maximum(x.Formula, other.Formula, span)
                : new ArrayValue(Call("min", span, x.Formula, other.Formula));
        bool isUsual = arguments.Find(1, "ord", "p") is null or NoneValue or ArrayValue { Number: 2 }
            or TextValue { Text: "fro" };
        bool isFirst = function == "norm" && arguments.Find(1, "ord", "p") is ArrayValue { Number: 1 }
            && (isTorch || evaluator.Writer.Shapes.RankOf(x.Formula) == 1
                || arguments.Find(2, "axis", "dim") is not null);
        if (function == "norm" && !isUsual && !isFirst)
            return new UnknownValue(span, "only the root of the sum of squares is understood", "write the norm out");
        CallExpression call = isFirst ? Call("sum", span, Call("abs", span, x.Formula))
            : Call(function, span, x.Formula);
        PythonValue? axis = arguments.Find(function == "norm" ? 2 : 1, "axis", "dim");
        Expression? axes = axis switch
        {
            ArrayValue { Number: { } number } => Number(number, span),
            SequenceValue list when list.Items.TrueForAll(item => item is ArrayValue { Number: not null }) =>
                new ListExpression([.. list.Items.Select(item => Number(((ArrayValue)item).Number!.Value, span))],
                    span),
            _ => null,
        };
        if (axis is not (null or NoneValue) && axes is null)
            return new UnknownValue(span, "this axis is no number", "write axis=0");
        if (axes is not null) call = call.With("axis", axes);
        if (arguments.Find(function == "norm" ? 3 : 2, "keepdims", "keepdim") is TruthValue { Truth: true })
        {
            // Without an axis all lengths become 1: the language sums over a list of all axes.
            if (axes is null && evaluator.Writer.Shapes.RankOf(x.Formula) is { } rank and > 0)
                call = call.With("axis",
                    new ListExpression([.. Enumerable.Range(0, rank).Select(i => Number(i, span))], span));
            if (call.Arguments.Length > 1) call = call.With("keepdims", Truth(span));
        }
        return function == "var" ? Variance(path, call, x, axes, arguments, span) : new ArrayValue(call);
    }

    // Divided by n - 1, as PyTorch's usual one is and NumPy's with ddof=1: by what n is, where it is known.
    private PythonValue Variance(
        string path, CallExpression call, ArrayValue x, Expression? axes, CallArguments arguments, TextSpan span)
    {
        bool isTorch = path.StartsWith("torch.", StringComparison.Ordinal) && !IsNumPyMethod();
        double less = arguments.Find(-1, "unbiased") is TruthValue { Truth: false } ? 0
            : arguments.Find(-1, "ddof", "correction") is ArrayValue { Number: { } given } ? given : isTorch ? 1 : 0;
        if (less == 0) return new ArrayValue(call);
        PythonValue count = axes is NumberExpression or NegationExpression
            ? PythonShapes.ShapeOf(evaluator, x, span, arguments.Find(1, "axis", "dim"))
            : axes is null ? PythonShapes.Count(evaluator, x, span) : new NoneValue();
        if (count is not ArrayValue n)
            return new UnknownValue(span, $"this variance divides by n - {less}", "write it as a mean of squares");
        PythonValue factor = PythonArithmetic.Binary(evaluator, "/", n, PythonArithmetic.Binary(
            evaluator, "-", n, new ArrayValue(Number(less, span)) { Number = less }, span), span);
        return PythonArithmetic.Binary(evaluator, "*", new ArrayValue(call), factor, span);

        // A method is that of both libraries: only the file's imports tell whose.
        bool IsNumPyMethod() => path.StartsWith(PythonLibrary.Method, StringComparison.Ordinal)
            && arguments.Find(-1, "dim", "keepdim", "unbiased") is null && !evaluator.UsesTorch;
    }
}
